// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/AlertsPage.h"

#include "ui/models/ServerTexts.h"
#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/AlertRules.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/WorkspaceTable.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>

namespace ui {

static constexpr int silenceSeconds = 3600;

enum AlertsPart { AlertsNowTab, AlertsHistoryTab, AlertsRulesTab };

static bool isSilenced(const QJsonObject &alert)
{
    const QDateTime until = QDateTime::fromString(alert["silenced_until"].toString(),
                                                  Qt::ISODateWithMs);
    return until.isValid() && until > QDateTime::currentDateTimeUtc();
}

static Cell alertState(const QJsonObject &alert)
{
    const QString state = alert["state"].toString();
    if (state == "resolved")
        return {.text = AlertsPage::tr("Over"),
                .icon = "circle-check",
                .tone = Tone::Ok,
                .order = 3};
    if (isSilenced(alert))
        return {.text = AlertsPage::tr("Silenced"),
                .icon = "circle-pause",
                .tone = Tone::Muted,
                .order = 2};
    if (state == "pending")
        return {.text = AlertsPage::tr("Pending"),
                .icon = "clock",
                .tone = Tone::Muted,
                .order = 1};
    return alert["severity"] == "critical" ? Cell{.text = AlertsPage::tr("Critical"),
                                                  .icon = "octagon-alert",
                                                  .tone = Tone::Danger,
                                                  .order = 0}
                                           : Cell{.text = AlertsPage::tr("Warning"),
                                                  .icon = "triangle-alert",
                                                  .tone = Tone::Warn,
                                                  .order = 0};
}

static QString lengthWords(qint64 milliseconds)
{
    const qint64 hours = milliseconds / 3'600'000;
    if (hours < 1)
        return AlertsPage::tr("for %1").arg(duration(milliseconds));
    return hours < 48 ? AlertsPage::tr("for %n hour(s)", nullptr, int(hours))
                      : AlertsPage::tr("for %n day(s)", nullptr, int(hours / 24));
}

static QList<Column> alertColumns()
{
    const auto what = [](const QJsonObject &alert) {
        return Cell{.text = visibleLine(serverText(alert["text"].toString())),
                    .second = wordsOfRule(alert["rule"].toString())};
    };
    const auto whose = [](const QJsonObject &alert) {
        const QString user = alert["user_id"].toString();
        return Cell{.text = user.isEmpty() ? AlertsPage::tr("the server") : visibleLine(user)};
    };
    const auto since = [](const QJsonObject &alert) {
        const QString moment = alert["since"].toString();
        const QDateTime at = QDateTime::fromString(moment, Qt::ISODateWithMs);
        const QDateTime over = QDateTime::fromString(alert["resolved_at"].toString(),
                                                     Qt::ISODateWithMs);
        Cell cell{.text = ageWord(moment), .order = -at.toMSecsSinceEpoch()};
        if (over.isValid())
            cell.second = lengthWords(at.msecsTo(over));
        return cell;
    };
    return {{AlertsPage::tr("State"), alertState, 110},
            {AlertsPage::tr("What"), what, 0},
            {AlertsPage::tr("Whose"), whose, 110, Qt::AlignLeft, 520},
            {AlertsPage::tr("Since"), since, 120}};
}

AlertsPage::AlertsPage(Session *session, QWidget *parent)
    : PageFrame(tr("Alerts"), parent)
    , m_session(session)
    , m_needs(new NeedsServer(session->feed(), this))
    , m_alerts(alertColumns())
    , m_tabs(new QTabBar)
    , m_parts(new QStackedWidget)
    , m_view(new TableView(&m_alerts, tr("Alerts"), TableView::Rows::TwoLines))
    , m_rules(new AlertRules(session))
    , m_advice(new QLabel)
    , m_open(new QPushButton(icon("external-link"), QString()))
    , m_silence(new QPushButton(icon("bell"), tr("Silence for an hour")))
{
    m_tabs->setObjectName("parts");
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Parts of the alerts"));
    for (const QString &name : {tr("Now"), tr("History"), tr("Rules")})
        m_tabs->addTab(name);
    m_parts->addWidget(makeContent());
    m_parts->addWidget(m_rules);
    setBar(m_tabs);
    setContent(m_parts);
    connect(m_tabs, &QTabBar::currentChanged, this, &AlertsPage::choosePart);
    connect(m_rules, &AlertRules::settingAsked, this, &AlertsPage::settingAsked);
    connect(m_rules, &AlertRules::refused, this, [this](const QString &why) { tell(why); });
    choosePart(AlertsNowTab);
    focusFirst(this, m_view);
    showLoading();
    connect(this, &PageFrame::tryAgainAsked, this, &AlertsPage::read);
    connect(session->alerts(), &FeedModel::told, this,
            [this](const QString &kind, const QString &id, const QJsonObject &alert) {
        if (kind == "removed")
            m_alerts.take(id);
        else
            m_alerts.put(alert);
        update();
    });
    connect(session->feed(), &Feed::stateChanged, this, &AlertsPage::look);
    look();
}

QWidget *AlertsPage::makeContent()
{
    m_advice->setTextFormat(Qt::PlainText);
    m_advice->setWordWrap(true);
    m_view->setObjectName("alerts");
    m_needs->add({m_silence});
    m_view->sortByColumn(0, Qt::AscendingOrder);
    auto *actions = new QHBoxLayout;
    actions->addWidget(m_advice, 1);
    actions->addWidget(m_open, 0, Qt::AlignTop);
    actions->addWidget(m_silence, 0, Qt::AlignTop);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_view, 1);
    column->addLayout(actions);
    connect(m_view, &TableView::currentChosen, this, &AlertsPage::look);
    connect(m_view, &TableView::opened, m_open, &QPushButton::click);
    connect(m_silence, &QPushButton::clicked, this, &AlertsPage::silence);
    connect(m_open, &QPushButton::clicked, this, [this] {
        const QJsonObject alert = m_view->currentItem();
        const QString conversation = alert["conversation_id"].toString();
        const QString workspace = alert["workspace_id"].toString();
        if (!conversation.isEmpty())
            emit conversationAsked(conversation);
        else if (!workspace.isEmpty())
            emit workspaceAsked(workspace);
    });
    return content;
}

void AlertsPage::showEvent(QShowEvent *event)
{
    PageFrame::showEvent(event);
    read();
}

/// Those that hold are told; those that are over are asked for.
void AlertsPage::read()
{
    QUrlQuery query;
    query.addQueryItem("limit", "100");
    QCoro::connect(m_session->client()->get("/alerts", query), this,
                   [this](const core::Result<QJsonValue> &page) {
        if (!page && !m_isRead)
            return showError(page.error().message);
        if (!page)
            return;
        QList<QJsonObject> items;
        for (const QJsonValue &item : (*page)["items"].toArray())
            items.append(item.toObject());
        m_isRead = true;
        m_alerts.replace(items);
        // What holds may be older than all of these.
        for (int row = 0; row < m_session->alerts()->rowCount(); ++row)
            m_alerts.put(m_session->alerts()->item(row));
        update();
    });
}

void AlertsPage::choosePart(int part)
{
    m_parts->setCurrentIndex(part == AlertsRulesTab ? 1 : 0);
    if (part == AlertsRulesTab)
        m_rules->read();
    else
        m_view->setWanted([part](const QJsonObject &alert) {
            return (alert["state"] == "resolved") == (part == AlertsHistoryTab);
        });
    if (m_isRead)
        update();
}

void AlertsPage::update()
{
    const int part = m_tabs->currentIndex();
    if (part == AlertsHistoryTab && m_view->shown() == 0)
        return showEmpty(tr("Nothing is over yet"),
                         tr("What needed a person and is over stands here, with how long it "
                            "lasted."));
    if (part == AlertsNowTab && m_view->shown() == 0)
        return showEmpty(tr("All is well"),
                         tr("What needs a person is told here: a workspace that is nearly full, a "
                            "model that fails, a run that costs much."));
    showContent();
    look();
}

void AlertsPage::look()
{
    const QJsonObject alert = m_view->currentItem();
    const bool isOfConversation = !alert["conversation_id"].toString().isEmpty();
    const bool isOfWorkspace = !alert["workspace_id"].toString().isEmpty();
    m_advice->setText(visible(serverText(alert["advice"].toString())));
    m_open->setText(isOfConversation ? tr("Open conversation") : tr("Open workspace"));
    m_open->setVisible(isOfConversation || isOfWorkspace);
    m_silence->setVisible(!alert.isEmpty() && alert["state"] != "resolved");
    m_silence->setText(isSilenced(alert) ? tr("End the silence") : tr("Silence for an hour"));
}

void AlertsPage::silence()
{
    const QJsonObject alert = m_view->currentItem();
    const QString path = "/alerts/" + alert["id"].toString() + "/silence";
    const int seconds = isSilenced(alert) ? 0 : silenceSeconds;
    ask(m_session->client()->post(path, {{"seconds", seconds}}), [this](const QJsonValue &now) {
        m_alerts.put(now.toObject());
        update();
    });
}

} // namespace ui
