// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Placing.h"

#include "conversations/LogScope.h"
#include "conversations/Worktrees.h"

#include <QDir>

using core::Error;

namespace {

constexpr std::chrono::milliseconds placePatience{1000};

using ChannelPtr = std::shared_ptr<workspace::Channel>;
/// Nothing when it took too long.
using OpenedInTime = std::optional<core::Result<ChannelPtr>>;

core::Task<> openInTime(workspace::Runtime *runtime, QString place,
                        core::Deferred<OpenedInTime> opened)
{
    const core::Result<ChannelPtr> channel = co_await runtime->open(place);
    opened.resolve(channel);
    co_return {};
}

core::Task<> losePatience(core::Deferred<OpenedInTime> opened, std::stop_token stop)
{
    if (co_await core::sleepFor(placePatience, stop))
        opened.resolve(std::nullopt);
    co_return {};
}

core::Task<OpenedInTime> openSoon(workspace::Runtime *runtime, conversations::State state)
{
    const core::Deferred<OpenedInTime> opened;
    std::stop_source isOpened;
    conversations::spawnFor(state, openInTime(runtime, state.place(), opened),
                            "opening a workspace");
    core::spawn(losePatience(opened, isOpened.get_token()), "waiting for a workspace");
    const OpenedInTime channel = co_await opened;
    isOpened.request_stop();
    co_return channel;
}

core::Task<> initialiseRepository(ChannelPtr channel, QString directory)
{
    workspace::Command command;
    command.shell = "git rev-parse --is-inside-work-tree >/dev/null 2>&1 || git init -q";
    command.directory = directory;
    command.timeout = std::chrono::seconds(10);
    command.outputLimit = 4096;
    const core::Result<workspace::Output> output = co_await channel->run(std::move(command),
                                                                         std::stop_token());
    if (!output)
        co_return std::unexpected(output.error());
    co_return {};
}

/// Makes the directory, which has to succeed, and a repository in it, which has not.
core::Task<> makePlace(workspace::Runtime *runtime, ChannelPtr channel, conversations::State state)
{
    const core::Result<> made = co_await runtime->makeDirectory(state.place(), state.directory);
    if (!made)
        co_return made;
    const core::Result<> initialised = co_await initialiseRepository(channel, state.directory);
    const core::LogScope scope = conversations::logScope(state);
    if (!initialised)
        qCInfo(lcConversations).noquote()
            << "No git repository was made:" << initialised.error().message;
    co_return {};
}

core::Task<> placeBehind(workspace::Runtime *runtime, conversations::State state)
{
    const core::Result<ChannelPtr> channel = co_await runtime->open(state.place());
    if (!channel)
        co_return std::unexpected(channel.error());
    co_return co_await makePlace(runtime, *channel, state);
}

std::unexpected<Error> refuseDirectory(const conversations::State &state, const Error &error)
{
    const QString message = "the directory cannot be made: " + error.message;
    return core::fail(Error::Kind::Invalid, "workspace.working_dir: " + message,
                      {{{"workspace", "working_dir"}, "value_error", message, state.workingDir}});
}

/// Where only the open workspace knows what directory is meant, or has to make a worktree.
core::Task<conversations::State> placedInside(conversations::Services services, ChannelPtr channel,
                                              conversations::State state)
{
    if (QDir::isRelativePath(state.directory)) {
        const core::Result<workspace::PlaceInfo> place = co_await channel->info();
        if (!place)
            co_return std::unexpected(place.error());
        state.directory = QDir::cleanPath(place->directory + '/' + state.directory);
    }
    if (conversations::wantsWorktree(state)) {
        core::Result<conversations::State> moved =
            co_await conversations::inWorktree(channel, services.worktreeRoot, state);
        if (!moved || moved->worktree)
            co_return moved;
    }
    state.worktree = conversations::worktreeOf(services.worktreeRoot, state.directory);
    const core::Result<> made = co_await makePlace(services.runtime, channel, state);
    if (!made)
        co_return refuseDirectory(state, made.error());
    co_return state;
}

} // namespace

core::Task<conversations::State> conversations::inItsPlace(Services services, State state)
{
    const core::Result<QString> known =
        co_await services.runtime->workingDirectory(state.place(), state.directory);
    if (!known && known.error().kind == Error::Kind::Invalid)
        co_return refuseDirectory(state, known.error());
    const bool mayComeLater = known && !known->isEmpty() && !wantsWorktree(state);
    OpenedInTime channel;
    if (mayComeLater) {
        state.directory = *known;
        const auto soon = co_await openSoon(services.runtime, state);
        channel = soon.value_or(std::nullopt);
    } else {
        channel = co_await services.runtime->open(state.place());
    }
    if (!channel) {
        state.worktree = worktreeOf(services.worktreeRoot, state.directory);
        spawnFor(state, placeBehind(services.runtime, state),
                 "making the directory of a conversation");
        co_return state;
    }
    if (!*channel) {
        // Accepted all the same: the run will say what is missing.
        const core::LogScope scope = logScope(state);
        qCInfo(lcConversations).noquote() << channel->error().message;
        co_return state;
    }
    co_return co_await placedInside(services, **channel, state);
}
