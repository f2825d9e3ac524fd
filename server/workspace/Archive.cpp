// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Archive.h"

#include "core/Json.h"
#include "workspace/Excludes.h"
#include "workspace/GitBase.h"
#include "workspace/JobStream.h"

#include <QRegularExpression>

namespace workspace {

using Kind = core::Error::Kind;
using ChannelPointer = std::shared_ptr<Channel>;

static constexpr std::chrono::hours patience{1};
static constexpr qsizetype mostExcludes = 200;
static constexpr qsizetype longestExclude = 1000;

QString Archive::name() const
{
    return root.section('/', -1);
}

// --- where the work is --------------------------------------------------------------------------

static core::Task<QString> folderOf(ChannelPointer channel, QString path)
{
    if (!path.startsWith('/'))
        co_return core::fail(Kind::Invalid, "Path must be absolute");
    if (path.contains(QChar(u'\0')))
        co_return core::fail(Kind::Invalid, "Path must not hold a NUL character");
    const core::Result<FileInfo> info = co_await channel->stat(path);
    if (!info && (info.error().kind == Kind::NotFound || info.error().kind == Kind::Invalid))
        co_return core::fail(Kind::NotFound, "Directory not found");
    if (!info)
        co_return std::unexpected(info.error());
    if (info->type != FileInfo::Type::Directory)
        co_return core::fail(Kind::Invalid, "Path is not a directory");
    co_return co_await channel->realPath(path);
}

static core::Task<bool> holdsRepository(ChannelPointer channel, QString folder)
{
    const core::Result<FileInfo> info = co_await channel->stat(folder + "/.git");
    if (!info && info.error().kind == Kind::Unavailable)
        co_return std::unexpected(info.error());
    co_return info.has_value();
}

/// The outermost of @p roots, without those that lie in another.
static QStringList outermost(QStringList roots)
{
    roots.sort();
    QStringList outer;
    for (const QString &root : std::as_const(roots)) {
        const bool isInside = std::ranges::any_of(outer, [&root](const QString &each) {
            return root.startsWith(each + '/');
        });
        if (!isInside)
            outer.append(root);
    }
    return outer;
}

/// @p folder, or the only repository below it.
static core::Task<QString> rootOf(ChannelPointer channel, QString folder)
{
    Command command;
    command.shell = "find . -mindepth 1 -maxdepth 4 -name .git -print0 -prune -o "
                    "\\( -name '.?*' -o -name node_modules -o -name venv -o -name site-packages "
                    "-o -name vendor \\) -prune 2>/dev/null; true";
    command.directory = folder;
    command.timeout = std::chrono::seconds(30);
    command.outputLimit = 1 << 20;
    const core::Result<Output> output = co_await channel->run(command, {});
    if (!output)
        co_return std::unexpected(output.error());
    QStringList roots;
    for (const QByteArray &entry : output->standardOutput.split('\0')) {
        if (!entry.isEmpty())
            roots.append(QString::fromUtf8(entry).section('/', 1, -2));
    }
    roots = outermost(roots);
    co_return roots.size() == 1 ? folder + '/' + roots.first() : folder;
}

/// An address without what would let somebody in.
static QString withoutCredentials(QString remote)
{
    static const QRegularExpression web("^(https?://)[^/\\s]+@",
                                        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression other("^([a-z+]+://[^/:@\\s]*):[^/\\s]*@");
    remote.replace(web, "\\1****@").replace(other, "\\1:****@");
    return remote.section('?', 0, 0);
}

static core::Task<> describe(ChannelPointer channel, Archive *archive)
{
    const core::Result<QString> remote =
        co_await git::ask(channel, archive->root, git::words("remote", "get-url", "origin"));
    const core::Result<QString> head = co_await git::resolve(channel, archive->root, "HEAD");
    const core::Result<QString> branch = co_await git::ask(channel, archive->root,
                                                           git::words("symbolic-ref", "--quiet",
                                                                      "--short", "HEAD"));
    if (!remote || !head || !branch)
        co_return std::unexpected(!remote ? remote.error() : !head ? head.error() : branch.error());
    archive->isRepository = true;
    archive->remote = withoutCredentials(*remote);
    archive->head = *head;
    if (!head->isEmpty())
        archive->branch = branch->isEmpty() ? "DETACHED" : *branch;
    co_return {};
}

// --- packing ------------------------------------------------------------------------------------

/// Both scripts keep what they need for a while in a folder of their own, which goes with them.
static const QString scratch = R"(
scratch=$(mktemp -d) || exit 3
trap 'rm -rf "$scratch"' EXIT
trap 'exit 143' TERM INT HUP
)";

/// Arguments: root, base, pathspecs. Neither the index nor the objects of the repository change.
static const QString deltaScript = R"(
cd "$1" || exit 3
base=$2
shift 2
objects=$(git rev-parse --path-format=absolute --git-path objects) || exit 3
case $objects in
*:*) ;;
*)
    mkdir "$scratch/objects" || exit 3
    export GIT_OBJECT_DIRECTORY="$scratch/objects" GIT_ALTERNATE_OBJECT_DIRECTORIES="$objects"
    ;;
esac
export GIT_INDEX_FILE="$scratch/index"
git read-tree "$base" && git -c advice.addEmbeddedRepo=false add -A -- . "$@" &&
    git --no-pager diff --binary --no-ext-diff --no-color --cached "$base" -- . "$@"
)";

/// Arguments: parent, name, source and excludes as JSON, tests of find for what is left out.
static const QString tarScript = R"(
cd "$1" || exit 3
name=$2 source=$3 excludes=$4
shift 4
manifest=archive_manifest.json
find "./$name" -regextype posix-extended \( "$@" \) -prune -o \( -type d -o -type f \) \
    -fprint0 "$scratch/list" -type f -fprintf "$scratch/sizes" '%s\n' 2>"$scratch/find"
[ -s "$scratch/list" ] || { cat "$scratch/find" >&2; exit 3; }
set --
if ! grep -qzxF "./$name/$manifest" "$scratch/list"; then
    mkdir -p "$scratch/own/$name" || exit 3
    awk -v source="$source" -v excludes="$excludes" '{ bytes += $1 }
        END { printf "{\n  \"excludes\": %s,\n  \"file_count\": %d,\n  \"format\": \"tar.gz\",\n", \
                  excludes, NR
              printf "  \"source\": %s,\n  \"total_bytes\": %.0f\n}", source, bytes }' \
        "$scratch/sizes" >"$scratch/own/$name/$manifest" || exit 3
    set -- -C "$scratch/own" "./$name/$manifest"
fi
tar -c -z -f - --no-recursion --hard-dereference --transform='s,^\./,,' --null \
    -T "$scratch/list" "$@" 2>"$scratch/tar"
status=$?
if [ $status -gt 2 ] || grep -q 'not recoverable' "$scratch/tar"; then
    cat "$scratch/tar" >&2
    exit 3
fi
)";

static Command scriptOf(const QString &script, const QStringList &arguments)
{
    Command command;
    command.arguments = QStringList{"/bin/sh", "-c", scratch + script, "berth"} + arguments;
    command.environment = git::environment();
    command.timeout = patience;
    return command;
}

static core::Task<std::shared_ptr<QIODevice>> packed(ChannelPointer channel, Command command,
                                                     QString failure)
{
    auto stream = co_await JobStream::open(channel, command);
    if (!stream && stream.error().kind == Kind::Upstream)
        co_return core::fail(Kind::Upstream, failure + ": " + stream.error().message);
    co_return stream;
}

static core::Task<std::shared_ptr<QIODevice>> openTar(ChannelPointer channel, QString root,
                                                      QStringList excludes)
{
    const QString name = root.section('/', -1);
    const QString parent = root.chopped(name.size());
    const QByteArray list = json::text(QJsonArray::fromStringList(excludes));
    // awk reads escapes in the values that it is given.
    const QString source = QString::fromUtf8(json::text(name)).replace('\\', "\\\\");
    const QStringList arguments = QStringList{parent, name, source,
                                              QString::fromUtf8(list).replace('\\', "\\\\")}
                                  + findTests(name, excludes);
    Command command = scriptOf(tarScript, arguments);
    command.environment.insert("LC_ALL", "C.UTF-8");
    return packed(channel, command, "Failed to archive directory");
}

static core::Task<> openDelta(ChannelPointer channel, ArchiveRequest request, Archive *archive)
{
    const core::Result<Output> inside = co_await git::run(channel, archive->root,
                                                          git::words("rev-parse", "--git-dir"));
    if (!inside)
        co_return std::unexpected(inside.error());
    if (inside->exit.code != 0)
        co_return core::fail(Kind::Invalid, "Not a git repository: " + archive->root);
    const core::Result<QString> base = co_await git::exportBase(channel, archive->root,
                                                                request.baseRef);
    if (!base && base.error().kind == Kind::Invalid)
        co_return core::fail(Kind::Invalid, "base_ref '" + request.baseRef.value_or("")
                                                + "' could not be resolved");
    if (!base)
        co_return std::unexpected(base.error());
    const QStringList arguments = QStringList{archive->root, *base} + pathspecs(request.excludes);
    const Command command = scriptOf(deltaScript, arguments);
    const auto content = co_await packed(channel, command, "Failed to generate git delta");
    if (!content)
        co_return std::unexpected(content.error());
    archive->content = *content;
    archive->base = *base == git::emptyTree ? QString() : *base;
    co_return {};
}

static core::Result<> checkRequest(const ArchiveRequest &request)
{
    if (request.baseRef && request.baseRef->startsWith('-'))
        return core::fail(Kind::Invalid, "base_ref must not start with '-'");
    // A name that leads out of the tree excludes nothing in it, and git stops at one.
    const bool leadsOut = std::ranges::any_of(request.excludes, [](const QString &each) {
        return each.split('/').contains("..");
    });
    if (leadsOut)
        return core::fail(Kind::Invalid, "exclude: a pattern must not lead out of the folder");
    const bool isTooMuch = request.excludes.size() > mostExcludes
                           || std::ranges::any_of(request.excludes, [](const QString &each) {
        return each.size() > longestExclude || each.contains(QChar(u'\0'));
    });
    if (isTooMuch)
        return core::fail(Kind::Invalid, QString("exclude: at most %1 of at most %2 characters")
                                             .arg(mostExcludes)
                                             .arg(longestExclude));
    return {};
}

core::Task<Archive> openArchive(std::shared_ptr<Channel> channel, ArchiveRequest request)
{
    const core::Result<QString> folder = co_await folderOf(channel, request.path);
    if (!folder)
        co_return std::unexpected(folder.error());
    if (const core::Result<> checked = checkRequest(request); !checked)
        co_return std::unexpected(checked.error());
    if (*folder == "/")
        co_return core::fail(Kind::Invalid, "The root of the file system cannot be archived");
    Archive archive;
    archive.root = *folder;
    core::Result<bool> isRepository = co_await holdsRepository(channel, *folder);
    if (isRepository && !*isRepository && request.root == ArchiveRoot::Repository) {
        const core::Result<QString> root = co_await rootOf(channel, *folder);
        if (!root)
            co_return std::unexpected(root.error());
        archive.root = *root;
        isRepository = *root != *folder;
    }
    if (!isRepository)
        co_return std::unexpected(isRepository.error());
    core::Result<> done;
    if (*isRepository)
        done = co_await describe(channel, &archive);
    if (done && request.format == ArchiveFormat::GitDelta)
        done = co_await openDelta(channel, request, &archive);
    if (!done)
        co_return std::unexpected(done.error());
    if (request.format == ArchiveFormat::GitDelta)
        co_return archive;
    const auto content = co_await openTar(channel, archive.root, request.excludes);
    if (!content)
        co_return std::unexpected(content.error());
    archive.content = *content;
    co_return archive;
}

} // namespace workspace
