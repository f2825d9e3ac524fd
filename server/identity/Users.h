// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "identity/Keys.h"
#include "model/Budget.h"
#include "workspace/WorkspaceSettings.h"

namespace identity {

/// How much a user may have; what is absent is as the server says.
struct Quotas
{
    std::optional<int> workspaces = {}; ///< besides the default one
    std::optional<int> runs = {};       ///< at a time
    std::optional<model::Budget> budget = {};

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::field("workspaces", &Quotas::workspaces, "besides the default one"),
                          json::field("runs", &Quotas::runs, "at a time; others wait"),
                          json::field("budget", &Quotas::budget, "of models")};
    }
};

/// Somebody who has keys, workspaces and conversations of their own.
struct User
{
    QString id;
    QString name;
    QString createdAt;
    bool isDisabled = false;
    Quotas quotas;
    workspace::WorkspaceSettings workspaceSettings; ///< above the server's
    int keys = 0; ///< in force
    int workspaces = 0;
    std::optional<model::SpentTotals> spent = {}; ///< where somebody looked

    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &User::id),
                          json::field("name", &User::name),
                          json::field("created_at", &User::createdAt),
                          json::field("disabled", &User::isDisabled),
                          json::field("quotas", &User::quotas),
                          json::field("workspace_settings", &User::workspaceSettings,
                                      "above the server's"),
                          json::field("keys", &User::keys, "how many are in force"),
                          json::field("workspaces", &User::workspaces,
                                      "how many there are, of those that were made or used"),
                          json::field("spent", &User::spent,
                                      "on models; null while no server works")};
    }
};

struct NewUser
{
    std::optional<QString> id;
    QString name;
    Quotas quotas;
    workspace::WorkspaceSettings workspaceSettings;

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &NewUser::id, "lower case letters, digits and dashes"),
                          json::optional("name", &NewUser::name, "at most 100 characters"),
                          json::optional("quotas", &NewUser::quotas),
                          json::optional("workspace_settings", &NewUser::workspaceSettings)};
    }
};

/// What is absent stays as it is; quotas and settings are replaced whole.
struct UserChange
{
    std::optional<QString> name;
    std::optional<bool> isDisabled;
    std::optional<Quotas> quotas;
    std::optional<workspace::WorkspaceSettings> workspaceSettings;

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &UserChange::name),
                          json::field("disabled", &UserChange::isDisabled,
                                      "keys of a disabled user open nothing"),
                          json::field("quotas", &UserChange::quotas),
                          json::field("workspace_settings", &UserChange::workspaceSettings)};
    }
};

/// What users have elsewhere in the server.
class Belongings
{
public:
    virtual ~Belongings() = default;

    /// Whether the user has a conversation or a workspace.
    virtual core::Task<bool> has(QString userId) = 0;
    virtual core::Task<> remove(QString userId) = 0;
    /// The user is gone.
    virtual void forget(const QString &userId) { Q_UNUSED(userId) }
};

/// The users of a server. What each may do beyond the server's own settings is held in memory.
class Users
{
public:
    enum class Removal { OnlyEmpty, WithBelongings };

    /// Everything outlives it.
    Users(store::Users *users, Keys *keys, const core::Clock *clock = &core::Clock::system());

    /// Without it, users are removed as if they had nothing.
    void setBelongings(Belongings *belongings) { m_belongings = belongings; }
    /// Called when what a user may do beyond the server's settings is something else.
    void setChanged(std::function<void(const QString &userId)> changed)
    {
        m_changed = std::move(changed);
    }

    core::Task<> load();
    /// At most @p limit users behind @p after, in the order of their ids.
    core::Task<QList<User>> page(QString after, int limit);
    /// NotFound.
    core::Task<User> find(QString id);
    /// Conflict when the id is taken, Invalid with paths.
    core::Task<User> create(NewUser wanted);
    /// The user with this id, made when there is none; for somebody whom others vouch for.
    core::Task<User> ensure(QString id, QString name = {});
    /// Whether a user may have this id.
    static bool isId(const QString &text);
    /// NotFound; Conflict for disabling the default user; Invalid with paths.
    core::Task<User> change(QString id, UserChange change);
    /// The keys of the user stop first. NotFound; Conflict for the default user, and for one who
    /// has something unless that goes too.
    core::Task<> remove(QString id, Removal removal);

    /// The user's own settings of workspaces.
    workspace::WorkspaceSettings workspaceSettings(const QString &userId) const;
    Quotas quotas(const QString &userId) const;

private:
    struct Body;

    core::Task<store::UserRow> row(QString id);
    void remember(const store::UserRow &row);
    QList<User> counted(const QList<store::UserRow> &rows) const;
    core::Task<> empty(QString id, Removal removal);
    static User userOf(const store::UserRow &row);

    store::Users *m_users;
    Keys *m_keys;
    const core::Clock *m_clock;
    Belongings *m_belongings = nullptr;
    std::function<void(const QString &userId)> m_changed;
    QHash<QString, User> m_special; ///< those with quotas or settings
};

} // namespace identity
