// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Commands.h"

#include "conversations/Goal.h"

#include <QSet>

using core::Error;
using Status = model::ExecutionStatus;

namespace conversations {

core::Task<> commands::send(Live conversation, model::SendMessage message)
{
    const core::Result<> stopped = co_await stopGoal(conversation);
    if (!stopped)
        co_return std::unexpected(stopped.error());
    const bool runs = message.run;
    if (runs)
        co_return co_await conversation->addMessageAndRun(std::move(message));
    co_return co_await conversation->addMessage(std::move(message));
}

core::Task<> commands::pause(Live conversation)
{
    const core::Result<> stopped = co_await stopGoal(conversation);
    if (!stopped)
        co_return std::unexpected(stopped.error());
    co_return co_await conversation->pause();
}

core::Task<> commands::interrupt(Live conversation)
{
    const core::Result<> stopped = co_await stopGoal(conversation);
    if (!stopped)
        co_return std::unexpected(stopped.error());
    co_return co_await conversation->interrupt();
}

core::Task<> commands::resume(Live conversation)
{
    if (conversation->status() == Status::WaitingForConfirmation)
        co_return core::fail(Error::Kind::Conflict,
                             "Actions wait for an answer; approve or reject them.");
    co_return co_await conversation->prepareRun();
}

/// Whether what somebody answers is what is asked: they may have seen an older question.
static core::Task<> checkPending(commands::Live conversation, QStringList actions)
{
    const auto pending = co_await conversation->pendingActions();
    if (!pending)
        co_return std::unexpected(pending.error());
    QSet<QString> waiting;
    for (const agent::PendingAction &each : *pending)
        waiting.insert(each.eventId);
    if (waiting.isEmpty() || conversation->status() != Status::WaitingForConfirmation)
        co_return core::fail(Error::Kind::Conflict, "No action waits for an answer.");
    if (waiting != QSet<QString>(actions.begin(), actions.end()))
        co_return core::fail(Error::Kind::Conflict, "These are not the actions that wait now.");
    co_return {};
}

core::Task<> commands::approve(Live conversation, QStringList actions)
{
    const core::Result<> checked = co_await checkPending(conversation, std::move(actions));
    if (!checked)
        co_return std::unexpected(checked.error());
    co_return co_await conversation->prepareRun();
}

core::Task<> commands::reject(Live conversation, QStringList actions, QString reason)
{
    const core::Result<> checked = co_await checkPending(conversation, std::move(actions));
    if (!checked)
        co_return std::unexpected(checked.error());
    co_return co_await conversation->rejectPending(std::move(reason));
}

static QCoro::Task<> passOn(core::Deferred<bool> event, std::stop_source over)
{
    co_await event;
    over.request_stop();
}

core::Task<bool> commands::untilQuiet(Live conversation, std::chrono::milliseconds limit,
                                      std::stop_token stop)
{
    if (!conversation->isRunning())
        co_return true;
    std::stop_source over;
    const std::stop_callback left(stop, [over]() mutable { over.request_stop(); });
    passOn(conversation->runEnded(), over);
    co_await core::sleepFor(limit, over.get_token());
    co_return !conversation->isRunning();
}

} // namespace conversations
