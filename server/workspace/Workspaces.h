// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Ledger.h"
#include "workspace/Runtime.h"

namespace workspace {

struct WorkspaceChange;

namespace detail {

template<typename Derived, typename Base, typename Member>
constexpr json::Field<Derived, Member> rebound(const json::Field<Base, Member> &field)
{
    return {field.name, field.member, field.description, field.hasDefault};
}

/// The fields of a base as fields of what derives from it.
template<typename Derived, typename Base>
constexpr auto inheritedFields()
{
    return std::apply([](const auto &...field) { return std::tuple{rebound<Derived>(field)...}; },
                      Base::fields());
}

} // namespace detail

/// A workspace that somebody asks for: what it is called, and settings above the server's.
struct NewWorkspace : WorkspaceSettings
{
    QString name;

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple_cat(std::tuple{json::optional("name", &NewWorkspace::name,
                                                        "at most 100 characters")},
                              detail::inheritedFields<NewWorkspace, WorkspaceSettings>());
    }
};

/// A workspace as people see it.
struct Workspace
{
    struct Stage
    {
        WorkspaceState state = WorkspaceState::Stopped;
        qint64 milliseconds = 0;

        static constexpr auto fields()
        {
            return std::tuple{json::field("state", &Stage::state),
                              json::field("ms", &Stage::milliseconds)};
        }
    };

    QString id;
    QString userId;
    QString name;
    bool isDefault = false;
    QString runtime;
    WorkspaceState state = WorkspaceState::Stopped;
    std::optional<QString> reason; ///< why it is stopped or failed
    std::optional<int> position; ///< in the queue of those that start
    std::optional<QString> retryAt; ///< use starts it no earlier, when it failed
    QList<Stage> stages; ///< of its last start
    QString createdAt;
    QString usedAt;
    WorkspaceSettings settings; ///< in force: its own above the server's

    static constexpr auto fields()
    {
        return std::tuple{
            json::field("id", &Workspace::id),
            json::field("user_id", &Workspace::userId),
            json::field("name", &Workspace::name),
            json::field("is_default", &Workspace::isDefault),
            json::field("runtime", &Workspace::runtime),
            json::field("state", &Workspace::state),
            json::field("reason", &Workspace::reason),
            json::field("position", &Workspace::position, "how many start before it"),
            json::field("retry_at", &Workspace::retryAt,
                        "after a failure: use starts it no earlier; POST start does at once"),
            json::field("stages", &Workspace::stages, "of its last start"),
            json::field("created_at", &Workspace::createdAt),
            json::field("used_at", &Workspace::usedAt),
            json::field("settings", &Workspace::settings, "in force, defaults left out"),
        };
    }
};

/// A command to run to its end.
struct Execution
{
    QString command;
    std::optional<QString> cwd;
    std::optional<double> timeout; ///< seconds, bounded by the workspace's own
    std::optional<QMap<QString, QString>> environment;
    std::optional<QString> standardInput;

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::field("command", &Execution::command, "a line for the shell"),
                          json::field("cwd", &Execution::cwd, "absolute; /workspace when absent"),
                          json::field("timeout", &Execution::timeout,
                                      "seconds, 300 when absent; at most what the workspace lets"),
                          json::field("env", &Execution::environment),
                          json::field("stdin", &Execution::standardInput)};
    }
};

/// How it ended, and at most 1 MiB of what each stream said.
struct Executed
{
    int exitCode = 0; ///< 128 and the signal's number when a signal ended it; -1 out of time
    QString standardOutput;
    QString standardError;
    bool truncated = false;
    bool timedOut = false;
    bool outOfMemory = false; ///< the system ended it, or a part of it, for want of memory

    static constexpr auto fields()
    {
        return std::tuple{json::field("exit_code", &Executed::exitCode),
                          json::field("stdout", &Executed::standardOutput),
                          json::field("stderr", &Executed::standardError),
                          json::field("truncated", &Executed::truncated),
                          json::field("timed_out", &Executed::timedOut),
                          json::field("out_of_memory", &Executed::outOfMemory)};
    }
};

/// The workspaces of users: each sees and changes their own alone, and what is another's is as
/// unknown as what never was. The default one is always there.
class Workspaces : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        WorkspaceSettings defaults = {}; ///< of the server
        int mostPerUser = 10; ///< besides the default one
        UserSettings ofUser = {}; ///< above the server's; none when it is not set
        /// What one user may have instead of mostPerUser.
        std::function<std::optional<int>(const QString &userId)> mostOfUser = {};
    };

    /// @p runtime and @p ledger outlive it.
    Workspaces(Runtime *runtime, Ledger *ledger, Options options);

    /// For those that are added from now on.
    void setMostPerUser(int number) { m_options.mostPerUser = number; }
    /// How many a user may have, besides the default one.
    int mostOf(const QString &userId) const;

    /// Oldest first, the default one before all.
    core::Task<QList<Workspace>> list(QString userId);
    /// NotFound.
    core::Task<Workspace> find(QString userId, QString id);
    /// Everybody's that were used or made, for who may see all.
    core::Task<QList<Workspace>> all();
    /// Whosever it is; NotFound.
    core::Task<Workspace> look(QString id);
    /// It is written before this returns, and started meanwhile. Conflict where the runtime has
    /// default ones only, RateLimited when the user has too many, Invalid with paths.
    core::Task<Workspace> create(QString userId, NewWorkspace wanted);
    /// It counts from the next start of its container on. NotFound, Invalid with paths.
    core::Task<Workspace> change(QString userId, QString id, WorkspaceChange change);
    /// With its files. NotFound.
    core::Task<> remove(QString userId, QString id);
    core::Task<Executed> execute(QString userId, QString id, Execution execution);
    /// Whether workspaces can have @p settings of a user; Invalid with paths.
    core::Task<> checkForUser(WorkspaceSettings settings);
    /// The line into a workspace of the user, which is started if need be. NotFound.
    core::Task<std::shared_ptr<Channel>> open(QString userId, QString id);

signals:
    /// With its files; a user's default one is there again at once, empty.
    void removed(const QString &userId, const QString &id);

private:
    core::Task<WorkspaceRecord> record(QString userId, QString id);
    /// Whether a workspace of the user can have @p own settings; Invalid with paths.
    core::Task<> checkOwn(QString userId, WorkspaceSettings own);
    core::Task<> keep(WorkspaceRecord record);
    Workspace view(const WorkspaceRecord &record) const;
    /// What a user's workspaces have before they say anything themselves.
    WorkspaceSettings defaultsOf(const QString &userId) const;
    static WorkspaceRecord defaultRecord(const QString &userId);

    Runtime *m_runtime;
    Ledger *m_ledger;
    Options m_options;
};

} // namespace workspace
