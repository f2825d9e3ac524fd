// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/TrayMenu.h"

#include "ui/widgets/CopySecret.h"
#include "ui/widgets/Markdown.h"
#include "ui/widgets/PlainText.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>

using namespace ui;
using State = ServerDoor::State;

static constexpr qsizetype longestTitle = 40;
static constexpr qsizetype longestRow = 60;
static constexpr qsizetype longestWork = 80; // a row that also says what is done now
static constexpr qsizetype shortestDoing = 12; // less of it says nothing
static constexpr qsizetype longestAction = 120; // two rows of 60
static constexpr std::chrono::milliseconds updatePeriod{200};

static QString elided(const QString &text, qsizetype length)
{
    return text.size() <= length ? text : text.first(length - 1) + QChar(0x2026);
}

/// In a menu an ampersand means a shortcut.
static QString plain(QString text)
{
    return text.replace('&', "&&");
}

TrayMenu::TrayMenu(ServerDoor *door)
    : m_door(door)
{
    QAction *open = addNamed(this, QT_TRANSLATE_NOOP("TrayMenu", "Open Berth"));
    connect(open, &QAction::triggered, this, &TrayMenu::openAsked);
    QFont bold = font();
    bold.setBold(true);
    open->setFont(bold);
    setDefaultAction(open);
    m_lost = addNamed(this, QT_TRANSLATE_NOOP("TrayMenu", "The server does not answer"));
    m_lost->setEnabled(false);
    addWaiting();
    addWorking();
    addServer();
    m_update.setSingleShot(true);
    m_update.setInterval(updatePeriod);
    connect(&m_update, &QTimer::timeout, this, &TrayMenu::update);
    connect(door, &ServerDoor::stateChanged, this, &TrayMenu::update);
    retranslate();
}

QAction *TrayMenu::addNamed(QMenu *menu, const char *text)
{
    QAction *action = menu->addAction(QString());
    m_named.append({action, text});
    return action;
}

/// What is off while the server does not answer.
QAction *TrayMenu::addAsking(QMenu *menu, const char *text)
{
    m_asking.append(addNamed(menu, text));
    return m_asking.last();
}

void TrayMenu::retranslate()
{
    for (const auto &[action, text] : std::as_const(m_named))
        action->setText(QCoreApplication::translate("TrayMenu", text));
    update();
}

void TrayMenu::changeEvent(QEvent *event)
{
    QMenu::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void TrayMenu::addWaiting()
{
    m_waitingHead = addSection(QString());
    m_named.append({m_waitingHead, QT_TRANSLATE_NOOP("TrayMenu", "Waiting for you")});
    for (int row = 0; row < mostRows; ++row) {
        TrayRow made;
        made.menu = addMenu(QString());
        made.what = made.menu->addAction(QString());
        made.risk = made.menu->addAction(QString());
        made.what->setEnabled(false);
        made.risk->setEnabled(false);
        made.menu->addSeparator();
        connect(addNamed(made.menu, QT_TRANSLATE_NOOP("TrayMenu", "Review...")),
                &QAction::triggered, this,
                [this, row] { emit conversationAsked(m_waiting[row].id); });
        made.allow = addAsking(made.menu, QT_TRANSLATE_NOOP("TrayMenu", "Allow once"));
        connect(made.allow, &QAction::triggered, this,
                [this, row] { answer(m_waiting[row], true); });
        connect(addAsking(made.menu, QT_TRANSLATE_NOOP("TrayMenu", "Deny")), &QAction::triggered,
                this, [this, row] { answer(m_waiting[row], false); });
        m_waiting.append(made);
    }
    m_moreWaiting = addAction(QString(), this, &TrayMenu::waitingAsked);
}

void TrayMenu::addWorking()
{
    m_workingHead = addSection(QString());
    m_named.append({m_workingHead, QT_TRANSLATE_NOOP("TrayMenu", "Working")});
    for (int row = 0; row < mostRows; ++row) {
        TrayRow made;
        made.menu = addMenu(QString());
        made.what = made.menu->addAction(QString());
        made.what->setEnabled(false);
        connect(addNamed(made.menu, QT_TRANSLATE_NOOP("TrayMenu", "Open")), &QAction::triggered,
                this, [this, row] { emit conversationAsked(m_working[row].id); });
        connect(addAsking(made.menu, QT_TRANSLATE_NOOP("TrayMenu", "Pause")), &QAction::triggered,
                this, [this, row] {
            if (m_session)
                report(m_session->commands()->pause(m_working[row].id));
        });
        connect(addAsking(made.menu, QT_TRANSLATE_NOOP("TrayMenu", "Stop now")),
                &QAction::triggered, this, [this, row] {
            if (m_session)
                report(m_session->commands()->interrupt(m_working[row].id));
        });
        m_working.append(made);
    }
    m_moreWorking = addAction(QString(), this, &TrayMenu::workingAsked);
}

void TrayMenu::addServer()
{
    addSeparator();
    m_pauseAll = addNamed(this, QT_TRANSLATE_NOOP("TrayMenu", "Pause all agents"));
    connect(m_pauseAll, &QAction::triggered, this, &TrayMenu::pauseAll);
    m_copyAddress = addNamed(this, QT_TRANSLATE_NOOP("TrayMenu", "Copy server address"));
    connect(m_copyAddress, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(m_door->url().toString()); });
    m_copyKey = addNamed(this, QT_TRANSLATE_NOOP("TrayMenu", "Copy API key"));
    connect(m_copyKey, &QAction::triggered, this, [this] { copySecret(m_door->key()); });
    addSeparator();
    m_login = addNamed(this, QT_TRANSLATE_NOOP("TrayMenu", "Start at login"));
    m_login->setCheckable(true);
    connect(m_login, &QAction::triggered, this, &TrayMenu::loginToggled);
    m_power = addAction(QString(), this, [this] {
        if (m_door->state() == State::Running)
            emit stopAsked();
        else
            m_door->start();
    });
    connect(addNamed(this, QT_TRANSLATE_NOOP("TrayMenu", "Quit Berth...")), &QAction::triggered,
            this, &TrayMenu::quitAsked);
}

void TrayMenu::setSession(Session *session)
{
    if (m_session) {
        m_session->conversations()->disconnect(this);
        m_session->waiting()->disconnect(this);
        m_session->feed()->disconnect(this);
    }
    m_session = session;
    if (session) {
        connect(session->feed(), &Feed::stateChanged, this, &TrayMenu::update);
        const auto later = [this] {
            if (!m_update.isActive())
                m_update.start();
        };
        for (FeedModel *model : {static_cast<FeedModel *>(session->conversations()),
                                 static_cast<FeedModel *>(session->waiting())}) {
            connect(model, &QAbstractItemModel::dataChanged, this, later);
            connect(model, &QAbstractItemModel::rowsInserted, this, later);
            connect(model, &QAbstractItemModel::rowsRemoved, this, later);
        }
    }
    update();
}

void TrayMenu::update()
{
    updateWaiting();
    updateWorking();
    updateServer();
}

void TrayMenu::updateWaiting()
{
    const int count = m_session ? m_session->waiting()->rowCount() : 0;
    for (int number = 0; number < mostRows; ++number) {
        TrayRow &row = m_waiting[number];
        row.menu->menuAction()->setVisible(number < count);
        if (number >= count)
            continue;
        const QJsonObject question = m_session->waiting()->item(number);
        row.id = question.value("conversation_id").toString();
        row.question = question;
        const QString what = visibleLine(WaitingModel::textOfFirst(question));
        const QString title = elided(visibleLine(WaitingModel::titleOf(question)), longestTitle);
        row.menu->setTitle(plain(elided(title + ": " + what, longestRow)));
        row.what->setText(plain(elided(what, longestAction)));
        row.risk->setText(plain(elided(WaitingModel::whyOf(question), longestAction)));
        // Nobody allows what they have not seen whole.
        row.allow->setVisible(WaitingModel::isWhole(question, longestAction));
    }
    m_waitingHead->setVisible(count > 0);
    m_moreWaiting->setVisible(count > mostRows);
    m_moreWaiting->setText(tr("%n more...", nullptr, count - mostRows));
}

/// "Migrate settings to TOML · step 14 · $1.08 · pytest -q", and the end only where it has room.
static QString workText(const QJsonObject &item, const QString &doing)
{
    QStringList words{elided(visibleLine(ConversationsModel::titleOf(item)), longestTitle)};
    if (const int step = item.value("steps").toInt(); step > 0)
        words.append(TrayMenu::tr("step %1").arg(step));
    if (const double cost = item.value("cost").toDouble(); cost > 0)
        words.append(money(cost));
    const QString text = words.join(" · ");
    if (doing.isEmpty() || text.size() + shortestDoing > longestWork)
        return text;
    return elided(text + " · " + doing, longestWork);
}

void TrayMenu::updateWorking()
{
    int shown = 0;
    int working = 0;
    const int count = m_session ? m_session->conversations()->rowCount() : 0;
    for (int number = 0; number < count; ++number) {
        const QJsonObject item = m_session->conversations()->item(number);
        if (item.value("state") != "running")
            continue;
        ++working;
        if (shown == mostRows)
            continue;
        TrayRow &row = m_working[shown++];
        row.id = item.value("id").toString();
        const QString doing = plainWords(visibleLine(item.value("last_line").toString()));
        row.menu->setTitle(plain(workText(item, doing)));
        row.menu->menuAction()->setVisible(true);
        row.what->setText(plain(elided(doing, longestAction)));
        row.what->setVisible(!doing.isEmpty());
    }
    for (int number = shown; number < mostRows; ++number)
        m_working[number].menu->menuAction()->setVisible(false);
    m_workingHead->setVisible(working > 0);
    m_moreWorking->setVisible(working > shown);
    m_moreWorking->setText(tr("%n more...", nullptr, working - shown));
    m_pauseAll->setEnabled(working > 0 && !isLost());
}

void TrayMenu::updateServer()
{
    const State state = m_door->state();
    m_lost->setVisible(isLost() && state == State::Running);
    for (QAction *action : std::as_const(m_asking))
        action->setEnabled(!isLost());
    m_copyAddress->setEnabled(state == State::Running);
    // Of a server elsewhere it is not this computer's to hand out.
    m_copyKey->setVisible(!m_door->key().isEmpty() && !m_door->folder().isEmpty());
    m_power->setVisible(m_door->isOurs());
    m_power->setEnabled(state != State::Starting && state != State::Stopping);
    m_power->setText(state == State::Running || state == State::Stopping ? tr("Stop server")
                                                                         : tr("Start server"));
}

/// From outside the window, to deny also stops.
void TrayMenu::answer(const TrayRow &row, bool isAllowed)
{
    if (!m_session)
        return;
    report(m_session->commands()->answer(row.question, isAllowed));
}

void TrayMenu::pauseAll()
{
    if (!m_session)
        return;
    for (int number = 0; number < m_session->conversations()->rowCount(); ++number) {
        const QJsonObject item = m_session->conversations()->item(number);
        if (item.value("state") == "running")
            report(m_session->commands()->pause(item.value("id").toString()));
    }
}

static core::Task<> reported(QPointer<TrayMenu> menu, core::Task<> task)
{
    const core::Result<> done = co_await task;
    if (!done && menu)
        emit menu->failed(done.error().message);
    co_return {};
}

void TrayMenu::report(core::Task<> task)
{
    core::spawn(reported(this, std::move(task)), "doing what the tray was told");
}

#include "moc_TrayMenu.cpp"
