// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConnectionsPanel.h"

#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/Type.h"
#include "ui/windows/NeedsServer.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDateTime>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>

namespace ui {

static constexpr qsizetype mostDecisions = 2000;

QString egressReasonWord(const QString &reason)
{
    static const QHash<QString, QString> words{
        {"listed", ConnectionsPanel::tr("on the list")},
        {"confirmed", ConnectionsPanel::tr("you allowed it")},
        {"bad_target", ConnectionsPanel::tr("neither a name nor an address")},
        {"not_listed", ConnectionsPanel::tr("not on the list")},
        {"refused", ConnectionsPanel::tr("you denied it")},
        {"not_public", ConnectionsPanel::tr("leads into a private network")},
        {"own_listener", ConnectionsPanel::tr("leads to this server")},
        {"no_such_host", ConnectionsPanel::tr("there is no such host")},
        {"unreachable", ConnectionsPanel::tr("the host does not answer")},
        {"timed_out", ConnectionsPanel::tr("the host took too long")},
        {"too_many", ConnectionsPanel::tr("too many connections at once")},
        {"quota", ConnectionsPanel::tr("the limit of bytes is used up")},
        {"server_name", ConnectionsPanel::tr("asked for another name than it connected to")}};
    return words.value(reason, reason);
}

static Cell outcomeCell(const QJsonObject &decision)
{
    const bool isAllowed = decision["outcome"] == "allowed";
    return {.text = isAllowed ? ConnectionsPanel::tr("Allowed") : ConnectionsPanel::tr("Refused"),
            .second = egressReasonWord(decision["reason"].toString()),
            .icon = isAllowed ? "circle-check" : "ban",
            .tone = isAllowed ? Tone::Ok : Tone::Warn,
            .order = isAllowed};
}

static Cell decisionHost(const QJsonObject &decision)
{
    const QString port = QString::number(decision["port"].toInt());
    return {.text = visibleLine(decision["host"].toString()) + ':' + port,
            .second = visibleLine(decision["address"].toString()),
            .isStrong = true};
}

static Cell decisionTime(const QJsonObject &decision)
{
    const QDateTime at = QDateTime::fromString(decision["time"].toString(), Qt::ISODateWithMs);
    return {.text = at.toLocalTime().toString("HH:mm:ss"),
            .second = QLocale().toString(at.toLocalTime().date(), QLocale::ShortFormat),
            .order = at.toMSecsSinceEpoch()};
}

static Cell decisionBytes(const QJsonObject &decision)
{
    const qint64 sent = decision["sent_bytes"].toInteger();
    const qint64 received = decision["received_bytes"].toInteger();
    if (sent + received == 0)
        return {.order = 0};
    return {.text = ConnectionsPanel::tr("%1 out").arg(byteSize(sent)),
            .second = ConnectionsPanel::tr("%1 in").arg(byteSize(received)),
            .order = double(sent + received)};
}

QString ConnectionsPanel::nameOf(const QString &workspaceId) const
{
    const QString name = m_session->workspaces()->item(workspaceId)["name"].toString();
    return visibleLine(name.isEmpty() ? workspaceId : name);
}

QList<Column> ConnectionsPanel::decisionColumns() const
{
    const auto place = [this](const QJsonObject &decision) {
        return Cell{.text = nameOf(decision["workspace_id"].toString())};
    };
    return {{tr("Time"), decisionTime, 90},
            {tr("Host"), decisionHost, 0},
            {tr("What became of it"), outcomeCell, 220},
            {tr("Workspace"), place, 130, Qt::AlignLeft, 620},
            {tr("Bytes"), decisionBytes, 100, Qt::AlignLeft, 720}};
}

QList<Column> ConnectionsPanel::ruleColumns() const
{
    const auto host = [](const QJsonObject &rule) {
        const QString port = rule["port"].isDouble() ? ':' + QString::number(rule["port"].toInt())
                                                     : QString();
        return Cell{.text = visibleLine(rule["host"].toString()) + port, .isStrong = true};
    };
    const auto answer = [](const QJsonObject &rule) {
        return rule["answer"] == "allow"
                   ? Cell{.text = tr("Always allowed"), .icon = "circle-check", .tone = Tone::Ok}
                   : Cell{.text = tr("Always refused"), .icon = "ban", .tone = Tone::Warn};
    };
    const auto place = [this](const QJsonObject &rule) {
        const QString id = rule["workspace_id"].toString();
        return Cell{.text = id.isEmpty() ? tr("every workspace") : nameOf(id)};
    };
    return {{tr("Host"), host, 0}, {tr("Answer"), answer, 160}, {tr("Where"), place, 160}};
}

ConnectionsPanel::ConnectionsPanel(Session *session, QWidget *parent)
    : PageFrame(QString(), parent)
    , m_session(session)
    , m_needs(new NeedsServer(session->feed(), this))
    , m_decisions(decisionColumns())
    , m_rules(ruleColumns())
    , m_filter(new QLineEdit)
    , m_refused(new QPushButton(tr("Only refused")))
    , m_journal(new TableView(&m_decisions, tr("Connections"), TableView::Rows::TwoLines))
    , m_ruleView(new TableView(&m_rules, tr("Rules of connections")))
    , m_allow(answerButton("allow"))
    , m_deny(answerButton("deny"))
    , m_add(new QPushButton(icon("plus"), tr("New rule...")))
    , m_forget(new QPushButton(icon("trash-2"), tr("Remove rule")))
{
    layout()->setContentsMargins(0, 0, 0, 0);
    auto *content = new QSplitter(Qt::Vertical);
    content->addWidget(makeJournal());
    content->addWidget(makeRules());
    content->setStretchFactor(0, 3);
    content->setStretchFactor(1, 1);
    content->setChildrenCollapsible(false);
    setContent(content);
    focusFirst(this, m_journal);
    connect(m_journal, &TableView::currentChosen, this, &ConnectionsPanel::updateActions);
    connect(m_ruleView, &TableView::currentChosen, this, &ConnectionsPanel::updateActions);
    connect(session->feed(), &Feed::replaced, this,
            [this](const QString &topic, const QList<QJsonObject> &items) {
        if (topic == "egress")
            take(items);
    });
    connect(session->feed(), &Feed::changed, this,
            [this](const QString &topic, const QString &kind, const QString &,
                   const QJsonObject &item) {
        if (topic == "egress" && kind == "decided")
            take({item});
    });
    connect(session->feed(), &Feed::stateChanged, this, [this] {
        updateActions();
        if (isVisible() && m_session->feed()->state() == Feed::State::Live)
            readRules();
    });
    updateActions();
}

/// For the connection that is chosen: what holds from now on, and where.
QPushButton *ConnectionsPanel::answerButton(const QString &answer)
{
    const bool isAllow = answer == "allow";
    auto *button = new QPushButton(icon(isAllow ? "circle-check" : "ban"),
                                   isAllow ? tr("Allow from now on") : tr("Refuse from now on"));
    auto *menu = new QMenu(button);
    menu->addAction(tr("For this workspace"), this, [this, answer] { say(answer, false); });
    menu->addAction(tr("For every workspace of yours"), this,
                    [this, answer] { say(answer, true); });
    button->setMenu(menu);
    return button;
}

QWidget *ConnectionsPanel::makeJournal()
{
    m_filter->setPlaceholderText(tr("Filter by host, workspace or reason"));
    m_filter->setAccessibleName(tr("Filter of connections"));
    m_filter->setClearButtonEnabled(true);
    m_refused->setCheckable(true);
    setKind(m_refused, ButtonKind::Chip);
    m_journal->setObjectName("connections");
    m_journal->sortByColumn(0, Qt::DescendingOrder);
    auto *tools = new QHBoxLayout;
    tools->addWidget(m_filter, 1);
    tools->addWidget(m_refused);
    auto *answers = new QHBoxLayout;
    answers->addWidget(m_allow);
    answers->addWidget(m_deny);
    answers->addStretch();
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 8);
    column->setSpacing(12);
    column->addLayout(tools);
    column->addWidget(m_journal, 1);
    column->addLayout(answers);
    connect(m_filter, &QLineEdit::textChanged, m_journal, &TableView::setFilterText);
    connect(m_journal, &TableView::clearAsked, this, [this] {
        m_filter->clear();
        m_refused->setChecked(false);
    });
    connect(m_refused, &QPushButton::toggled, this, [this](bool isOn) {
        m_journal->setWanted(
            [isOn](const QJsonObject &item) { return !isOn || item["outcome"] == "denied"; });
    });
    return page;
}

QWidget *ConnectionsPanel::makeRules()
{
    auto *heading = new QLabel(tr("Rules"));
    heading->setFont(ui::font(Type::Section));
    setKind(m_forget, ButtonKind::Danger);
    auto *tools = new QHBoxLayout;
    tools->addWidget(heading, 1);
    tools->addWidget(m_add);
    tools->addWidget(m_forget);
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    column->addLayout(tools);
    column->addWidget(m_ruleView, 1);
    connect(m_add, &QPushButton::clicked, this, [this] {
        auto *dialog = new NewRuleDialog(m_session, this);
        connect(dialog, &NewRuleDialog::made, this, &ConnectionsPanel::readRules);
        dialog->open();
    });
    connect(m_forget, &QPushButton::clicked, this, [this] {
        const QString path = "/egress/rules/" + m_ruleView->currentId();
        ask(m_session->client()->remove(path), [this](const QJsonValue &) { readRules(); });
    });
    return page;
}

void ConnectionsPanel::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
}

void ConnectionsPanel::showEvent(QShowEvent *event)
{
    PageFrame::showEvent(event);
    m_session->feed()->subscribe("egress");
    readRules();
}

void ConnectionsPanel::hideEvent(QHideEvent *event)
{
    PageFrame::hideEvent(event);
    m_session->feed()->unsubscribe("egress");
}

/// Questions come too, which have their place in the inbox; after a loss of the connection some
/// come again.
void ConnectionsPanel::take(const QList<QJsonObject> &items)
{
    QList<QJsonObject> fresh;
    for (const QJsonObject &item : items) {
        if (item["kind"] == "decision" && m_decisions.rowOf(item["id"].toString()) < 0)
            fresh.append(item);
    }
    m_decisions.append(fresh, mostDecisions);
}

void ConnectionsPanel::readRules()
{
    QCoro::connect(m_session->client()->get("/egress/rules"), this,
                   [this](const core::Result<QJsonValue> &list) {
        if (!list)
            return tell(list.error().message);
        QList<QJsonObject> rules;
        for (const QJsonValue &rule : (*list)["items"].toArray())
            rules.append(rule.toObject());
        m_rules.replace(rules);
        updateActions();
    });
}

void ConnectionsPanel::say(const QString &answer, bool isEverywhere)
{
    const QJsonObject decision = m_journal->currentItem();
    QJsonObject word{{"host", decision["host"]},
                     {"port", decision["port"]},
                     {"answer", answer},
                     {"scope", isEverywhere ? "always" : "workspace"}};
    if (!isEverywhere)
        word.insert("workspace", decision["workspace_id"]);
    ask(m_session->client()->post("/egress/decisions", word),
        [this](const QJsonValue &) { readRules(); });
}

void ConnectionsPanel::updateActions()
{
    const bool isChosen = !m_journal->currentItem().isEmpty();
    m_needs->allow(m_allow, isChosen);
    m_needs->allow(m_deny, isChosen);
    m_needs->allow(m_add, true);
    m_needs->allow(m_forget, !m_ruleView->currentItem().isEmpty());
}

NewRuleDialog::NewRuleDialog(Session *session, QWidget *parent)
    : FormDialog(tr("New rule"), tr("Create rule"), parent)
    , m_host(new QLineEdit(this))
    , m_port(new QLineEdit(this))
    , m_answer(new QComboBox(this))
    , m_workspace(new QComboBox(this))
{
    m_answer->addItem(tr("Always allowed"), "allow");
    m_answer->addItem(tr("Always refused"), "deny");
    m_workspace->addItem(tr("Every workspace of yours"), QString());
    for (int row = 0; row < session->workspaces()->rowCount(); ++row) {
        const QJsonObject workspace = session->workspaces()->item(row);
        m_workspace->addItem(visibleLine(workspace["name"].toString()), workspace["id"].toString());
    }
    m_port->setPlaceholderText(tr("80 and 443"));
    addField(tr("Host"), m_host, tr("A name, *.name for all below it, or an address."));
    addField(tr("Port"), m_port);
    addField(tr("Answer"), m_answer);
    addField(tr("Where"), m_workspace);
    m_host->setFocus();
    connect(this, &FormDialog::submitted, this, [this, session] {
        ask(session->client()->post("/egress/decisions", request()),
            [this](const QJsonValue &) { emit made(); });
    });
}

QJsonObject NewRuleDialog::request() const
{
    QJsonObject body{{"host", m_host->text().trimmed()},
                     {"answer", m_answer->currentData().toString()},
                     {"scope", "always"}};
    const QString port = m_port->text().trimmed();
    bool isNumber = false;
    if (const int number = port.toInt(&isNumber); !port.isEmpty())
        body.insert("port", isNumber ? QJsonValue(number) : QJsonValue(port));
    if (const QString workspace = m_workspace->currentData().toString(); !workspace.isEmpty()) {
        body.insert("workspace", workspace);
        body.insert("scope", "workspace");
    }
    return body;
}

} // namespace ui
