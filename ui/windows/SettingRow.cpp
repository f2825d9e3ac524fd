// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/SettingRow.h"

#include "ui/models/ServerTexts.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"
#include "ui/windows/NeedsServer.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolTip>
#include <QVariant>

namespace ui {

static bool isSwitch(const QJsonObject &setting)
{
    const QString usual = setting["default"].toString();
    return usual == "true" || usual == "false";
}

/// Who said so, in words; what locks it is named.
static QString sourceWords(const QJsonObject &setting)
{
    const QString source = setting["source"].toString();
    const QString from = setting["from"].toString();
    if (!setting["next"].isNull() && setting["next"] != setting["value"])
        return SettingRow::tr("%1 after a restart").arg(setting["next"].toString());
    if (source == "flag")
        return SettingRow::tr("Command line: %1").arg(from);
    if (source == "environment")
        return SettingRow::tr("Environment: %1").arg(from);
    if (source == "file")
        return from.isEmpty() ? SettingRow::tr("config.json") : from;
    return source == "window" ? SettingRow::tr("This window") : SettingRow::tr("Default");
}

QString SettingRow::wordsOf(const QString &name)
{
    QString words = name;
    words.replace('-', ' ');
    words[0] = words[0].toUpper();
    static const QHash<QString, QString> spelt{
        {"tls", "TLS"}, {"cpus", "CPUs"}, {"Cpus", "CPUs"}, {"Tls", "TLS"}, {"Pids", "Processes"}};
    QStringList parts = words.split(' ');
    for (QString &part : parts)
        part = spelt.value(part, part);
    return serverText(parts.join(' '));
}

SettingRow::SettingRow(const QJsonObject &setting, Feed *feed, QWidget *parent)
    : QWidget(parent)
    , m_source(new QLabel(this))
    , m_help(new QLabel(this))
    , m_problem(new QLabel(this))
    , m_reset(new QPushButton(icon("rotate-ccw"), QString(), this))
    , m_lock(new QPushButton(icon("lock"), QString(), this))
    , m_needs(new NeedsServer(feed, this))
{
    const QString words = wordsOf(setting["name"].toString());
    auto *name = new QLabel(words, this);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    name->setFixedWidth(168);
    name->setWordWrap(true);
    row->addWidget(name);
    QWidget *control = nullptr;
    if (isSwitch(setting)) {
        control = m_check = new QCheckBox(this);
        connect(m_check, &QCheckBox::clicked, this, &SettingRow::submit);
    } else {
        control = m_field = new QLineEdit(this);
        connect(m_field, &QLineEdit::editingFinished, this, &SettingRow::submit);
    }
    control->setFixedWidth(210);
    control->setAccessibleName(words);
    name->setBuddy(control);
    row->addWidget(control);
    m_source->setFont(ui::font(Type::Small));
    m_source->setTextFormat(Qt::PlainText);
    row->addWidget(m_source, 1);
    m_reset->setToolTip(tr("Back to the default"));
    m_reset->setAccessibleName(tr("%1: back to the default").arg(words));
    setKind(m_reset, ButtonKind::Quiet);
    row->addWidget(m_reset);
    m_lock->setAccessibleName(tr("%1 is locked").arg(words));
    m_lock->installEventFilter(this);
    setKind(m_lock, ButtonKind::Quiet);
    row->addWidget(m_lock);
    connect(m_lock, &QPushButton::clicked, this, &SettingRow::sayWhyLocked);
    connect(m_reset, &QPushButton::clicked, this,
            [this] { emit changed(m_setting["name"].toString(), QJsonValue::Null); });
    for (QLabel *line : {m_help, m_problem}) {
        line->setFont(ui::font(Type::Small));
        line->setTextFormat(Qt::PlainText);
        line->setWordWrap(true);
        line->setIndent(180);
    }
    m_help->setForegroundRole(QPalette::PlaceholderText);
    m_problem->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 6);
    column->setSpacing(3);
    column->addLayout(row);
    column->addWidget(m_help);
    column->addWidget(m_problem);
    take(setting);
}

void SettingRow::take(const QJsonObject &setting)
{
    m_setting = setting;
    const bool isLocked = setting["locked"].toBool();
    const QJsonValue next = setting["next"];
    const QString value = next.isString() ? next.toString() : setting["value"].toString();
    if (m_check) {
        m_check->setChecked(value == "true");
    } else {
        m_field->setText(value);
        m_field->setPlaceholderText(setting["default"].toString());
        m_field->setProperty("wrong", false);
        m_field->update();
    }
    m_problem->hide();
    m_source->setText(sourceWords(setting));
    m_help->setText(visibleLine(serverText(setting["help"].toString())));
    m_help->setVisible(!m_help->text().isEmpty());
    m_reset->setVisible(!isLocked && (setting["source"] == "window" || next.isString()));
    m_lock->setVisible(isLocked);
    m_lock->setToolTip(tr("%1. It cannot be changed here.").arg(m_source->text()));
    m_lock->setAccessibleDescription(m_lock->toolTip());
    QWidget *control = m_check ? static_cast<QWidget *>(m_check) : m_field;
    control->setAccessibleDescription(m_source->text() + ". " + m_help->text());
    m_needs->allow(control, !isLocked);
    m_needs->add({m_reset});
}

bool SettingRow::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_lock && event->type() == QEvent::FocusIn)
        QMetaObject::invokeMethod(this, &SettingRow::sayWhyLocked, Qt::QueuedConnection);
    return QWidget::eventFilter(object, event);
}

void SettingRow::sayWhyLocked()
{
    QToolTip::showText(m_lock->mapToGlobal(m_lock->rect().bottomLeft()), m_lock->toolTip(), m_lock);
}

void SettingRow::fail(const QString &why)
{
    if (m_field) {
        m_field->setProperty("wrong", true);
        m_field->update();
        m_field->setAccessibleDescription(why);
    }
    QPalette red = m_problem->palette();
    red.setColor(QPalette::WindowText, ink(Tone::Danger));
    m_problem->setPalette(red);
    m_problem->setText(why);
    m_problem->show();
}

bool SettingRow::says(const QString &text) const
{
    return m_setting["name"].toString().contains(text, Qt::CaseInsensitive)
           || wordsOf(m_setting["name"].toString()).contains(text, Qt::CaseInsensitive)
           || m_setting["value"].toString().contains(text, Qt::CaseInsensitive)
           || m_help->text().contains(text, Qt::CaseInsensitive);
}

void SettingRow::submit()
{
    const QJsonValue next = m_setting["next"];
    const QString before = next.isString() ? next.toString() : m_setting["value"].toString();
    const QString value = m_check ? QString(m_check->isChecked() ? "true" : "false")
                                  : m_field->text().trimmed();
    if (value != before)
        emit changed(m_setting["name"].toString(), value);
}

} // namespace ui
