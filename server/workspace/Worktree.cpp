// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Worktree.h"

#include "workspace/GitBase.h"

using Kind = core::Error::Kind;
using ChannelPointer = std::shared_ptr<workspace::Channel>;

namespace workspace {

/// Branches of the remote as it is now; without it, as they were when it was last asked.
static core::Task<> refresh(ChannelPointer channel, QString root)
{
    const core::Result<QString> remote =
        co_await git::ask(channel, root, git::words("remote", "get-url", "origin"));
    if (!remote || remote->isEmpty())
        co_return {};
    const core::Result<Output> fetched =
        co_await git::run(channel, root, git::words("fetch", "--quiet", "origin"));
    if (!fetched && fetched.error().kind != Kind::Timeout)
        co_return std::unexpected(fetched.error());
    co_return {};
}

static core::Task<QString> defaultBranch(ChannelPointer channel, QString root)
{
    const core::Result<QString> remote = co_await git::ask(channel, root,
                                                           git::words("symbolic-ref", "--quiet",
                                                                      "--short",
                                                                      "refs/remotes/origin/HEAD"));
    if (!remote || !remote->isEmpty())
        co_return remote;
    static const QStringList names{"main", "master"};
    for (const QString &name : names) {
        const core::Result<QString> commit = co_await git::resolve(channel, root,
                                                                   "refs/heads/" + name);
        if (!commit)
            co_return std::unexpected(commit.error());
        if (!commit->isEmpty())
            co_return name;
    }
    co_return QString("HEAD");
}

static core::Task<QString> startPoint(ChannelPointer channel, QString root, WorktreeWish wish)
{
    if (wish.base == WorktreeWish::Base::Head)
        co_return QString("HEAD");
    const core::Result<> fresh = co_await refresh(channel, root);
    if (!fresh)
        co_return std::unexpected(fresh.error());
    if (wish.base == WorktreeWish::Base::DefaultBranch)
        co_return co_await defaultBranch(channel, root);
    const core::Result<QString> commit = co_await git::resolve(channel, root, wish.reference);
    if (commit && commit->isEmpty())
        co_return core::fail(Kind::Invalid,
                             "The git reference " + wish.reference + " does not exist");
    co_return commit;
}

/// The words after "git worktree add".
static core::Task<QStringList> additions(ChannelPointer channel, QString repository,
                                         WorktreeWish wish, QString root)
{
    const core::Result<QString> branch = co_await git::resolve(channel, repository,
                                                               "refs/heads/" + wish.branch);
    if (!branch)
        co_return std::unexpected(branch.error());
    // Work that an earlier conversation of this id left on its branch is gone on with.
    if (!branch->isEmpty())
        co_return git::words(root, wish.branch);
    const core::Result<QString> start = co_await startPoint(channel, repository, wish);
    if (!start)
        co_return std::unexpected(start.error());
    co_return git::words("--no-track", "-b", wish.branch, root, *start);
}

/// Where the repository of a directory begins, and the directory within it.
static core::Task<QStringList> placeInRepository(ChannelPointer channel, QString directory)
{
    const core::Result<Output> output = co_await git::run(channel, directory,
                                                          git::words("rev-parse", "--show-toplevel",
                                                                     "--show-prefix"));
    // A folder that is not there yet is no repository.
    if (!output && (output.error().kind == Kind::NotFound || output.error().kind == Kind::Invalid))
        co_return QStringList();
    if (!output)
        co_return std::unexpected(output.error());
    const QStringList lines = QString::fromUtf8(output->standardOutput).split('\n');
    co_return output->exit.code == 0 && output->exit.signal == 0 && lines.size() > 1
        ? lines.first(2)
        : QStringList();
}

core::Task<std::optional<Worktree>> makeWorktree(std::shared_ptr<Channel> channel,
                                                 WorktreeWish wish)
{
    const core::Result<QStringList> place = co_await placeInRepository(channel, wish.directory);
    if (!place)
        co_return std::unexpected(place.error());
    if (place->isEmpty())
        co_return std::nullopt;
    const QString repository = place->first();
    const QString root = wish.folder + '/' + repository.section('/', -1, -1);
    // What an earlier attempt left behind is in the way.
    const core::Result<> cleared = co_await removeWorktrees(channel, wish.folder);
    if (!cleared)
        co_return std::unexpected(cleared.error());
    const core::Result<QStringList> words = co_await additions(channel, repository, wish, root);
    if (!words)
        co_return std::unexpected(words.error());
    const core::Result<> made = co_await channel->makeDirectory(wish.folder);
    if (!made)
        co_return std::unexpected(made.error());
    const core::Result<QByteArray> added =
        co_await git::demand(channel, repository,
                             git::words("worktree", "add", "--quiet") + *words);
    if (!added) {
        const core::Result<> undone = co_await removeWorktrees(channel, wish.folder);
        co_return std::unexpected(undone ? added.error() : undone.error());
    }
    Worktree tree{root, root};
    if (const QString prefix = place->last(); !prefix.isEmpty())
        tree.directory = root + '/' + prefix.chopped(1);
    const core::Result<> there = co_await channel->makeDirectory(tree.directory);
    if (!there)
        co_return std::unexpected(there.error());
    co_return tree;
}

/// The repository that a worktree belongs to; empty when it is none.
static core::Task<QString> ownerOf(ChannelPointer channel, QString worktree)
{
    const core::Result<FileInfo> link = co_await channel->stat(worktree + "/.git");
    if (!link || link->type != FileInfo::Type::File)
        co_return QString();
    co_return co_await git::ask(channel, worktree,
                                git::words("rev-parse", "--path-format=absolute",
                                           "--git-common-dir"));
}

core::Task<> removeWorktrees(std::shared_ptr<Channel> channel, QString folder)
{
    const core::Result<QList<FileInfo>> found = co_await channel->list(folder, 1, 100);
    if (!found && found.error().kind == Kind::NotFound)
        co_return {};
    if (!found)
        co_return std::unexpected(found.error());
    QStringList repositories;
    for (const FileInfo &each : *found) {
        const core::Result<QString> owner = co_await ownerOf(channel, each.path);
        if (!owner)
            co_return std::unexpected(owner.error());
        if (!owner->isEmpty())
            repositories.append(*owner);
    }
    const core::Result<> removed = co_await channel->remove(folder);
    if (!removed && removed.error().kind != Kind::NotFound)
        co_return std::unexpected(removed.error());
    for (const QString &repository : std::as_const(repositories)) {
        const core::Result<Output> pruned = co_await git::run(channel, repository,
                                                              git::words("worktree", "prune"));
        if (!pruned && pruned.error().kind != Kind::NotFound)
            co_return std::unexpected(pruned.error());
    }
    co_return {};
}

} // namespace workspace
