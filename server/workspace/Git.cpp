// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Git.h"

#include "workspace/GitBase.h"
#include "workspace/GitMoves.h"

#include <QRegularExpression>

namespace workspace {

using Kind = core::Error::Kind;
using ChannelPointer = std::shared_ptr<Channel>;

static constexpr qint64 largestFile = 1024 * 1024;

Git::Git(std::shared_ptr<Channel> channel)
    : m_channel(std::move(channel))
{}

// --- where a path lies --------------------------------------------------------------------------

namespace {

/// The repository that a folder lies in.
struct Repository
{
    QString root; ///< empty outside a repository
};

} // namespace

static core::Task<Repository> repositoryOf(ChannelPointer channel, QString path)
{
    Repository repository;
    const core::Result<Output> output =
        co_await git::run(channel, path, git::words("rev-parse", "--show-toplevel"));
    if (!output && (output.error().kind == Kind::NotFound || output.error().kind == Kind::Invalid))
        co_return repository;
    if (!output)
        co_return std::unexpected(output.error());
    if (output->exit.code != 0 || output->exit.signal != 0)
        co_return repository;
    repository.root = QString::fromUtf8(output->standardOutput).chopped(1);
    co_return repository;
}

core::Task<bool> Git::isRepository(QString path) const
{
    const core::Result<Repository> repository = co_await repositoryOf(m_channel, path);
    if (!repository)
        co_return std::unexpected(repository.error());
    co_return !repository->root.isEmpty();
}

static core::Task<> initialiseAt(ChannelPointer channel, QString path)
{
    const core::Result<Repository> repository = co_await repositoryOf(channel, path);
    if (!repository)
        co_return std::unexpected(repository.error());
    if (!repository->root.isEmpty())
        co_return {};
    const auto made = co_await git::demand(channel, path, git::words("init", "--quiet"));
    if (!made)
        co_return std::unexpected(made.error());
    co_return {};
}

core::Task<> Git::initialise(QString path) const
{
    return initialiseAt(m_channel, std::move(path));
}

// --- changes ------------------------------------------------------------------------------------

static GitStatus statusOf(QByteArrayView letter)
{
    if (letter.startsWith('A'))
        return GitStatus::Added;
    return letter.startsWith('D') ? GitStatus::Deleted : GitStatus::Updated;
}

using Changes = QMap<QString, GitChange>; // by path

/// Reads the output of --name-status -z --no-renames: a renamed file is one deleted and one added.
static Changes parseNameStatus(const QByteArray &output)
{
    Changes changes;
    const QList<QByteArray> words = output.split('\0');
    for (qsizetype index = 0; index + 1 < words.size(); index += 2) {
        const QString path = QString::fromUtf8(words.at(index + 1));
        if (!changes.contains(path))
            changes.insert(path, {statusOf(words.at(index)), path});
    }
    return changes;
}

static core::Task<Changes> changesIn(ChannelPointer channel, QString folder,
                                     std::optional<QString> ref, Renames renames)
{
    const core::Result<QString> base = co_await git::base(channel, folder, ref);
    if (!base)
        co_return std::unexpected(base.error());
    const auto tracked = co_await git::demand(channel, folder,
                                              git::words("diff", "--no-ext-diff", "--name-status",
                                                         "--no-renames", "--relative", "-z", *base,
                                                         "--"));
    if (!tracked)
        co_return std::unexpected(tracked.error());
    const auto untracked = co_await git::demand(channel, folder,
                                                git::words("ls-files", "--others",
                                                           "--exclude-standard", "-z"));
    if (!untracked)
        co_return std::unexpected(untracked.error());
    Changes changes = parseNameStatus(*tracked);
    QStringList fresh;
    for (const QByteArray &name : untracked->split('\0')) {
        const QString path = QString::fromUtf8(name);
        if (path.isEmpty())
            continue;
        changes.insert(path, {GitStatus::Added, path});
        fresh.append(path);
    }
    if (renames == Renames::AsTwo)
        co_return changes;
    const core::Result<QMap<QString, QString>> moves = co_await git::moves(channel, folder, *base,
                                                                           fresh);
    if (!moves)
        co_return std::unexpected(moves.error());
    for (auto move = moves->begin(); move != moves->end(); ++move) {
        changes.remove(move.value());
        changes.insert(move.key(), {GitStatus::Moved, move.key(), move.value()});
    }
    co_return changes;
}

/// The direct subfolders of @p path that are repositories.
static core::Task<QStringList> nestedIn(ChannelPointer channel, QString path)
{
    Command command;
    command.shell =
        "for entry in */.git; do [ -e \"$entry\" ] && printf '%s\\0' \"${entry%/.git}\"; "
        "done; true";
    command.directory = path;
    command.timeout = std::chrono::seconds(30);
    const core::Result<Output> output = co_await channel->run(command, {});
    if (!output)
        co_return std::unexpected(output.error());
    co_return QString::fromUtf8(output->standardOutput).split(QChar(u'\0'), Qt::SkipEmptyParts);
}

static void hide(Changes &changes, const QString &folder)
{
    changes.removeIf(
        [&folder](auto it) { return it.key() == folder || it.key().startsWith(folder + '/'); });
}

static core::Task<QList<GitChange>> allChanges(ChannelPointer channel, QString path,
                                               std::optional<QString> ref, Renames renames)
{
    const core::Result<Repository> repository = co_await repositoryOf(channel, path);
    if (!repository)
        co_return std::unexpected(repository.error());
    Changes changes;
    if (!repository->root.isEmpty()) {
        auto own = co_await changesIn(channel, path, ref, renames);
        if (!own)
            co_return std::unexpected(own.error());
        changes = std::move(*own);
    }
    const core::Result<QStringList> nested = co_await nestedIn(channel, path);
    const QStringList folders = nested.value_or(QStringList());
    for (const QString &folder : folders)
        hide(changes, folder);
    for (const QString &folder : folders) {
        const auto inner = co_await changesIn(channel, path + '/' + folder, ref, renames);
        // What only looks like a repository, or does not know the reference, is left out.
        if (!inner && inner.error().kind == Kind::Invalid)
            continue;
        if (!inner)
            co_return std::unexpected(inner.error());
        for (GitChange change : *inner) {
            change.path.prepend(folder + '/');
            if (change.previousPath)
                change.previousPath->prepend(folder + '/');
            changes.insert(change.path, change);
        }
    }
    co_return changes.values();
}

core::Task<QList<GitChange>> Git::changes(QString path, std::optional<QString> ref,
                                          Renames renames) const
{
    return allChanges(m_channel, std::move(path), std::move(ref), renames);
}

// --- both sides of a file -----------------------------------------------------------------------

/// @p text with its lines joined by a line feed, whatever separated them, and none at the end.
static QString joinLines(QString text)
{
    static const QRegularExpression separator(R"(\r\n|[\r\x0b\f\x1c-\x1e\x{85}\x{2028}\x{2029}])");
    text.replace(separator, "\n");
    if (text.endsWith('\n'))
        text.chop(1);
    return text;
}

/// A file as a commit holds it; nothing when it does not. Invalid when it is too large to compare.
static core::Task<QString> show(ChannelPointer channel, QString directory, QString object)
{
    const core::Result<QString> size = co_await git::ask(channel, directory,
                                                         git::words("cat-file", "-s", object));
    if (!size || size->isEmpty())
        co_return size;
    if (size->toLongLong() > largestFile)
        co_return core::fail(Kind::Invalid, "The file " + object + " is larger than 1 MiB");
    const core::Result<Output> output = co_await git::run(channel, directory,
                                                          git::words("cat-file", "blob", object));
    if (!output)
        co_return std::unexpected(output.error());
    const bool isThere = output->exit.code == 0 && output->exit.signal == 0;
    co_return isThere ? QString::fromUtf8(output->standardOutput) : QString();
}

static core::Task<QString> workingFile(ChannelPointer channel, QString path)
{
    const core::Result<FileInfo> info = co_await channel->stat(path);
    if (!info && info.error().kind == Kind::Unavailable)
        co_return std::unexpected(info.error());
    if (!info || info->type != FileInfo::Type::File)
        co_return core::fail(Kind::Invalid, "The file " + path + " does not exist");
    if (info->size > largestFile)
        co_return core::fail(Kind::Invalid, "The file " + path + " is larger than 1 MiB");
    const core::Result<QByteArray> content = co_await channel->read(path, 0, largestFile);
    if (!content)
        co_return std::unexpected(content.error());
    co_return QString::fromUtf8(*content);
}

static QString parentOf(const QString &path)
{
    const QString parent = path.section('/', 0, -2);
    return parent.isEmpty() ? "/" : parent;
}

/// The nearest folder above @p path that exists, since a commit may hold folders that are gone.
static core::Task<QString> existingFolder(ChannelPointer channel, QString path)
{
    QString folder = parentOf(path);
    while (folder != "/") {
        const core::Result<FileInfo> info = co_await channel->stat(folder);
        if (info && info->type == FileInfo::Type::Directory)
            break;
        if (!info && info.error().kind == Kind::Unavailable)
            co_return std::unexpected(info.error());
        folder = parentOf(folder);
    }
    co_return folder;
}

/// What a file holds now; nothing when it is gone.
static core::Task<std::optional<QString>> remains(ChannelPointer channel, QString path)
{
    const core::Result<FileInfo> info = co_await channel->stat(path);
    if (!info && info.error().kind == Kind::NotFound)
        co_return std::optional<QString>();
    const core::Result<QString> text = co_await workingFile(channel, path);
    if (!text)
        co_return std::unexpected(text.error());
    co_return std::optional<QString>(*text);
}

static core::Task<GitDiff> workingDiff(ChannelPointer channel, QString path,
                                       std::optional<QString> ref)
{
    GitDiff diff;
    const core::Result<std::optional<QString>> modified = co_await remains(channel, path);
    if (!modified)
        co_return std::unexpected(modified.error());
    const core::Result<QString> folder = co_await existingFolder(channel, path);
    if (!folder)
        co_return std::unexpected(folder.error());
    const core::Result<Repository> repository = co_await repositoryOf(channel, *folder);
    if (!repository)
        co_return std::unexpected(repository.error());
    if (repository->root.isEmpty() && *modified)
        co_return diff;
    const core::Result<QString> base = co_await git::base(channel, *folder, ref);
    if (!base)
        co_return std::unexpected(base.error());
    const QString inFolder = path.mid(*folder == "/" ? 1 : folder->size() + 1);
    const core::Result<QString> original = co_await show(channel, *folder,
                                                         *base + ":./" + inFolder);
    if (!original)
        co_return std::unexpected(original.error());
    if (!*modified && original->isEmpty())
        co_return core::fail(Kind::Invalid, "The file " + path + " does not exist");
    diff.modified = joinLines(modified->value_or(QString()));
    diff.original = joinLines(*original);
    co_return diff;
}

static core::Task<GitDiff> commitDiff(ChannelPointer channel, QString path, QString commit)
{
    GitDiff diff;
    const core::Result<QString> folder = co_await existingFolder(channel, path);
    if (!folder)
        co_return std::unexpected(folder.error());
    const core::Result<Repository> repository = co_await repositoryOf(channel, *folder);
    if (!repository)
        co_return std::unexpected(repository.error());
    if (repository->root.isEmpty())
        co_return diff;
    const core::Result<QString> id = co_await git::resolve(channel, *folder, commit);
    if (!id)
        co_return std::unexpected(id.error());
    if (id->isEmpty())
        co_return core::fail(Kind::Invalid, "The commit " + commit + " does not exist");
    const QString file = ":./" + path.mid(*folder == "/" ? 1 : folder->size() + 1);
    const core::Result<QString> modified = co_await show(channel, *folder, *id + file);
    const core::Result<QString> original = co_await show(channel, *folder, *id + '^' + file);
    if (!modified || !original)
        co_return std::unexpected(modified ? original.error() : modified.error());
    diff.modified = modified->trimmed();
    diff.original = original->trimmed();
    co_return diff;
}

core::Task<GitDiff> Git::diff(QString path, std::optional<QString> ref,
                              std::optional<QString> commit) const
{
    if (ref && commit)
        co_return core::fail(Kind::Invalid, "Give either ref or commit, not both");
    if (!path.startsWith('/'))
        co_return core::fail(Kind::Invalid, "Path must be absolute");
    if (commit)
        co_return co_await commitDiff(m_channel, path, *commit);
    co_return co_await workingDiff(m_channel, path, ref);
}

// --- history ------------------------------------------------------------------------------------

static QList<GitCommit> parseLog(const QByteArray &output)
{
    QList<GitCommit> commits;
    const QStringList words = QString::fromUtf8(output).split(QChar(u'\0'));
    for (qsizetype index = 0; index + 4 < words.size(); index += 5) {
        commits.append({words.at(index), words.at(index + 1), words.at(index + 2),
                        words.at(index + 3), words.at(index + 4)});
    }
    return commits;
}

static core::Task<GitHistory> historyOf(ChannelPointer channel, QString path, int limit)
{
    GitHistory history;
    const core::Result<Repository> repository = co_await repositoryOf(channel, path);
    if (!repository)
        co_return std::unexpected(repository.error());
    if (repository->root.isEmpty())
        co_return history;
    const core::Result<QString> head = co_await git::resolve(channel, path, "HEAD");
    if (!head)
        co_return std::unexpected(head.error());
    if (head->isEmpty())
        co_return history;
    const auto output = co_await git::demand(channel, path,
                                             git::words("log", "--no-show-signature", "-z",
                                                        "--format=%H%x00%h%x00%s%x00%an%x00%aI",
                                                        "-n", QString::number(limit + 1), *head));
    if (!output)
        co_return std::unexpected(output.error());
    history.commits = parseLog(*output);
    history.hasMore = history.commits.size() > limit;
    if (history.hasMore)
        history.commits.removeLast();
    co_return history;
}

core::Task<GitHistory> Git::commits(QString path, int limit) const
{
    return historyOf(m_channel, std::move(path), limit);
}

static core::Task<QList<GitChange>> changesOf(ChannelPointer channel, QString path, QString commit)
{
    const core::Result<Repository> repository = co_await repositoryOf(channel, path);
    if (!repository)
        co_return std::unexpected(repository.error());
    if (repository->root.isEmpty())
        co_return QList<GitChange>();
    const core::Result<QString> id = co_await git::resolve(channel, path, commit);
    if (!id)
        co_return std::unexpected(id.error());
    if (id->isEmpty())
        co_return core::fail(Kind::Invalid, "The commit " + commit + " does not exist");
    const auto output = co_await git::demand(channel, path,
                                             git::words("show", "--format=", "--name-status",
                                                        "--no-renames", "-z",
                                                        "--diff-merges=first-parent", *id));
    if (!output)
        co_return std::unexpected(output.error());
    co_return parseNameStatus(*output).values();
}

core::Task<QList<GitChange>> Git::commitChanges(QString path, QString commit) const
{
    return changesOf(m_channel, std::move(path), std::move(commit));
}

} // namespace workspace
