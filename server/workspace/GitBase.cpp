// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/GitBase.h"

namespace workspace {

using Kind = core::Error::Kind;
using ChannelPointer = std::shared_ptr<Channel>;

static constexpr std::chrono::seconds patience{30};
static constexpr qint64 keptOutput = 16 * 1024 * 1024;

QMap<QString, QString> git::environment()
{
    return {{"GIT_TERMINAL_PROMPT", "0"}, {"GIT_OPTIONAL_LOCKS", "0"},
            {"GIT_CONFIG_COUNT", "1"},    {"GIT_CONFIG_KEY_0", "safe.directory"},
            {"GIT_CONFIG_VALUE_0", "*"},  {"LC_ALL", "C"}};
}

core::Task<Output> git::run(std::shared_ptr<Channel> channel, QString directory,
                            QStringList arguments)
{
    Command command;
    command.arguments = QStringList{"git", "--no-pager"} + arguments;
    command.directory = directory;
    command.environment = environment();
    command.timeout = patience;
    command.outputLimit = keptOutput;
    core::Result<Output> output = co_await channel->run(command, {});
    if (output && output->exit.timedOut)
        co_return core::fail(Kind::Timeout, "git did not finish within 30 seconds");
    co_return output;
}

static bool hasSucceeded(const Output &output)
{
    return output.exit.code == 0 && output.exit.signal == 0;
}

core::Task<QString> git::ask(std::shared_ptr<Channel> channel, QString directory,
                             QStringList arguments)
{
    const core::Result<Output> output = co_await run(channel, directory, arguments);
    if (!output)
        co_return std::unexpected(output.error());
    co_return hasSucceeded(*output) ? QString::fromUtf8(output->standardOutput).trimmed()
                                    : QString();
}

core::Task<QByteArray> git::demand(std::shared_ptr<Channel> channel, QString directory,
                                   QStringList arguments)
{
    const core::Result<Output> output = co_await run(channel, directory, arguments);
    if (!output)
        co_return std::unexpected(output.error());
    if (!hasSucceeded(*output))
        co_return core::fail(Kind::Invalid,
                             "Git command failed: "
                                 + QString::fromUtf8(output->standardError).trimmed());
    co_return output->standardOutput;
}

core::Task<QString> git::resolve(std::shared_ptr<Channel> channel, QString directory, QString name)
{
    // A name that looks like an option is none.
    if (name.startsWith('-'))
        co_return QString();
    co_return co_await ask(channel, directory,
                           words("rev-parse", "--verify", "--quiet", name + "^{commit}"));
}

static core::Task<QString> namedBase(ChannelPointer channel, QString directory, QString ref)
{
    if (ref == git::emptyTree)
        co_return ref;
    const core::Result<QString> commit = co_await git::resolve(channel, directory, ref);
    if (!commit || !commit->isEmpty())
        co_return commit;
    if (ref == "HEAD")
        co_return QString(git::emptyTree);
    co_return core::fail(Kind::Invalid, "The git reference " + ref + " does not exist");
}

/// The remote's branch of the same name, unless nothing differs from it.
static core::Task<QString> ownRemote(ChannelPointer channel, QString directory, QString head,
                                     QString branch)
{
    if (branch.isEmpty())
        co_return QString();
    const core::Result<QString> remote = co_await git::resolve(channel, directory,
                                                               "refs/remotes/origin/" + branch);
    if (!remote || remote->isEmpty() || *remote != head)
        co_return remote;
    const core::Result<Output> difference =
        co_await git::run(channel, directory, git::words("diff", "--quiet", "HEAD"));
    if (!difference)
        co_return std::unexpected(difference.error());
    co_return hasSucceeded(*difference) ? QString() : *remote;
}

/// The commit of the remote's default branch.
static core::Task<QString> defaultRemote(ChannelPointer channel, QString directory)
{
    static const QStringList names{"refs/remotes/origin/HEAD", "refs/remotes/origin/main",
                                   "refs/remotes/origin/master"};
    for (const QString &name : names) {
        const core::Result<QString> commit = co_await git::resolve(channel, directory, name);
        if (!commit || !commit->isEmpty())
            co_return commit;
    }
    co_return QString();
}

/// The local main or master that the current branch grew from.
static core::Task<QString> localTrunk(ChannelPointer channel, QString directory, QString branch)
{
    static const QStringList names{"main", "master"};
    for (const QString &name : names) {
        const core::Result<QString> commit = co_await git::resolve(channel, directory,
                                                                   "refs/heads/" + name);
        if (!commit)
            co_return commit;
        if (commit->isEmpty())
            continue;
        if (name == branch)
            co_return QString();
        const core::Result<Output> ancestry =
            co_await git::run(channel, directory,
                              git::words("merge-base", "--is-ancestor", *commit, "HEAD"));
        if (!ancestry)
            co_return std::unexpected(ancestry.error());
        co_return hasSucceeded(*ancestry) ? *commit : QString();
    }
    co_return QString();
}

core::Task<QString> git::base(std::shared_ptr<Channel> channel, QString directory,
                              std::optional<QString> ref)
{
    if (ref)
        co_return co_await namedBase(channel, directory, *ref);
    const core::Result<QString> head = co_await resolve(channel, directory, "HEAD");
    if (!head)
        co_return head;
    if (head->isEmpty())
        co_return QString(emptyTree);
    const core::Result<QString> branch =
        co_await ask(channel, directory, words("symbolic-ref", "--quiet", "--short", "HEAD"));
    if (!branch)
        co_return branch;
    const core::Result<QString> own = co_await ownRemote(channel, directory, *head, *branch);
    if (!own || !own->isEmpty())
        co_return own;
    const core::Result<QString> remote = co_await defaultRemote(channel, directory);
    if (!remote)
        co_return remote;
    if (!remote->isEmpty()) {
        const core::Result<QString> fork = co_await ask(channel, directory,
                                                        words("merge-base", "HEAD", *remote));
        co_return fork && fork->isEmpty() ? remote : fork;
    }
    const core::Result<QString> trunk = co_await localTrunk(channel, directory, *branch);
    co_return trunk && trunk->isEmpty() ? head : trunk;
}

core::Task<QString> git::exportBase(std::shared_ptr<Channel> channel, QString directory,
                                    std::optional<QString> ref)
{
    if (ref)
        co_return co_await namedBase(channel, directory, *ref);
    const core::Result<QString> head = co_await resolve(channel, directory, "HEAD");
    if (!head)
        co_return head;
    const core::Result<QString> branch =
        co_await ask(channel, directory, words("symbolic-ref", "--quiet", "--short", "HEAD"));
    if (!branch || branch->isEmpty())
        co_return branch ? head : branch;
    const core::Result<QString> own = co_await resolve(channel, directory,
                                                       "refs/remotes/origin/" + *branch);
    if (!own || !own->isEmpty())
        co_return own;
    const core::Result<QString> remote = co_await defaultRemote(channel, directory);
    if (!remote || !remote->isEmpty())
        co_return remote;
    co_return QString(emptyTree);
}

} // namespace workspace
