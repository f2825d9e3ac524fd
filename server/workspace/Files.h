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

private:
    std::shared_ptr<Channel> m_channel;
};

} // namespace workspace
