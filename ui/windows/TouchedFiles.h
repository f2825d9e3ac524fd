// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Table.h"

#include <QMap>

namespace ui {

/// What became of a file.
enum class FileChange { Modified, Added, Deleted, Renamed };

/// What git says of one.
struct GitFile
{
    FileChange change = FileChange::Modified;
    QString before = {}; ///< its path until it was renamed
};

/// What one edit of the agent did to a file.
struct FileTouch
{
    QString path;
    int added = 0;
    int removed = 0;
    bool isNew = false; ///< it made the file
};

/// The files that a conversation changed: what its edits tell, with what git says of its folder,
/// which knows what commands did too. Where both speak, git says what became of the file, and the
/// edits how much of it.
class TouchedFiles
{
public:
    /// Name, how it changed, and how much, of rows().
    static QList<Column> columns();

    void clear();
    /// Of the conversation; paths within it may be written from there.
    void setFolder(const QString &folder) { m_folder = folder; }
    void put(int row, const FileTouch &touch) { m_touches.insert(row, touch); }
    /// What rows of the timeline from there on told.
    void forget(int firstRow);
    /// @p files by their whole paths.
    void setFromGit(QMap<QString, GitFile> files) { m_git = std::move(files); }

    QList<QJsonObject> rows() const;
    /// Rows of the timeline that changed a file.
    QList<int> touches(const QString &path) const;
    /// What git says of a file; nothing when it says nothing.
    std::optional<GitFile> git(const QString &path) const;
    /// Whether it is known of each file how much was changed.
    bool isCounted() const;
    int added() const;
    int removed() const;

private:
    QString whole(const QString &path) const;
    QString within(const QString &path) const;
    QJsonObject row(const QString &path, FileChange change) const;

    QString m_folder;
    QMap<int, FileTouch> m_touches; ///< by row of the timeline
    QMap<QString, GitFile> m_git;
};

} // namespace ui
