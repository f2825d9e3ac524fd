// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Files.h"

#include "core/Clock.h"

#include <QFileInfo>

namespace workspace {

using Kind = core::Error::Kind;
using ChannelPointer = std::shared_ptr<Channel>;

static constexpr int maxFavorites = 50;
static constexpr int maxEntries = 10000;

Files::Files(std::shared_ptr<Channel> channel)
    : m_channel(std::move(channel))
{}

static core::Result<> checkPath(const QString &path)
{
    if (!path.startsWith('/'))
        return core::fail(Kind::Invalid, "Path must be absolute");
    if (path.contains(QChar(u'\0')))
        return core::fail(Kind::Invalid, "Path must not hold a NUL character");
    return {};
}

static core::Task<> uploadTo(ChannelPointer channel, QString path,
                             std::shared_ptr<QIODevice> content)
{
    const core::Result<> checked = checkPath(path);
    if (!checked)
        co_return checked;
    WriteOptions options;
    options.makeParents = true;
    const core::Result<> written = co_await channel->writeFrom(path, content, options);
    if (written)
        co_return written;
    const core::Result<FileInfo> info = co_await channel->stat(path);
    if (info && info->type == FileInfo::Type::Directory)
        co_return core::fail(Kind::Invalid, "Path is a directory");
    if (!info && info.error().kind == Kind::Invalid)
        co_return core::fail(Kind::Invalid, "A parent of the path is not a directory");
    co_return written;
}

core::Task<> Files::upload(QString path, std::shared_ptr<QIODevice> content) const
{
    return uploadTo(m_channel, std::move(path), std::move(content));
}

static core::Task<Download> downloadFrom(ChannelPointer channel, QString path)
{
    const core::Result<> checked = checkPath(path);
    if (!checked)
        co_return std::unexpected(checked.error());
    const core::Result<FileInfo> info = co_await channel->stat(path);
    if (!info && (info.error().kind == Kind::NotFound || info.error().kind == Kind::Invalid))
        co_return core::fail(Kind::NotFound, "File not found");
    if (!info)
        co_return std::unexpected(info.error());
    if (info->type != FileInfo::Type::File)
        co_return core::fail(Kind::Invalid, "Path is not a file");
    Download download;
    download.name = QFileInfo(path).fileName();
    download.size = info->size;
    download.modified = info->modified;
    co_return download;
}

core::Task<Download> Files::download(QString path) const
{
    return downloadFrom(m_channel, std::move(path));
}

core::Task<std::shared_ptr<QIODevice>> Files::open(QString path, FilePart part) const
{
    return m_channel->openRead(std::move(path), part);
}

static core::Task<> createIn(ChannelPointer channel, QString path)
{
    const core::Result<> checked = checkPath(path);
    if (!checked)
        co_return checked;
    const core::Result<> made = co_await channel->makeDirectory(path);
    if (!made && (made.error().kind == Kind::Conflict || made.error().kind == Kind::Invalid))
        co_return core::fail(Kind::Invalid, "Path exists and is not a directory");
    co_return made;
}

core::Task<> Files::createDirectory(QString path) const
{
    return createIn(m_channel, std::move(path));
}

/// What folders are ordered by; names that differ in case alone have an order too.
static std::pair<QString, QString> keyOf(const QString &name)
{
    return {name.toLower(), name};
}

/// The folders among @p entries, links left out, by name regardless of case.
static QList<Subfolder> foldersIn(const QList<FileInfo> &entries, Hidden hidden)
{
    QList<Subfolder> folders;
    for (const FileInfo &entry : entries) {
        const QString name = entry.path.section('/', -1);
        const bool isShown = hidden == Hidden::Include || !name.startsWith('.');
        if (entry.type == FileInfo::Type::Directory && isShown)
            folders.append({name, entry.path});
    }
    std::ranges::sort(folders, {}, [](const Subfolder &folder) { return keyOf(folder.name); });
    return folders;
}

static core::Task<Home> lookAround(ChannelPointer channel, Hidden hidden)
{
    const core::Result<PlaceInfo> place = co_await channel->info();
    if (!place)
        co_return std::unexpected(place.error());
    Home home;
    home.home = place->home;
    home.locations.append(Folder{"/", "/"});
    const auto entries = co_await channel->list(place->home, 1, maxEntries);
    const QList<Subfolder> folders = foldersIn(entries.value_or(QList<FileInfo>()), hidden);
    for (const Subfolder &folder : folders.first(qMin<qsizetype>(folders.size(), maxFavorites)))
        home.favorites.append(Folder{folder.name, folder.path});
    co_return home;
}

core::Task<Home> Files::home(Hidden hidden) const
{
    return lookAround(m_channel, hidden);
}

static SubfolderPage pageOf(const QList<Subfolder> &folders, const std::optional<QString> &from,
                            int limit)
{
    SubfolderPage page;
    for (const Subfolder &folder : folders) {
        if (from && keyOf(folder.name) < keyOf(*from))
            continue;
        if (page.items.size() == limit) {
            page.next = folder.name;
            break;
        }
        page.items.append(folder);
    }
    return page;
}

static core::Task<SubfolderPage> pageIn(ChannelPointer channel, QString path, Hidden hidden,
                                        std::optional<QString> from, int limit)
{
    const core::Result<> checked = checkPath(path);
    if (!checked)
        co_return std::unexpected(checked.error());
    const core::Result<FileInfo> info = co_await channel->stat(path);
    if (!info && info.error().kind == Kind::NotFound)
        co_return core::fail(Kind::NotFound, "Directory not found");
    if (!info)
        co_return std::unexpected(info.error());
    if (info->type != FileInfo::Type::Directory)
        co_return core::fail(Kind::Invalid, "Path is not a directory");
    const auto entries = co_await channel->list(path, 1, maxEntries);
    if (!entries)
        co_return std::unexpected(entries.error());
    co_return pageOf(foldersIn(*entries, hidden), from, limit);
}

core::Task<SubfolderPage> Files::subfolders(QString path, Hidden hidden,
                                            std::optional<QString> from, int limit) const
{
    return pageIn(m_channel, std::move(path), hidden, std::move(from), limit);
}

// --- all that is in a folder --------------------------------------------------------------------

static FileEntry entryOf(const FileInfo &info)
{
    FileEntry entry;
    entry.name = QFileInfo(info.path).fileName();
    entry.path = info.path;
    entry.type = info.type;
    entry.size = info.size;
    entry.modified = core::utcTimestamp(std::chrono::microseconds(info.modified));
    entry.mode = info.mode;
    return entry;
}

static core::Task<FolderPage> entriesOf(ChannelPointer channel, QString path,
                                        std::optional<QString> cursor, int limit)
{
    const core::Result<> checked = checkPath(path);
    if (!checked)
        co_return std::unexpected(checked.error());
    const auto entries = co_await channel->list(path, 1, maxEntries);
    if (!entries && entries.error().kind == Kind::NotFound)
        co_return core::fail(Kind::NotFound, "Directory not found");
    if (!entries)
        co_return std::unexpected(entries.error());
    FolderPage page;
    page.path = path;
    for (const FileInfo &info : *entries) {
        const FileEntry entry = entryOf(info);
        if (cursor && entry.name < *cursor)
            continue;
        if (page.items.size() == limit) {
            page.next = entry.name;
            break;
        }
        page.items.append(entry);
    }
    co_return page;
}

core::Task<FolderPage> Files::entries(QString path, std::optional<QString> cursor, int limit) const
{
    return entriesOf(m_channel, std::move(path), std::move(cursor), limit);
}

static core::Task<FileEntry> entryAt(ChannelPointer channel, QString path)
{
    const core::Result<FileInfo> info = co_await channel->stat(path);
    if (!info)
        co_return std::unexpected(info.error());
    co_return entryOf(*info);
}

core::Task<FileEntry> Files::entry(QString path) const
{
    return entryAt(m_channel, std::move(path));
}

static core::Task<> removeFrom(ChannelPointer channel, QString path)
{
    const core::Result<> checked = checkPath(path);
    if (!checked)
        co_return checked;
    const core::Result<> removed = co_await channel->remove(path);
    if (!removed && removed.error().kind == Kind::NotFound)
        co_return core::fail(Kind::NotFound, "File not found");
    co_return removed;
}

core::Task<> Files::remove(QString path) const
{
    return removeFrom(m_channel, std::move(path));
}

} // namespace workspace
