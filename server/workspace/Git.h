// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"
#include "workspace/Channel.h"

namespace workspace {

/// Whether a file that has another name now is one change, or one that is gone and one that came.
enum class Renames { AsTwo, AsOne };

enum class GitStatus { Moved, Added, Deleted, Updated };

constexpr auto enumNames(GitStatus)
{
    return std::array{std::pair{GitStatus::Moved, "MOVED"}, std::pair{GitStatus::Added, "ADDED"},
                      std::pair{GitStatus::Deleted, "DELETED"},
                      std::pair{GitStatus::Updated, "UPDATED"}};
}

/// A path that differs from the base of a comparison.
struct GitChange
{
    GitStatus status = GitStatus::Updated;
    QString path; ///< relative to the folder that was asked for, of a commit to the root
    std::optional<QString> previousPath = {}; ///< of what moved

    static constexpr auto fields()
    {
        return std::tuple{json::field("status", &GitChange::status),
                          json::field("path", &GitChange::path),
                          json::field("previous_path", &GitChange::previousPath)};
    }
    bool operator==(const GitChange &) const = default;
};

/// Both sides of one file; both empty outside a repository. Written with json::Nulls::Keep.
struct GitDiff
{
    std::optional<QString> modified;
    std::optional<QString> original; ///< "" when the file is not in the base

    static constexpr auto fields()
    {
        return std::tuple{json::field("modified", &GitDiff::modified),
                          json::field("original", &GitDiff::original)};
    }
};

struct GitCommit
{
    QString id;
    QString shortId;
    QString subject;
    QString author;
    QString timestamp; ///< ISO 8601 with offset

    static constexpr auto fields()
    {
        return std::tuple{json::field("sha", &GitCommit::id),
                          json::field("short_sha", &GitCommit::shortId),
                          json::field("subject", &GitCommit::subject),
                          json::field("author", &GitCommit::author),
                          json::field("timestamp", &GitCommit::timestamp)};
    }
};

/// The newest commits of a branch, newest first.
struct GitHistory
{
    QList<GitCommit> commits;
    bool hasMore = false;

    static constexpr auto fields()
    {
        return std::tuple{json::field("commits", &GitHistory::commits),
                          json::field("has_more", &GitHistory::hasMore)};
    }
};

/// What git knows about a folder of a workspace. Failures of git are Invalid with its words,
/// Timeout after 30 s.
class Git
{
public:
    explicit Git(std::shared_ptr<Channel> channel);

    /// What differs from @p ref (else from where the work began), with the repositories in direct
    /// subfolders, sorted by path. Nothing outside a repository.
    core::Task<QList<GitChange>> changes(QString path, std::optional<QString> ref,
                                         Renames renames = Renames::AsTwo) const;
    /// The file at @p path against @p ref, or at @p commit (4 to 64 hexadecimal digits) against its
    /// first parent; not both.
    core::Task<GitDiff> diff(QString path, std::optional<QString> ref,
                             std::optional<QString> commit) const;
    core::Task<GitHistory> commits(QString path, int limit) const;
    core::Task<QList<GitChange>> commitChanges(QString path, QString commit) const;
    core::Task<bool> isRepository(QString path) const;
    /// Makes @p path a repository unless it lies in one.
    core::Task<> initialise(QString path) const;

private:
    std::shared_ptr<Channel> m_channel;
};

} // namespace workspace
