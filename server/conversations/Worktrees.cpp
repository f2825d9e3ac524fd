// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Worktrees.h"

#include "conversations/Launch.h"
#include "conversations/Refusal.h"
#include "model/StartOptions.h"
#include "workspace/Worktree.h"

using core::Error;

namespace {

model::WorktreeOptions optionsOf(const conversations::State &state)
{
    return json::read<model::WorktreeOptions>(state.request.value("worktree_options").toObject())
        .value_or(model::WorktreeOptions());
}

workspace::WorktreeWish::Base baseOf(model::WorktreeBase base)
{
    switch (base) {
    case model::WorktreeBase::DefaultBranch: return workspace::WorktreeWish::Base::DefaultBranch;
    case model::WorktreeBase::Head: return workspace::WorktreeWish::Base::Head;
    case model::WorktreeBase::Ref: return workspace::WorktreeWish::Base::Reference;
    }
    return workspace::WorktreeWish::Base::DefaultBranch;
}

QString startOf(const workspace::WorktreeWish &wish)
{
    switch (wish.base) {
    case workspace::WorktreeWish::Base::DefaultBranch: return "the default branch";
    case workspace::WorktreeWish::Base::Head: return "what is checked out in the original";
    case workspace::WorktreeWish::Base::Reference: return wish.reference;
    }
    return {};
}

QString guidance(const workspace::WorktreeWish &wish, const workspace::Worktree &tree)
{
    return QString("You work in a git worktree that was made for this conversation alone.\n"
                   "* Your directory: %1\n"
                   "* The worktree: %2\n"
                   "* Its branch: %3, which starts from %4\n"
                   "* The original directory: %5\n"
                   "Edit files and use git only inside the worktree. Leave the original directory "
                   "and what is checked out there as they are.")
        .arg(tree.directory, tree.root, wish.branch, startOf(wish), wish.directory);
}

} // namespace

bool conversations::wantsWorktree(const State &state)
{
    return state.request.value("worktree").toBool();
}

std::optional<QString> conversations::worktreeOf(const QString &root, const QString &directory)
{
    const QString start = root + '/';
    if (!directory.startsWith(start))
        return {};
    return start + directory.sliced(start.size()).section('/', 0, 0);
}

core::Task<conversations::State> conversations::inWorktree(
    std::shared_ptr<workspace::Channel> channel, QString root, State state)
{
    const model::WorktreeOptions options = optionsOf(state);
    const workspace::WorktreeWish wish{.directory = state.directory,
                                       .folder = root + '/' + state.id,
                                       .branch = options.branchPrefix + state.id,
                                       .base = baseOf(options.base),
                                       .reference = options.ref.value_or(QString())};
    const core::Result<std::optional<workspace::Worktree>> made =
        co_await workspace::makeWorktree(std::move(channel), wish);
    if (!made && made.error().kind == Error::Kind::Invalid)
        co_return refuse("There can be no worktree: " + made.error().message);
    if (!made)
        co_return std::unexpected(made.error());
    if (!*made)
        co_return state;
    state.worktree = wish.folder;
    state.workingDir = state.directory = (*made)->directory;
    state.agent = withSuffix(state.agent, guidance(wish, **made));
    co_return state;
}

core::Task<> conversations::freeWorktree(Services services, State state)
{
    if (!state.worktree || !state.worktree->startsWith(services.worktreeRoot + '/'))
        co_return {};
    const core::Result<bool> isInUse = co_await services.conversations->isInUse(*state.worktree);
    if (!isInUse)
        co_return std::unexpected(isInUse.error());
    if (*isInUse)
        co_return {};
    const core::Result<std::shared_ptr<workspace::Channel>> channel =
        co_await services.runtime->open(state.place());
    if (!channel)
        co_return std::unexpected(channel.error());
    co_return co_await workspace::removeWorktrees(*channel, *state.worktree);
}
