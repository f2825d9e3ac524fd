// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/WorkingDirectory.h"

#include <QDir>

namespace workspace {

using core::Error;

/// Linked directories lie below here, under their whole path; the list has one path a line.
static const QString linkedRoot = "/workspace/.berth/elsewhere";
static const QString linkedList = "/workspace/.berth/links";

static bool liesBelow(const QString &path, const QString &root)
{
    return path == root || path.startsWith(root + '/');
}

DirectoryKind directoryKind(const QString &path, const WorkspaceSettings &settings)
{
    for (const char *root : {"/workspace", "/home/agent", "/tmp"}) {
        if (liesBelow(path, root))
            return DirectoryKind::Volume;
    }
    for (const SharedFolder &folder : settings.mounts.value_or(QList<SharedFolder>())) {
        if (liesBelow(path, folder.path))
            return DirectoryKind::Shared;
    }
    for (const char *root : {"/proc", "/sys", "/dev", "/run/berth", "/opt/berth"}) {
        if (liesBelow(path, root))
            return DirectoryKind::Refused;
    }
    // A line break would end the path's line in the list.
    const bool isDeveloper = settings.profile == Profile::Developer;
    return isDeveloper && path != "/" && !path.contains('\n') ? DirectoryKind::Linked
                                                              : DirectoryKind::Refused;
}

QString directoryRefusal()
{
    return "in a container a directory can be below /workspace (a relative path lies there too), "
           "below the home folder /home/agent, below /tmp, or below a shared folder of the "
           "machine; "
           "the profile developer allows other paths";
}

core::Result<QString> workingDirectoryAt(const QString &path, const WorkspaceSettings &settings)
{
    const QString absolute = QDir::cleanPath(QDir::isRelativePath(path) ? "/workspace/" + path
                                                                        : path);
    if (directoryKind(absolute, settings) == DirectoryKind::Refused)
        return core::fail(Error::Kind::Invalid, directoryRefusal());
    return absolute;
}

/// A link where nothing is yet or a link to the same place is; anything else stays as it is.
static Command linkingCommand(const QStringList &paths)
{
    Command command;
    command.arguments = QStringList{
        "/bin/sh", "-c",
        "root=$1; shift; status=0; for path; do mkdir -p \"$root$path\" || exit; "
        "[ \"$(readlink \"$path\")\" = \"$root$path\" ] && continue; "
        "if [ -e \"$path\" ] || [ -L \"$path\" ]; then rmdir \"$path\" 2>/dev/null || "
        "{ echo \"$path is there already\" >&2; status=1; continue; }; fi; "
        "mkdir -p \"$(dirname \"$path\")\" && ln -s \"$root$path\" \"$path\" || status=1; done; "
        "exit $status",
        "link", linkedRoot};
    command.arguments += paths;
    command.directory = "/";
    command.timeout = std::chrono::seconds(20);
    command.outputLimit = 4096;
    return command;
}

static core::Task<> runLinking(std::shared_ptr<Channel> channel, QStringList paths)
{
    const Command command = linkingCommand(paths);
    const std::stop_token never;
    const core::Result<Output> output = co_await channel->run(command, never);
    if (!output)
        co_return std::unexpected(output.error());
    if (output->exit.code != 0 || output->exit.signal != 0)
        co_return core::fail(Error::Kind::Conflict,
                             QString::fromUtf8(output->standardError).trimmed());
    co_return {};
}

static core::Task<QStringList> linkedPaths(std::shared_ptr<Channel> channel)
{
    const core::Result<QByteArray> text = co_await channel->read(linkedList, 0, 1 << 20);
    if (!text && text.error().kind == Error::Kind::NotFound)
        co_return QStringList();
    if (!text)
        co_return std::unexpected(text.error());
    QStringList paths = QString::fromUtf8(*text).split('\n', Qt::SkipEmptyParts);
    // Whoever works there may write the list too.
    paths.removeIf([](const QString &path) {
        WorkspaceSettings developer;
        developer.profile = Profile::Developer;
        return !path.startsWith('/') || directoryKind(path, developer) != DirectoryKind::Linked;
    });
    co_return paths.first(std::min<qsizetype>(paths.size(), 1000));
}

static core::Task<> makeLinked(std::shared_ptr<Channel> channel, QString path)
{
    core::Result<QStringList> paths = co_await linkedPaths(channel);
    if (!paths)
        co_return std::unexpected(paths.error());
    // Below one that is linked already it is an ordinary folder.
    for (const QString &linked : std::as_const(*paths)) {
        if (liesBelow(path, linked))
            co_return co_await channel->makeDirectory(path);
    }
    const QStringList wanted{path};
    const core::Result<> linked = co_await runLinking(channel, wanted);
    if (!linked)
        co_return linked;
    paths->append(path);
    WriteOptions options;
    options.makeParents = true;
    const QByteArray list = paths->join('\n').toUtf8() + '\n';
    co_return co_await channel->write(linkedList, list, options);
}

core::Task<> makeWorkingDirectory(std::shared_ptr<Channel> channel, QString path,
                                  WorkspaceSettings settings)
{
    switch (directoryKind(path, settings)) {
    case DirectoryKind::Volume:
    case DirectoryKind::Shared: co_return co_await channel->makeDirectory(path);
    case DirectoryKind::Linked: co_return co_await makeLinked(channel, path);
    case DirectoryKind::Refused: break;
    }
    co_return core::fail(Error::Kind::Invalid, directoryRefusal());
}

core::Task<> restoreLinks(std::shared_ptr<Channel> channel)
{
    const core::Result<QStringList> paths = co_await linkedPaths(channel);
    if (!paths)
        co_return std::unexpected(paths.error());
    if (paths->isEmpty())
        co_return {};
    co_return co_await runLinking(channel, *paths);
}

} // namespace workspace
