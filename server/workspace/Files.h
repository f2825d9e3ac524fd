// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"
#include "workspace/Channel.h"

namespace workspace {

/// A file that can be fetched.
struct Download
{
    QString name;
    qint64 size = 0;
    qint64 modified = 0; ///< microseconds since 1970

    FileVersion version() const { return {size, modified}; }
};

/// A named folder.
struct Folder
{
    QString label;
    QString path;

    static constexpr auto fields()
    {
        return std::tuple{json::field("label", &Folder::label), json::field("path", &Folder::path)};
    }
};

/// Where to begin to look around.
struct Home
{
    QString home;
    QList<Folder> favorites; ///< at most 50 folders right below the home
    QList<Folder> locations;

    static constexpr auto fields()
    {
        return std::tuple{json::field("home", &Home::home),
                          json::field("favorites", &Home::favorites),
                          json::field("locations", &Home::locations)};
    }
};

/// A folder within the folder that was asked for.
struct Subfolder
{
    QString name;
    QString path;

    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &Subfolder::name),
                          json::field("path", &Subfolder::path)};
    }
};

/// One page of the folders within a folder.
struct SubfolderPage
{
    QList<Subfolder> items;
    std::optional<QString> next; ///< name of the first folder of the next page

    static constexpr auto fields()
    {
        return std::tuple{json::field("items", &SubfolderPage::items),
                          json::field("next_page_id", &SubfolderPage::next)};
    }
};

constexpr auto enumNames(FileInfo::Type)
{
    using enum FileInfo::Type;
    return std::array{std::pair{File, "file"}, std::pair{Directory, "directory"},
                      std::pair{Link, "link"}, std::pair{Other, "other"}};
}

/// Something in a folder.
struct FileEntry
{
    QString name;
    QString path;
    FileInfo::Type type = FileInfo::Type::File;
    qint64 size = 0;
    QString modified; ///< UTC
    int mode = 0; ///< permission bits

    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &FileEntry::name),
                          json::field("path", &FileEntry::path),
                          json::field("type", &FileEntry::type),
                          json::field("size", &FileEntry::size),
                          json::field("modified", &FileEntry::modified),
                          json::field("mode", &FileEntry::mode, "permission bits")};
    }
};

/// One page of what is in a folder.
struct FolderPage
{
    QString path;
    QList<FileEntry> items;
    std::optional<QString> next; ///< the cursor of the next page

    static constexpr auto fields()
    {
        return std::tuple{json::field("path", &FolderPage::path),
                          json::field("items", &FolderPage::items),
                          json::field("next_cursor", &FolderPage::next)};
    }
};

enum class Hidden { LeaveOut, Include };

/// The files of a workspace as the file endpoints offer them. Paths must be absolute (Invalid).
class Files
{
public:
    explicit Files(std::shared_ptr<Channel> channel);

    /// Writes or overwrites a file and makes its parents.
    core::Task<> upload(QString path, std::shared_ptr<QIODevice> content) const;
    /// NotFound "File not found", Invalid "Path is not a file".
    core::Task<Download> download(QString path) const;
    /// A sequential device that closes itself with errorString() when it breaks off.
    core::Task<std::shared_ptr<QIODevice>> open(QString path, FilePart part) const;
    /// Makes a folder with its parents; one that exists is fine.
    core::Task<> createDirectory(QString path) const;
    core::Task<Home> home(Hidden hidden) const;
    /// At most @p limit folders right below @p path, ordered by name regardless of case, @p from
    /// that name on; NotFound "Directory not found".
    core::Task<SubfolderPage> subfolders(QString path, Hidden hidden, std::optional<QString> from,
                                         int limit) const;
    /// At most @p limit entries of a folder by name, from the one on that @p cursor names; of more
    /// than 10,000 the first. NotFound "Directory not found".
    core::Task<FolderPage> entries(QString path, std::optional<QString> cursor, int limit) const;
    /// What is at a path. NotFound.
    core::Task<FileEntry> entry(QString path) const;
    /// A folder goes with everything in it. NotFound "File not found".
    core::Task<> remove(QString path) const;

private:
    std::shared_ptr<Channel> m_channel;
};

} // namespace workspace
