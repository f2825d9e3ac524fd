// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Conversations.h"

#include "conversations/LogScope.h"
#include "conversations/Placing.h"
#include "conversations/Quota.h"
#include "conversations/Refusal.h"
#include "conversations/StartRequest.h"
#include "conversations/Worktrees.h"
#include "core/Id.h"
#include "core/Logging.h"

#include <QDir>

using namespace std::chrono;
using core::Error;

namespace {

constexpr seconds evictionPeriod{60};
constexpr int statesPerTurn = 10; // of a page, read before others have their turn

std::unexpected<core::Error> notFound()
{
    return core::fail(Error::Kind::NotFound, "Not Found");
}

} // namespace

conversations::Conversations::Conversations(Services services)
    : m_services(std::move(services))
    , m_retention(m_services)
{
    m_services.admission = std::make_shared<Admission>(
        Admission::Bounds{m_services.limits.runs, m_services.mostRunsOf});
    m_evictionTimer.setInterval(std::clamp(m_services.limits.keepIdle, seconds(1), evictionPeriod));
    connect(&m_evictionTimer, &QTimer::timeout, this, &Conversations::evictIdle);
}

std::shared_ptr<conversations::Conversation> conversations::Conversations::live(
    const QString &id) const
{
    return m_live.value(id);
}

// --- starting ------------------------------------------------------------------------------------

core::Task<conversations::Conversations::Started> conversations::Conversations::start(
    QString userId, model::StartConversation request, QJsonObject original)
{
    const core::Result<State> asked = stateFromRequest(request, original);
    if (!asked)
        co_return std::unexpected(asked.error());
    State state = *asked;
    state.userId = userId;
    // A request that is repeated before it was answered finds what the first one makes.
    const QStringList key(state.id);
    const core::Result<> turn = co_await m_starting.take(key, std::stop_token());
    if (!turn)
        co_return std::unexpected(turn.error());
    const core::Result<Started> started = co_await findOrCreate(std::move(state));
    m_starting.release(key);
    co_return started;
}

core::Task<conversations::Conversations::Started> conversations::Conversations::findOrCreate(
    State state)
{
    const core::Result<std::shared_ptr<Conversation>> existing = co_await find(state.userId,
                                                                               state.id);
    if (existing)
        co_return Started{*existing, false};
    if (existing.error().kind != Error::Kind::NotFound)
        co_return std::unexpected(existing.error());
    const core::Result<std::shared_ptr<Conversation>> created = co_await create(std::move(state));
    if (!created)
        co_return std::unexpected(created.error());
    emit this->created((*created)->state());
    co_return Started{*created, true};
}

core::Task<std::shared_ptr<conversations::Conversation>> conversations::Conversations::create(
    State state)
{
    state.createdAt = state.updatedAt = core::Clock::system().now().count();
    const core::Result<> room = co_await checkQuota(m_services, state.userId);
    if (!room)
        co_return std::unexpected(room.error());
    const core::Result<> parent = co_await checkParent(state);
    if (!parent)
        co_return std::unexpected(parent.error());
    const core::Result<State> ready = co_await placed(std::move(state));
    if (!ready)
        co_return std::unexpected(ready.error());
    const core::Result<> inserted = co_await insert(*ready);
    if (inserted)
        co_return co_await find(ready->userId, ready->id);
    const core::Result<> freed = co_await freeWorktree(m_services, *ready);
    if (!freed)
        co_return std::unexpected(freed.error());
    if (inserted.error().kind == Error::Kind::Conflict)
        co_return core::fail(Error::Kind::Conflict, "A conversation with this id already exists.");
    co_return std::unexpected(inserted.error());
}

/// The parent cannot change later, so there is no longer circle than the shortest.
core::Task<> conversations::Conversations::checkParent(State state)
{
    if (!state.parentId)
        co_return {};
    if (*state.parentId == state.id)
        co_return refuse("A conversation cannot be its own parent");
    const QString name = "Parent conversation " + *state.parentId;
    const core::Result<State> parent = co_await read(state.userId, *state.parentId);
    if (!parent && parent.error().kind == Error::Kind::NotFound)
        co_return refuse(name + " not found");
    if (!parent)
        co_return std::unexpected(parent.error());
    const QString directory = QDir::cleanPath(state.workingDir);
    if (directory != parent->directory && directory != QDir::cleanPath(parent->workingDir))
        co_return refuse(name + " belongs to a different workspace");
    co_return {};
}

core::Task<conversations::State> conversations::Conversations::placed(State state)
{
    state.persistenceDir = m_services.persistenceRoot + '/' + core::hexUuid(state.id);
    state.directory = QDir::cleanPath(state.workingDir);
    co_return co_await inItsPlace(m_services, std::move(state));
}

core::Task<> conversations::Conversations::insert(State state)
{
    store::ConversationRow row = state.toRow(*m_services.vault);
    const core::Result<std::optional<store::ConversationRow>> closed =
        co_await m_services.conversations->find(state.id, store::Shelf::Closed);
    if (closed && *closed && (*closed)->userId == state.userId) {
        const core::Result<> erased = co_await m_retention.erase(state.id);
        if (!erased)
            co_return std::unexpected(erased.error());
    }
    co_return co_await m_services.conversations->insert(std::move(row));
}

// --- finding -------------------------------------------------------------------------------------

core::Task<std::shared_ptr<conversations::Conversation>> conversations::Conversations::find(
    QString userId, QString id)
{
    const std::optional<QString> dashed = core::canonicalUuid(id);
    if (!dashed)
        co_return notFound();
    std::shared_ptr<Conversation> conversation = live(*dashed);
    if (!conversation) {
        const core::Result<std::shared_ptr<Conversation>> loaded = co_await load(*dashed);
        if (!loaded)
            co_return std::unexpected(loaded.error());
        conversation = *loaded;
    }
    if (conversation->state().userId != userId)
        co_return notFound();
    touch(*dashed);
    co_return conversation;
}

core::Task<QList<conversations::State>> conversations::Conversations::withChildren(
    QList<State> states)
{
    QStringList ids;
    for (const State &state : std::as_const(states))
        ids.append(state.id);
    const core::Result<QMap<QString, QStringList>> children =
        co_await m_services.conversations->childrenOf(std::move(ids));
    if (!children)
        co_return std::unexpected(children.error());
    for (State &state : states)
        state.children = children->value(state.id);
    co_return states;
}

/// The state in memory is newer than the one on disk.
conversations::State conversations::Conversations::current(State stored) const
{
    const std::shared_ptr<Conversation> conversation = live(stored.id);
    return conversation ? conversation->state() : stored;
}

core::Task<conversations::State> conversations::Conversations::read(QString userId, QString id)
{
    const std::optional<QString> dashed = core::canonicalUuid(id);
    if (!dashed)
        co_return notFound();
    std::optional<State> state;
    if (const std::shared_ptr<Conversation> conversation = live(*dashed)) {
        // Who hears of a status finds everything that led to it in the log. A log that cannot be
        // written has changed the status to an error.
        state = conversation->state();
        const core::Result<> saved = co_await conversation->committed();
        if (!saved)
            state = conversation->state();
    } else {
        const core::Result<std::optional<store::ConversationRow>> row =
            co_await m_services.conversations->find(*dashed);
        if (!row)
            co_return std::unexpected(row.error());
        if (!*row)
            co_return notFound();
        const core::Result<State> stored = State::fromRow(**row, *m_services.vault);
        if (!stored)
            co_return std::unexpected(stored.error());
        state = *stored;
    }
    if (state->userId != userId)
        co_return notFound();
    QList<State> states(1, *state);
    const core::Result<QList<State>> one = co_await withChildren(std::move(states));
    if (!one)
        co_return std::unexpected(one.error());
    co_return one->first();
}

core::Task<conversations::Conversations::Page> conversations::Conversations::search(
    store::ConversationSearch wanted)
{
    const core::Result<store::ConversationPage> rows = co_await m_services.conversations->search(
        std::move(wanted));
    if (!rows)
        co_return std::unexpected(rows.error());
    Page page;
    page.next = rows->next;
    for (const store::ConversationRow &row : rows->rows) {
        core::Result<State> state = State::fromRow(row, *m_services.vault);
        if (!state)
            co_return std::unexpected(state.error());
        page.states.append(current(std::move(*state)));
        if (page.states.size() % statesPerTurn == 0)
            co_await core::sleepFor(std::chrono::milliseconds(0));
    }
    core::Result<QList<State>> complete = co_await withChildren(std::move(page.states));
    if (!complete)
        co_return std::unexpected(complete.error());
    page.states = std::move(*complete);
    co_return page;
}

core::Task<conversations::Conversations::Summaries> conversations::Conversations::summaries(
    store::ConversationSearch wanted)
{
    const core::Result<store::ConversationPage> rows = co_await m_services.conversations->summaries(
        std::move(wanted));
    if (!rows)
        co_return std::unexpected(rows.error());
    Summaries page;
    page.next = rows->next;
    for (const store::ConversationRow &row : rows->rows) {
        const std::shared_ptr<Conversation> conversation = live(row.id);
        page.items.append(conversation ? summaryOf(conversation->state()) : summaryOf(row));
    }
    co_return page;
}

core::Task<qint64> conversations::Conversations::count(QString userId,
                                                       std::optional<QString> status)
{
    return m_services.conversations->count(std::move(userId), std::move(status));
}

// --- ending --------------------------------------------------------------------------------------

core::Task<> conversations::Conversations::remove(QString userId, QString id, Removal removal)
{
    const bool isForGood = removal == Removal::Erase || m_services.limits.keepClosed.count() == 0;
    const std::optional<QString> dashed = core::canonicalUuid(id);
    const core::Result<std::shared_ptr<Conversation>> conversation = co_await find(userId, id);
    if (conversation) {
        const core::Result<> closed = co_await close(*conversation);
        if (!closed)
            co_return std::unexpected(closed.error());
    } else if (conversation.error().kind != Error::Kind::NotFound || !dashed
               || removal == Removal::Close) {
        co_return std::unexpected(conversation.error());
    } else {
        const core::Result<std::optional<store::ConversationRow>> row =
            co_await m_services.conversations->find(*dashed, store::Shelf::Closed);
        if (!row)
            co_return std::unexpected(row.error());
        if (!*row || (*row)->userId != userId)
            co_return notFound();
    }
    if (!isForGood)
        co_return {};
    // Should this end half-way, the next sweep takes it for the oldest of all.
    const core::Result<bool> due = co_await m_services.conversations->expire(*dashed);
    if (!due)
        co_return std::unexpected(due.error());
    co_return co_await m_retention.erase(*dashed);
}

core::Task<> conversations::Conversations::close(std::shared_ptr<Conversation> conversation)
{
    const QString id = conversation->id();
    emit removing(conversation->state());
    const core::Result<> ended = co_await conversation->close();
    if (!ended)
        co_return std::unexpected(ended.error());
    m_live.remove(id);
    m_lastUse.remove(id);
    const core::Result<bool> closed =
        co_await m_services.conversations->close(id, core::Clock::system().now().count());
    if (!closed)
        co_return std::unexpected(closed.error());
    if (!*closed)
        co_return notFound();
    const core::Result<> freed = co_await freeWorktree(m_services, conversation->state());
    const core::LogScope scope = logScope(conversation->state());
    if (!freed)
        qCWarning(lcConversations).noquote()
            << "A worktree was not removed:" << freed.error().message << id;
    co_return {};
}

void conversations::Conversations::haltRuns(const QString &userId, const QString &code,
                                            const QString &reason)
{
    for (const std::shared_ptr<Conversation> &conversation : inMemory()) {
        if (conversation->state().userId == userId)
            spawnFor(conversation->state(), conversation->halt(code, reason),
                     "stopping the runs of a user");
    }
}

core::Task<> conversations::Conversations::recover()
{
    const core::Result<QStringList> ids = co_await m_services.conversations->idsWithStatus(
        "running");
    if (!ids)
        co_return std::unexpected(ids.error());
    for (const QString &id : *ids) {
        const core::Result<std::shared_ptr<Conversation>> conversation = co_await load(id);
        if (!conversation) {
            const core::LogScope scope({{"conversation", id}});
            qCWarning(lcConversations).noquote()
                << "Could not be read:" << conversation.error().message << id;
            continue;
        }
        const core::Result<> recovered = co_await (*conversation)->recover();
        const core::LogScope scope = logScope((*conversation)->state());
        if (!recovered)
            qCWarning(lcConversations).noquote()
                << "Could not be mended:" << recovered.error().message << id;
    }
    co_return {};
}

core::Task<> conversations::Conversations::resumeWaiting()
{
    QList<std::shared_ptr<Conversation>> waiting;
    for (const std::shared_ptr<Conversation> &conversation : inMemory()) {
        if (conversation->state().queuedAt && !conversation->isRunning())
            waiting.append(conversation);
    }
    std::ranges::sort(waiting, {}, [](const auto &each) { return each->state().queuedAt; });
    for (const std::shared_ptr<Conversation> &conversation : std::as_const(waiting)) {
        const core::Result<> waits = co_await conversation->waitAgain();
        if (!waits)
            qCWarning(lcConversations).noquote()
                << "Waits no longer:" << waits.error().message << conversation->id();
    }
    co_return {};
}

static QCoro::Task<> resolveAfter(QList<core::Deferred<bool>> events, core::Deferred<bool> all)
{
    for (const core::Deferred<bool> &each : std::as_const(events))
        co_await each;
    all.resolve(true);
}

/// What somebody has paused may end its step, if that does not take long.
core::Task<> conversations::Conversations::awaitPauses()
{
    QList<core::Deferred<bool>> ends;
    for (const std::shared_ptr<Conversation> &conversation : std::as_const(m_live)) {
        if (conversation->isRunning() && conversation->status() == model::ExecutionStatus::Paused)
            ends.append(conversation->runEnded());
    }
    if (ends.isEmpty())
        co_return {};
    core::Deferred<bool> over;
    QTimer limit;
    limit.setSingleShot(true);
    connect(&limit, &QTimer::timeout, &limit, [over] { over.resolve(false); });
    limit.start(m_services.limits.pauseTime);
    resolveAfter(ends, over);
    co_await over;
    co_return {};
}

core::Task<> conversations::Conversations::stop()
{
    m_evictionTimer.stop();
    // What waits must not begin in the place of what is ended here.
    m_services.admission->shut();
    const core::Result<> paused = co_await awaitPauses();
    if (!paused)
        co_return std::unexpected(paused.error());
    const core::Result<> ended = co_await m_retention.stop();
    if (!ended)
        co_return std::unexpected(ended.error());
    const QList<core::Deferred<bool>> leaving = m_leaving.values();
    for (const core::Deferred<bool> &each : leaving)
        co_await each;
    for (const std::shared_ptr<Conversation> &conversation : m_live.values()) {
        const core::Result<> closed = co_await conversation->close();
        const core::LogScope scope = logScope(conversation->state());
        if (!closed)
            qCWarning(lcConversations).noquote()
                << "Was not closed cleanly:" << closed.error().message;
    }
    m_live.clear();
    co_return {};
}

#include "moc_Conversations.cpp"
