// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/WorkspaceRules.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/ToneLabel.h"
#include "ui/widgets/Type.h"
#include "ui/windows/ConnectionsPanel.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/WorkspaceTable.h"

#include <QAbstractItemView>
#include <QBoxLayout>
#include <QComboBox>
#include <QFormLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>

namespace ui {

static QList<Column> refusedColumns()
{
    const auto host = [](const QJsonObject &decision) {
        return Cell{.text = visibleLine(decision["host"].toString()) + ':'
                            + QString::number(decision["port"].toInt()),
                    .second = egressReasonWord(decision["reason"].toString()),
                    .icon = "ban",
                    .tone = Tone::Warn};
    };
    const auto age = [](const QJsonObject &decision) {
        return Cell{.text = ageWord(decision["time"].toString()),
                    .tone = Tone::Muted,
                    .order = decision["time"].toString()};
    };
    return {{WorkspaceRules::tr("Refused"), host, 0}, {WorkspaceRules::tr("When"), age, 96}};
}

WorkspaceRules::WorkspaceRules(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_needs(new NeedsServer(session->feed(), this))
    , m_refused(refusedColumns())
    , m_network(new QComboBox)
    , m_hosts(new QPlainTextEdit)
    , m_change(new QPushButton(tr("Change rules")))
    , m_undo(new QPushButton(tr("Discard")))
    , m_restart(new QPushButton(icon("rotate-ccw"), tr("Stop workspace now")))
    , m_said(new ToneLabel)
{
    setKind(m_change, ButtonKind::Primary);
    auto *page = new QWidget;
    auto *inside = new QVBoxLayout(page);
    inside->setContentsMargins(0, 10, 6, 0);
    inside->setSpacing(12);
    inside->addWidget(makeForm());
    inside->addWidget(makeRefused(), 1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll);
    connect(m_network, &QComboBox::currentIndexChanged, this, &WorkspaceRules::update);
    connect(m_hosts, &QPlainTextEdit::textChanged, this, &WorkspaceRules::update);
    connect(m_change, &QPushButton::clicked, this, &WorkspaceRules::submit);
    connect(m_undo, &QPushButton::clicked, this, [this] { fill(m_settings); });
    m_needs->add({m_restart});
    connect(m_restart, &QPushButton::clicked, this, [this] {
        m_restart->hide();
        QCoro::connect(m_session->commands()->stopWorkspace(m_id), this,
                       [this](const core::Result<> &done) {
            if (done)
                m_said->say(tr("It is stopped, and starts with its new rules when it is used."),
                            Tone::Ok);
            else
                m_said->say(done.error().message, Tone::Danger);
        });
    });
    connect(session->feed(), &Feed::stateChanged, this, &WorkspaceRules::update);
}

void WorkspaceRules::addField(QFormLayout *form, const QString &name, bool isLimit,
                              const QString &label, const QString &example)
{
    auto *edit = new QLineEdit;
    edit->setObjectName(name);
    edit->setAccessibleName(label);
    edit->setPlaceholderText(example);
    edit->setToolTip(tr("Empty: as the server's settings say"));
    auto *words = new QLabel(label);
    words->setBuddy(edit);
    form->addRow(words, edit);
    connect(edit, &QLineEdit::textChanged, this, &WorkspaceRules::update);
    connect(edit, &QLineEdit::returnPressed, m_change, &QPushButton::click);
    m_fields.append({name, isLimit, edit, {}});
}

QWidget *WorkspaceRules::makeForm()
{
    auto *page = new QWidget;
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(8);
    addField(form, "memory", true, tr("Memory"), tr("such as 2g"));
    addField(form, "cpus", true, tr("CPUs"), tr("such as 1.5"));
    addField(form, "disk", true, tr("Disk"), tr("such as 10g"));
    addField(form, "pids", false, tr("Processes"), tr("such as 512"));
    addField(form, "timeout", false, tr("Command, at most"), tr("seconds"));
    addField(form, "idle_timeout", false, tr("Removed when idle"), tr("seconds"));
    m_network->addItem(tr("None", "network"), "none");
    m_network->addItem(tr("Hosts on the list"), "allowlist");
    m_network->addItem(tr("Open", "network"), "bridge");
    m_network->setAccessibleName(tr("Network"));
    m_network->view()->setAccessibleName(tr("Network"));
    form->addRow(tr("Network"), m_network);
    m_hosts->setAccessibleName(tr("Hosts on the list"));
    m_hosts->setPlaceholderText(tr("One host on each line, such as *.example.com"));
    m_hosts->setTabChangesFocus(true);
    m_hosts->setFont(ui::font(Type::Code));
    m_hosts->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_hosts->setFixedHeight(4 * lineHeight(Type::Code) + 18);
    form->addRow(m_hosts);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_undo);
    buttons->addWidget(m_change);
    m_said->setWordWrap(true);
    m_restart->hide();
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addLayout(form);
    column->addWidget(m_said);
    column->addWidget(m_restart, 0, Qt::AlignLeft);
    column->addLayout(buttons);
    return page;
}

QWidget *WorkspaceRules::makeRefused()
{
    auto *view = new TableView(&m_refused, tr("Refused connections"), TableView::Rows::TwoLines);
    view->setObjectName("refused");
    view->setEmptyText(tr("No connection was refused."));
    view->sortByColumn(1, Qt::DescendingOrder);
    view->setMinimumHeight(130);
    return view;
}

/// As people write it: whole gibibytes and mebibytes in short.
static QString writtenOf(const QJsonValue &value)
{
    const double number = value.toDouble();
    const qint64 whole = qint64(number);
    if (!value.isDouble())
        return {};
    if (double(whole) != number)
        return QLocale().toString(number);
    for (const auto &[shift, letter] : {std::pair(30, 'g'), std::pair(20, 'm')}) {
        if (whole > 0 && whole % (1LL << shift) == 0)
            return QString::number(whole >> shift) + letter;
    }
    return QString::number(whole);
}

void WorkspaceRules::look(const QJsonObject &workspace)
{
    const QString id = workspace["id"].toString();
    const QJsonObject settings = workspace["settings"].toObject();
    m_state = workspace["state"].toString();
    const bool isOther = std::exchange(m_id, id) != id;
    if (isOther) {
        m_refused.replace({});
        m_said->say({}, Tone::Muted);
        m_restart->hide();
    }
    if (isOther || (settings != m_settings && request().isEmpty()))
        fill(settings);
    update();
}

void WorkspaceRules::fill(const QJsonObject &settings)
{
    m_settings = settings;
    const QJsonObject limits = settings["resource_limits"].toObject();
    for (Field &field : m_fields) {
        field.shown = field.isLimit ? writtenOf(limits[field.name])
                                    : writtenOf(settings[field.name]);
        if (!field.isLimit && settings[field.name].isDouble())
            field.shown = QString::number(settings[field.name].toInteger());
        if (field.shown.isNull())
            field.shown = "";
        field.edit->setText(field.shown);
    }
    m_network->setCurrentIndex(
        qMax(0, m_network->findData(settings["network_mode"].toString("allowlist"))));
    QStringList hosts;
    for (const QJsonValue &host : settings["allowed_hosts"].toArray())
        hosts.append(host.toString());
    m_hosts->setPlainText(hosts.join('\n'));
    update();
}

QStringList WorkspaceRules::hosts() const
{
    QStringList hosts;
    for (const QString &line : m_hosts->toPlainText().split('\n')) {
        if (!line.trimmed().isEmpty())
            hosts.append(line.trimmed());
    }
    return hosts;
}

QJsonObject WorkspaceRules::request() const
{
    QJsonObject body;
    QJsonObject limits;
    for (const Field &field : m_fields) {
        const QString text = field.edit->text().trimmed();
        if (text == field.shown)
            continue;
        bool isNumber = false;
        const double number = QLocale().toDouble(text, &isNumber);
        const QJsonValue value = text.isEmpty() ? QJsonValue(QJsonValue::Null)
                                 : isNumber     ? QJsonValue(number)
                                                : QJsonValue(text);
        (field.isLimit ? limits : body).insert(field.name, value);
    }
    if (!limits.isEmpty())
        body.insert("resource_limits", limits);
    const QString network = m_network->currentData().toString();
    if (network != m_settings["network_mode"].toString("allowlist"))
        body.insert("network_mode", network);
    const QJsonArray wanted = QJsonArray::fromStringList(hosts());
    if (wanted != m_settings["allowed_hosts"].toArray())
        body.insert("allowed_hosts", wanted);
    return body;
}

void WorkspaceRules::update()
{
    const bool isChanged = !m_id.isEmpty() && !request().isEmpty();
    m_needs->allow(m_change, isChanged);
    m_undo->setEnabled(isChanged);
    m_hosts->setEnabled(m_network->currentData() == "allowlist");
}

void WorkspaceRules::submit()
{
    const QJsonObject body = request();
    if (m_id.isEmpty() || body.isEmpty())
        return;
    m_needs->allow(m_change, false);
    QCoro::connect(m_session->client()->patch("/workspaces/" + m_id, body), this,
                   [this, id = m_id](const core::Result<QJsonValue> &changed) {
        if (id != m_id)
            return;
        if (!changed) {
            m_said->say(changed.error().message, Tone::Danger);
            return update();
        }
        fill((*changed)["settings"].toObject());
        const bool isRunning = m_state == "ready" || m_state == "paused";
        m_said->say(isRunning ? tr("Changed. It counts from the next start of the workspace on.")
                              : tr("Changed."),
                    Tone::Ok);
        m_restart->setVisible(isRunning);
    });
}

void WorkspaceRules::readRefused()
{
    if (m_id.isEmpty())
        return;
    QUrlQuery query;
    query.addQueryItem("workspace", m_id);
    query.addQueryItem("outcome", "denied");
    query.addQueryItem("limit", "100");
    QCoro::connect(m_session->client()->get("/egress/decisions", query), this,
                   [this, id = m_id](const core::Result<QJsonValue> &page) {
        if (!page || id != m_id)
            return;
        QList<QJsonObject> items;
        for (const QJsonValue &item : (*page)["items"].toArray())
            items.append(item.toObject());
        m_refused.replace(items);
    });
}

} // namespace ui
