// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/HomePage.h"

#include "ui/models/ServerTexts.h"
#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/windows/ConnectPanel.h"
#include "ui/windows/ConversationDelegate.h"
#include "ui/windows/FactTile.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/RequestsPanel.h"
#include "ui/windows/ServerPanel.h"
#include "ui/windows/SummaryList.h"
#include "ui/windows/WorkspaceTable.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QDesktopServices>
#include <QGridLayout>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

namespace ui {

static constexpr int homeInTwoColumns = 900;
static constexpr int mostRows = 3;

HomePage::HomePage(ServerDoor *door, QWidget *parent)
    : PageFrame(tr("Home"), parent)
    , m_door(door)
    , m_server(new ServerPanel(door))
    , m_connect(new ConnectPanel(door))
    , m_engine(new FactTile("box", tr("Engine")))
    , m_model(new FactTile("sparkles", tr("Model")))
    , m_disk(new FactTile("hard-drive", tr("Disk")))
    , m_today(new FactTile("gauge", tr("Today")))
    , m_health(new FactTile("activity", tr("Health")))
    , m_waiting(new SummaryList(tr("Needs you"), tr("Nothing needs you.")))
    , m_working(new SummaryList(tr("Working now"), tr("No agent is working.")))
    , m_finished(new SummaryList(tr("Finished today"), tr("Nothing has finished today.")))
    , m_pauseAll(new QPushButton(icon("circle-pause"), tr("Pause all")))
    , m_docs(new QPushButton(icon("external-link"), tr("Open API docs")))
    , m_requests(new RequestsPanel)
    , m_needs(new NeedsServer(nullptr, this))
{
    setKind(m_docs, ButtonKind::Quiet);
    addAction(m_docs);
    auto *create = new QPushButton(icon("plus"), tr("New conversation"));
    setKind(create, ButtonKind::Primary);
    addAction(create);
    m_needs->add({m_docs, create, m_pauseAll});
    connect(create, &QPushButton::clicked, this, &HomePage::newAsked);
    connect(m_docs, &QPushButton::clicked, this, [this] {
        QUrl docs = m_door->url();
        docs.setPath("/docs");
        QDesktopServices::openUrl(docs);
    });
    connect(m_requests, &RequestsPanel::allAsked, this, &HomePage::requestsAsked);
    setKind(m_pauseAll, ButtonKind::Quiet);
    m_working->addAction(m_pauseAll);
    setContent(makeContent());
    focusFirst(this, m_connect);
    m_soon.setSingleShot(true);
    m_soon.setInterval(std::chrono::milliseconds(100));
    connect(&m_soon, &QTimer::timeout, this, &HomePage::refresh);
    connect(m_engine, &FactTile::clicked, this, &HomePage::setUpAsked);
    connect(m_model, &FactTile::clicked, this, [this] {
        if (m_default && !m_default->isEmpty())
            emit settingsAsked();
        else
            emit setUpAsked();
    });
    connect(m_disk, &FactTile::clicked, this, &HomePage::workspacesAsked);
    connect(m_today, &FactTile::clicked, this, &HomePage::metricsAsked);
    connect(m_health, &FactTile::clicked, this, &HomePage::alertsAsked);
    connect(m_connect, &ConnectPanel::setUpAsked, this, &HomePage::setUpAsked);
    connect(m_pauseAll, &QPushButton::clicked, this, &HomePage::pauseAllAsked);
    connect(m_waiting, &SummaryList::chosen, this, [this](const QString &id) {
        const QString conversation = m_session->waiting()->item(id)["conversation_id"].toString();
        if (conversation.isEmpty())
            emit inboxAsked();
        else
            emit conversationAsked(conversation);
    });
    for (SummaryList *list : {m_working, m_finished})
        connect(list, &SummaryList::chosen, this, &HomePage::conversationAsked);
    connect(door, &ServerDoor::stateChanged, this, &HomePage::refresh);
    refresh();
}

QWidget *HomePage::makeContent()
{
    auto *page = new QWidget;
    m_tiles = new QGridLayout;
    m_tiles->setSpacing(14);
    placeTiles(5);
    m_columns = new QBoxLayout(QBoxLayout::LeftToRight);
    m_columns->setSpacing(14);
    auto *left = new QVBoxLayout;
    left->setSpacing(14);
    left->addWidget(m_connect, 1);
    left->addWidget(m_requests);
    m_columns->addLayout(left, 16);
    m_columns->addWidget(makeLists(), 9);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    column->addWidget(m_server);
    column->addLayout(m_tiles);
    column->addLayout(m_columns, 1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Beside a scroll bar there is a gap.
    connect(scroll->verticalScrollBar(), &QScrollBar::rangeChanged, column,
            [column](int, int most) { column->setContentsMargins(0, 0, most > 0 ? 12 : 0, 0); });
    return scroll;
}

void HomePage::placeTiles(int columns)
{
    if (std::exchange(m_tileColumns, columns) == columns)
        return;
    int number = 0;
    for (FactTile *tile : {m_engine, m_model, m_disk, m_today, m_health}) {
        m_tiles->addWidget(tile, number / columns, number % columns);
        ++number;
    }
    for (int column = 0; column < 5; ++column)
        m_tiles->setColumnStretch(column, column < columns ? 1 : 0);
}

QWidget *HomePage::makeLists()
{
    auto *lists = new QWidget;
    auto *column = new QVBoxLayout(lists);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    const auto add = [&](const QList<SummaryList *> &parts, int stretch) {
        auto *panel = new Panel;
        auto *inside = new QVBoxLayout(panel);
        inside->setContentsMargins(14, 12, 10, 12);
        inside->setSpacing(14);
        for (SummaryList *part : parts)
            inside->addWidget(part);
        inside->addStretch();
        column->addWidget(panel, stretch);
    };
    add({m_waiting}, 0);
    add({m_working, m_finished}, 1);
    return lists;
}

void HomePage::setSession(Session *session)
{
    m_session = session;
    m_default.reset();
    m_report = {};
    m_needs->follow(session ? session->feed() : nullptr);
    m_connect->setSession(session);
    m_requests->setSession(session);
    m_spent.reset();
    if (session) {
        m_spent = std::make_unique<SpentToday>(session->feed());
        m_spent->watch(isVisible());
        connect(m_spent.get(), &SpentToday::changed, this, &HomePage::showToday);
        const auto soon = [this] {
            if (!m_soon.isActive())
                m_soon.start();
        };
        for (FeedModel *model :
             std::initializer_list<FeedModel *>{session->server(), session->waiting(),
                                                session->conversations(), session->workspaces(),
                                                session->alerts()}) {
            connect(model, &FeedModel::known, this, soon);
            connect(model, &FeedModel::rowsInserted, this, soon);
            connect(model, &FeedModel::rowsRemoved, this, soon);
            connect(model, &FeedModel::dataChanged, this, soon);
        }
        connect(session->feed(), &Feed::stateChanged, this, [this] {
            if (m_session->feed()->state() == Feed::State::Live) {
                readModel();
                readEngine();
            }
            refresh();
        });
        readModel();
        readEngine();
    }
    refresh();
}

void HomePage::showEvent(QShowEvent *event)
{
    PageFrame::showEvent(event);
    if (m_spent)
        m_spent->watch(true);
    readModel();
    refresh();
}

void HomePage::hideEvent(QHideEvent *event)
{
    PageFrame::hideEvent(event);
    if (m_spent)
        m_spent->watch(false);
}

void HomePage::resizeEvent(QResizeEvent *event)
{
    PageFrame::resizeEvent(event);
    placeTiles(width() < homeInTwoColumns ? 3 : 5);
    m_columns->setDirection(width() < homeInTwoColumns ? QBoxLayout::TopToBottom
                                                       : QBoxLayout::LeftToRight);
}

/// What is not seen is not shown: showEvent() does it then.
void HomePage::refresh()
{
    if (!isVisible())
        return;
    const QString started = m_session ? m_session->server()->facts()["started_at"].toString()
                                      : QString();
    m_server->setStartedAt(started);
    const bool isLost = m_session && m_session->feed()->isLost();
    m_server->setLost(isLost ? m_session->feed()->since() : QDateTime());
    showEngine();
    showModel();
    showDisk();
    showToday();
    showHealth();
    showWaiting();
    showConversations();
}

void HomePage::readModel()
{
    if (!m_session || m_door->state() != ServerDoor::State::Running)
        return;
    QCoro::connect(m_session->client()->get("/llms"), this,
                   [this](const core::Result<QJsonValue> &page) {
        if (!page)
            return;
        m_default = QJsonObject();
        for (const QJsonValue &item : (*page)["items"].toArray()) {
            if (item["default"].toBool())
                m_default = item.toObject();
        }
        m_connect->setModel(m_default->value("name").toString());
        showModel();
    });
}

void HomePage::readEngine()
{
    QCoro::connect(m_session->client()->get("/engine"), this,
                   [this](const core::Result<QJsonValue> &report) {
        m_report = report ? report->toObject() : QJsonObject();
        showEngine();
        showDisk();
    });
}

void HomePage::showEngine()
{
    const QString runtime = m_report["runtime"].toString();
    const QString engine = m_report["engine"].toString();
    const bool isLost = m_session
                        && m_session->server()->facts()["engine"].toString() == "unavailable";
    if (isLost)
        m_engine->setFact(engine.isEmpty() ? tr("No engine") : engine, tr("It does not answer"),
                          "octagon-x", Tone::Danger);
    else if (!engine.isEmpty())
        m_engine->setFact(engine + ' ' + m_report["version"].toString(), tr("Connected"),
                          "circle-check", Tone::Ok);
    else if (runtime == "local")
        m_engine->setFact(tr("This computer"), tr("Commands run without isolation"),
                          "triangle-alert", Tone::Warn);
    else if (m_report["sandbox"].toBool())
        m_engine->setFact(tr("Sandbox"), tr("No engine answers"), "circle-check", Tone::Ok);
    else if (!runtime.isEmpty())
        m_engine->setFact(tr("No engine"), tr("Agents have no place to work in"), "octagon-x",
                          Tone::Danger);
    else
        m_engine->setFact("–", m_session ? tr("Not known yet") : tr("The server is stopped"));
}

void HomePage::showModel()
{
    if (!m_session || !m_default)
        return m_model->setFact("–", m_session ? tr("Not known yet") : tr("The server is stopped"));
    if (m_default->isEmpty())
        return m_model->setFact(tr("No model yet"), tr("Choose one, or watch the demo"),
                                "triangle-alert", Tone::Warn);
    const QString model = visibleLine(m_default->value("config")["model"].toString());
    const QString provider = model.section('/', 0, -2);
    const QString key = m_default->value("api_key_set").toBool() ? tr("key stored") : tr("no key");
    m_model->setFact(model.section('/', -1), provider.isEmpty() ? key : provider + " · " + key,
                     "circle-check", Tone::Ok);
}

static bool isOfToday(const QJsonObject &conversation)
{
    const QDateTime at = QDateTime::fromString(conversation["updated_at"].toString(),
                                               Qt::ISODateWithMs);
    return at.isValid() && at.toLocalTime().date() == QDate::currentDate();
}

void HomePage::showDisk()
{
    if (!m_session)
        return m_disk->setFact("–", tr("The server is stopped"));
    int running = 0;
    int failed = 0;
    for (int row = 0; row < m_session->workspaces()->rowCount(); ++row) {
        const QString state = m_session->workspaces()->item(row)["state"].toString();
        running += state == "ready";
        failed += state == "failed";
    }
    const QString places = failed ? tr("%n workspace(s) failed", nullptr, failed)
                                  : tr("%n workspace(s) running", nullptr, running);
    const double all = m_report["disk_bytes"].toDouble();
    const double left = m_report["disk_free_bytes"].toDouble();
    const QString fact =
        all > 0 ? tr("%1 of %2").arg(byteSize(qint64(all - left)), byteSize(qint64(all)))
                : QString("–");
    if (failed)
        m_disk->setFact(fact, places, "octagon-x", Tone::Danger);
    else if (all > 0 && left < all / 10)
        m_disk->setFact(fact, tr("%1 are left").arg(byteSize(qint64(left))), "triangle-alert",
                        Tone::Warn);
    else
        m_disk->setFact(fact, places);
}

/// "2.1 M"
static QString roundNumber(double number)
{
    const QLocale locale;
    if (number >= 1e6)
        return HomePage::tr("%1 M", "millions").arg(locale.toString(number / 1e6, 'f', 1));
    if (number >= 1e4)
        return HomePage::tr("%1 k", "thousands").arg(locale.toString(number / 1e3, 'f', 0));
    return locale.toString(qint64(number));
}

void HomePage::showToday()
{
    if (!m_session)
        return m_today->setFact("–", tr("The server is stopped"));
    if (!m_spent->isKnown())
        return m_today->setFact("–", tr("Not known yet"));
    int finished = 0;
    for (int row = 0; row < m_session->conversations()->rowCount(); ++row) {
        const QJsonObject item = m_session->conversations()->item(row);
        finished += item["state"] == "finished" && isOfToday(item);
    }
    m_today->setFact(money(m_spent->cost()),
                     tr("%n finished", nullptr, finished) + " · "
                         + tr("%1 tokens").arg(roundNumber(m_spent->tokens())));
}

void HomePage::showHealth()
{
    if (!m_session)
        return m_health->setFact("–", tr("The server is stopped"));
    const QJsonObject facts = m_session->server()->facts();
    const QJsonArray reasons = facts["reasons"].toArray();
    const QString version = tr("Berth %1").arg(facts["version"].toString());
    if (facts.isEmpty())
        m_health->setFact("–", tr("Not known yet"));
    else if (reasons.isEmpty() && m_session->feed()->state() != Feed::State::Live)
        m_health->setFact("–", tr("The server does not answer"), "triangle-alert", Tone::Warn);
    else if (reasons.isEmpty())
        m_health->setFact(tr("All is well"), version, "circle-check", Tone::Ok);
    else
        m_health->setFact(tr("Needs a look"), visibleLine(serverText(reasons.first().toString())),
                          "triangle-alert", Tone::Warn);
}

void HomePage::showWaiting()
{
    QList<SummaryRow::Words> rows;
    for (int row = 0; m_session && row < m_session->waiting()->rowCount(); ++row) {
        const QJsonObject question = m_session->waiting()->item(row);
        const RiskLook risk = riskLookOf(question);
        rows.append({.id = question["id"].toString(),
                     .icon = "hand",
                     .tone = Tone::Wait,
                     .title = visibleLine(WaitingModel::titleOf(question)),
                     .second = visibleLine(WaitingModel::textOfFirst(question)),
                     .mark = {risk.icon, risk.tone, risk.words},
                     .right = ageWord(question["asked_at"].toString()),
                     .action = tr("Review")});
    }
    m_waiting->setRows(rows, mostRows);
}

/// The newest first.
static void sortByAge(QList<QJsonObject> &conversations)
{
    std::ranges::sort(conversations, std::ranges::greater(),
                      [](const QJsonObject &item) { return item["updated_at"].toString(); });
}

static QList<SummaryRow::Words> conversationRows(const QList<QJsonObject> &conversations)
{
    QList<SummaryRow::Words> rows;
    for (const QJsonObject &item : conversations) {
        const QString state = item["state"].toString();
        const StateLook look = lookOf(state);
        const QString line = visibleLine(item["last_line"].toString());
        const bool isUrgent = state == "error" || state == "stuck";
        const double cost = item["cost"].toDouble();
        rows.append({.id = item["id"].toString(),
                     .icon = look.icon,
                     .tone = look.tone,
                     .title = visibleLine(ConversationsModel::titleOf(item)),
                     .second = line.isEmpty() ? stateWord(state)
                               : isUrgent     ? stateWord(state) + " · " + line
                                              : line,
                     .right = cost > 0 ? money(cost) : QString(),
                     .isUrgent = isUrgent});
    }
    return rows;
}

void HomePage::showConversations()
{
    QList<QJsonObject> working;
    QList<QJsonObject> finished;
    for (int row = 0; m_session && row < m_session->conversations()->rowCount(); ++row) {
        const QJsonObject item = m_session->conversations()->item(row);
        const QString state = item["state"].toString();
        if (state == "running")
            working.append(item);
        else if ((state == "finished" || state == "error" || state == "stuck") && isOfToday(item))
            finished.append(item);
    }
    sortByAge(working);
    sortByAge(finished);
    m_working->setRows(conversationRows(working), mostRows);
    m_finished->setRows(conversationRows(finished), mostRows);
    m_pauseAll->setVisible(!working.isEmpty());
    m_server->setBusy(int(working.size()));
}

} // namespace ui
