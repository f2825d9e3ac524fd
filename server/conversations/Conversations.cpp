// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Conversations.h"

#include "conversations/StartRequest.h"
#include "core/Id.h"
#include "core/Logging.h"

#include <QDir>

using namespace std::chrono;
using core::Error;

namespace {

constexpr seconds evictionPeriod{60};
constexpr seconds idleLimit{20 * 60};

std::unexpected<Error> notFound()
{
    return core::fail(Error::Kind::NotFound, "Not Found");
}

qint64 secondsNow()
{
    return duration_cast<seconds>(core::Clock::system().monotonic()).count();
}

} // namespace

conversations::Conversations::Conversations(Services services)
    : m_services(std::move(services))
{
    m_evictionTimer.setInterval(evictionPeriod);
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
    if (request.conversationId) {
        const core::Result<std::shared_ptr<Conversation>> existing = co_await find(userId,
                                                                                   asked->id);
        if (existing)
            co_return Started{*existing, false};
        if (existing.error().kind != Error::Kind::NotFound)
            co_return std::unexpected(existing.error());
    }
    State state = *asked;
    state.userId = userId;
    state.createdAt = state.updatedAt = core::Clock::system().now().count();
    const core::Result<State> ready = co_await placed(std::move(state));
    if (!ready)
        co_return std::unexpected(ready.error());
    const core::Result<> inserted = co_await insert(*ready);
    if (!inserted && inserted.error().kind != Error::Kind::Conflict)
        co_return std::unexpected(inserted.error());
    const core::Result<std::shared_ptr<Conversation>> made = co_await find(userId, asked->id);
    if (!made)
        co_return core::fail(Error::Kind::Conflict, "A conversation with this id already exists.");
    co_return Started{*made, inserted.has_value()};
}

core::Task<conversations::State> conversations::Conversations::placed(State state)
{
    state.persistenceDir = m_services.persistenceRoot + '/' + core::hexUuid(state.id);
    state.directory = QDir::cleanPath(state.workingDir);
    const core::Result<std::shared_ptr<workspace::Channel>> channel =
        co_await m_services.runtime->open(state.userId);
    if (!channel) {
        // Accepted all the same: the run will say what is missing.
        qCInfo(lcConversations).noquote() << channel.error().message;
        co_return state;
    }
    if (QDir::isRelativePath(state.workingDir)) {
        const core::Result<workspace::PlaceInfo> place = co_await (*channel)->info();
        if (!place)
            co_return std::unexpected(place.error());
        state.directory = QDir::cleanPath(place->directory + '/' + state.workingDir);
    }
    const core::Result<> made = co_await (*channel)->makeDirectory(state.directory);
    if (!made) {
        const QString message = "the directory cannot be made: " + made.error().message;
        co_return core::fail(
            Error::Kind::Invalid, "workspace.working_dir: " + message,
            {{{"workspace", "working_dir"}, "value_error", message, state.workingDir}});
    }
    const core::Result<> initialised = co_await initialiseRepository(*channel, state.directory);
    if (!initialised)
        qCInfo(lcConversations).noquote()
            << "No git repository was made:" << initialised.error().message;
    co_return state;
}

core::Task<> conversations::Conversations::initialiseRepository(
    std::shared_ptr<workspace::Channel> channel, QString directory)
{
    workspace::Command command;
    command.shell = "git rev-parse --is-inside-work-tree >/dev/null 2>&1 || git init -q";
    command.directory = directory;
    command.timeout = seconds(10);
    command.outputLimit = 4096;
    const core::Result<workspace::Output> output = co_await channel->run(std::move(command),
                                                                         std::stop_token());
    if (!output)
        co_return std::unexpected(output.error());
    co_return {};
}

core::Task<> conversations::Conversations::insert(State state)
{
    store::ConversationRow row = state.toRow(*m_services.vault);
    const core::Result<std::optional<store::ConversationRow>> closed =
        co_await m_services.conversations->find(state.id, store::Shelf::Closed);
    if (closed && *closed && (*closed)->userId == state.userId) {
        const core::Result<bool> erased = co_await m_services.conversations->erase(state.id);
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
    if (!live(*dashed)) {
        const core::Result<std::shared_ptr<Conversation>> loaded = co_await load(*dashed);
        if (!loaded)
            co_return std::unexpected(loaded.error());
    }
    const std::shared_ptr<Conversation> conversation = live(*dashed);
    if (!conversation || conversation->state().userId != userId)
        co_return notFound();
    m_lastUse.insert(*dashed, secondsNow());
    co_return conversation;
}

core::Task<std::shared_ptr<conversations::Conversation>> conversations::Conversations::load(
    QString id)
{
    if (m_opening.contains(id)) {
        const Opened opening = m_opening.value(id);
        co_return co_await opening;
    }
    const Opened opening;
    m_opening.insert(id, opening);
    core::Result<std::shared_ptr<Conversation>> outcome = notFound();
    const core::Result<std::optional<store::ConversationRow>> row =
        co_await m_services.conversations->find(id);
    if (!row)
        outcome = std::unexpected(row.error());
    if (row && *row) {
        const core::Result<State> state = State::fromRow(**row, *m_services.vault);
        if (!state) {
            outcome = std::unexpected(state.error());
        } else {
            auto conversation = std::make_shared<Conversation>(*state, m_services);
            const core::Result<> opened = co_await conversation->open();
            if (opened)
                outcome = conversation;
            else
                outcome = std::unexpected(opened.error());
        }
    }
    if (outcome) {
        m_live.insert(id, *outcome);
        m_lastUse.insert(id, secondsNow());
        connect(outcome->get(), &Conversation::broke, this, [this, id] {
            qCCritical(lcConversations).noquote()
                << "Events could not be stored; reading the conversation anew" << id;
            if (const std::shared_ptr<Conversation> broken = m_live.take(id))
                core::spawn(broken->close(),
                            "closing a conversation whose events could not be stored");
        });
        m_evictionTimer.start();
    }
    m_opening.remove(id);
    opening.resolve(outcome);
    co_return outcome;
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
    if (const std::shared_ptr<Conversation> conversation = live(*dashed)) {
        if (conversation->state().userId != userId)
            co_return notFound();
        co_return conversation->state();
    }
    const core::Result<std::optional<store::ConversationRow>> row =
        co_await m_services.conversations->find(*dashed);
    if (!row)
        co_return std::unexpected(row.error());
    if (!*row || (*row)->userId != userId)
        co_return notFound();
    co_return State::fromRow(**row, *m_services.vault);
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
    }
    co_return page;
}

core::Task<qint64> conversations::Conversations::count(QString userId,
                                                       std::optional<QString> status)
{
    return m_services.conversations->count(std::move(userId), std::move(status));
}

// --- ending --------------------------------------------------------------------------------------

core::Task<> conversations::Conversations::remove(QString userId, QString id)
{
    const core::Result<std::shared_ptr<Conversation>> conversation = co_await find(userId, id);
    if (!conversation)
        co_return std::unexpected(conversation.error());
    const QString dashed = (*conversation)->state().id;
    const core::Result<> ended = co_await (*conversation)->close();
    if (!ended)
        co_return std::unexpected(ended.error());
    m_live.remove(dashed);
    m_lastUse.remove(dashed);
    const core::Result<bool> closed =
        co_await m_services.conversations->close(dashed, core::Clock::system().now().count());
    if (!closed)
        co_return std::unexpected(closed.error());
    if (!*closed)
        co_return notFound();
    co_return {};
}

void conversations::Conversations::evictIdle()
{
    const qint64 now = secondsNow();
    for (const QString &id : m_live.keys()) {
        const std::shared_ptr<Conversation> conversation = live(id);
        // The map and this variable own it; more owners are commands under way or sockets.
        if (!conversation->isQuiet() || conversation.use_count() > 2
            || now - m_lastUse.value(id) < idleLimit.count())
            continue;
        m_live.remove(id);
        m_lastUse.remove(id);
        core::spawn(conversation->close(), "closing an idle conversation");
    }
    if (m_live.isEmpty())
        m_evictionTimer.stop();
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
            qCWarning(lcConversations).noquote()
                << "Could not be read:" << conversation.error().message << id;
            continue;
        }
        const core::Result<> recovered = co_await (*conversation)->recover();
        if (!recovered)
            qCWarning(lcConversations).noquote()
                << "Could not be mended:" << recovered.error().message << id;
    }
    co_return {};
}

core::Task<> conversations::Conversations::stop()
{
    m_evictionTimer.stop();
    for (const std::shared_ptr<Conversation> &conversation : m_live.values()) {
        const core::Result<> closed = co_await conversation->close();
        if (!closed)
            qCWarning(lcConversations).noquote()
                << "Was not closed cleanly:" << closed.error().message;
    }
    m_live.clear();
    co_return {};
}
