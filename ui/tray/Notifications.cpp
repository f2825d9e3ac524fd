// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/Notifications.h"

#include "ui/widgets/PlainText.h"

#include <QDateTime>

using namespace ui;

static constexpr qsizetype longestWhole = 160;
static constexpr qint64 crowdPeriod = 60'000; // milliseconds
static constexpr size_t mostInPeriod = 3;

/// One notification for each conversation; a connection has none.
static QString keyOf(const QJsonObject &question)
{
    const QString conversation = question.value("conversation_id").toString();
    return conversation.isEmpty() ? question.value("id").toString() : conversation;
}

static QString nameOf(const QJsonObject &question)
{
    return visibleLine(WaitingModel::titleOf(question));
}

Notifications::Notifications(Session *session, Notifier *notifier, const Preferences *preferences,
                             std::function<bool()> isInFront, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_notifier(notifier)
    , m_preferences(preferences)
    , m_isInFront(std::move(isInFront))
{
    // A question may also come, or be gone, with all that a server tells when it is back.
    const WaitingModel *waiting = session->waiting();
    connect(waiting, &FeedModel::rowsInserted, this,
            [this, waiting](const QModelIndex &, int first, int last) {
        for (int row = first; row <= last; ++row)
            ask(waiting->item(row));
    });
    connect(waiting, &FeedModel::rowsAboutToBeRemoved, this,
            [this, waiting](const QModelIndex &, int first, int last) {
        for (int row = first; row <= last; ++row) {
            const QString key = keyOf(waiting->item(row));
            m_reminders.remove(key);
            if (m_questions.remove(key))
                m_notifier->withdraw(key);
        }
    });
    connect(session->conversations(), &FeedModel::told, this,
            [this](const QString &kind, const QString &id, const QJsonObject &item) {
        if (kind == "removed") {
            m_seen.remove(id);
            forgetEnd(id);
        } else {
            follow(id, item);
        }
    });
    connect(notifier, &Notifier::activated, this, &Notifications::activate);
    m_remind.setSingleShot(true);
    connect(&m_remind, &QTimer::timeout, this, &Notifications::remind);
}

/// More than a person can read: from then on one tells of all.
bool Notifications::isTooMany()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    while (!m_lately.empty() && now - m_lately.front() > crowdPeriod)
        m_lately.pop_front();
    m_lately.push_back(now);
    if (m_lately.size() > mostInPeriod + 1)
        m_lately.pop_front();
    return m_lately.size() > mostInPeriod;
}

void Notifications::ask(const QJsonObject &question)
{
    m_questions.insert(keyOf(question), question);
    m_reminders.insert(keyOf(question),
                       QDateTime::currentMSecsSinceEpoch() + m_remindAfter.count());
    remindLater();
    show(question, tr("%1 needs your decision").arg(nameOf(question)));
}

void Notifications::show(const QJsonObject &question, const QString &title)
{
    if (isTooMany()) {
        m_notifier->show(
            {.key = keyOfMany,
             .title = tr("%n conversation(s) need you", nullptr, m_session->waiting()->rowCount()),
             .body = {},
             .actions = {{"review", tr("Review")}},
             .isUrgent = true,
             .kind = Preferences::Notice::Question});
        return;
    }
    m_notifier->show({.key = keyOf(question),
                      .title = title,
                      .body = visible(WaitingModel::textOfFirst(question)).left(longestWhole) + '\n'
                              + WaitingModel::whyOf(question),
                      .actions = answersTo(question),
                      .isUrgent = true,
                      .kind = Preferences::Notice::Question});
}

/// Nobody allows what they have not seen whole, nor in passing what is of high risk.
QList<QPair<QString, QString>> Notifications::answersTo(const QJsonObject &question) const
{
    if (question.value("kind") == "connection" && m_notifier->hasActions())
        return {{"allow", tr("Allow once")},
                {"allow_here", tr("Allow here")},
                {"deny", tr("Deny")}};
    const bool isOffered = question.value("risk") != "HIGH"
                           || m_preferences->allowsHighRiskOutside();
    if (isOffered && WaitingModel::isWhole(question, longestWhole) && m_notifier->hasActions())
        return {{"allow", tr("Allow once")}, {"deny", tr("Deny")}};
    return {{"review", tr("Review")}, {"deny", tr("Deny")}};
}

/// What has begun again, or is gone, has no end that anybody must know of.
void Notifications::forgetEnd(const QString &id)
{
    if (m_ended.remove(id))
        m_notifier->withdraw(id);
}

/// What a run changed and took.
static QString sumOf(const QJsonObject &item, qint64 milliseconds)
{
    QStringList parts;
    if (const int files = item.value("files_changed").toInt(); files > 0)
        parts.append(Notifications::tr("%n file(s) changed", nullptr, files));
    parts.append(duration(milliseconds));
    if (const double cost = item.value("cost").toDouble(); cost > 0)
        parts.append(money(cost));
    return parts.join(", ");
}

void Notifications::follow(const QString &id, const QJsonObject &item)
{
    const QString state = item.value("state").toString();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const Seen before = m_seen.value(id);
    if (before.state == state)
        return;
    m_seen.insert(id, {state, now});
    if (state == "running")
        forgetEnd(id);
    if (before.state != "running" || m_isInFront())
        return;
    const QString title = visibleLine(ConversationsModel::titleOf(item));
    QStringList lines{visibleLine(item.value("last_line").toString())};
    Notification notification{.key = id,
                              .title = {},
                              .body = {},
                              .actions = {{"review", tr("Open")}},
                              .isUrgent = false,
                              .kind = Preferences::Notice::Failed};
    if (state == "finished" && now - before.since >= m_longRun.count()) {
        notification.title = tr("%1 is finished").arg(title);
        notification.kind = Preferences::Notice::Finished;
        lines.append(sumOf(item, now - before.since));
    } else if (state == "error") {
        notification.title = tr("%1 failed").arg(title);
        notification.actions.append({"run", tr("Run again")});
    } else if (state == "stuck") {
        notification.title = tr("%1 is stuck").arg(title);
        notification.actions.append({"run", tr("Run again")});
    }
    lines.removeAll(QString());
    notification.body = lines.join('\n');
    if (notification.title.isEmpty() || isTooMany())
        return;
    m_ended.insert(id);
    m_notifier->show(notification);
}

/// Of the one that has waited the longest, when its time has come.
void Notifications::remindLater()
{
    if (m_reminders.isEmpty())
        return m_remind.stop();
    const qint64 next = *std::ranges::min_element(m_reminders);
    m_remind.start(int(qMax<qint64>(0, next - QDateTime::currentMSecsSinceEpoch())));
}

void Notifications::remind()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QStringList due;
    for (auto each = m_reminders.cbegin(); each != m_reminders.cend(); ++each) {
        if (*each <= now)
            due.append(each.key());
    }
    for (const QString &key : std::as_const(due)) {
        m_reminders.remove(key);
        const QJsonObject question = m_questions.value(key);
        show(question, tr("%1 still waits for your decision").arg(nameOf(question)));
    }
    remindLater();
}

static core::Task<> answered(QPointer<Notifications> self, core::Task<> task)
{
    const core::Result<> done = co_await task;
    if (!done && self)
        emit self->failed(done.error().message);
    co_return {};
}

/// From outside the window, to deny also stops.
void Notifications::activate(const QString &key, const QString &action)
{
    const QJsonObject question = m_questions.value(key);
    static const QHash<QString, std::pair<bool, QString>> answers{
        {"allow", {true, "once"}}, {"allow_here", {true, "workspace"}}, {"deny", {false, "once"}}};
    if (answers.contains(action) && !question.isEmpty()) {
        const auto &[isAllowed, scope] = *answers.constFind(action);
        core::spawn(answered(this, m_session->commands()->answer(question, isAllowed, scope)),
                    "answering what was asked");
    } else if (action == "run" && m_seen.contains(key)) {
        core::spawn(answered(this, m_session->commands()->run(key)), "running it again");
    } else if (key == keyOfMany || !question.isEmpty() || m_seen.contains(key)) {
        const QString id = question.isEmpty() ? key : question.value("conversation_id").toString();
        emit conversationAsked(m_seen.contains(id) ? id : QString());
    }
}

#include "moc_Notifications.cpp"
