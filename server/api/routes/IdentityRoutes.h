// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "conversations/Spending.h"
#include "identity/Users.h"
#include "store/Audit.h"
#include "workspace/Workspaces.h"

namespace api {

/// What is stored of a change.
store::AuditRow auditRow(const Change &change);

/// /users and /audit, for administrators, and /keys, where everybody manages their own.
class IdentityRoutes
{
public:
    /// Without @p workspaces, settings of users are taken as they are.
    IdentityRoutes(identity::Users *users, identity::Keys *keys, workspace::Workspaces *workspaces,
                   store::Audit *audit);

    /// Without it, nobody tells what users spend.
    void setSpending(const conversations::Spending *spending) { m_spending = spending; }

    QList<Route> table();

    /// A key as GET /keys shows it, without what is shown once.
    static QJsonObject keyObject(const identity::KeyInfo &info);

private:
    enum class KeyScope { Read, Write, Admin, Metrics };
    friend constexpr auto enumNames(IdentityRoutes::KeyScope)
    {
        return std::array{std::pair{KeyScope::Read, "read"}, std::pair{KeyScope::Write, "write"},
                          std::pair{KeyScope::Admin, "admin"},
                          std::pair{KeyScope::Metrics, "metrics"}};
    }
    struct ById
    {
        QString id;

        static constexpr auto fields() { return std::tuple{json::field("id", &ById::id)}; }
    };
    struct Cursor
    {
        QString after;
        Limit limit;
        QString user;

        static constexpr auto fields()
        {
            return std::tuple{json::optional("after", &Cursor::after, "next of the page before"),
                              json::optional("limit", &Cursor::limit),
                              json::optional("user", &Cursor::user, "of keys")};
        }
    };
    struct Force
    {
        bool force = false;

        static constexpr auto fields()
        {
            return std::tuple{
                json::optional("force", &Force::force, "with conversations and workspaces")};
        }
    };
    struct UserPage
    {
        QList<identity::User> items;
        std::optional<QString> next;

        static constexpr auto fields()
        {
            return std::tuple{json::field("items", &UserPage::items),
                              json::field("next", &UserPage::next)};
        }
    };
    struct Key
    {
        QString id;
        QString name;
        QString userId;
        QStringList scopes;
        QString createdAt;
        std::optional<QString> lastUsedAt;
        std::optional<QString> expiresAt;
        std::optional<QString> revokedAt;
        std::optional<QString> rotatedTo;
        std::optional<QString> secret;

        static constexpr auto fields()
        {
            return std::tuple{json::field("id", &Key::id),
                              json::field("name", &Key::name),
                              json::field("user_id", &Key::userId),
                              json::field("scopes", &Key::scopes),
                              json::field("created_at", &Key::createdAt),
                              json::field("last_used_at", &Key::lastUsedAt),
                              json::field("expires_at", &Key::expiresAt),
                              json::field("revoked_at", &Key::revokedAt),
                              json::field("rotated_to", &Key::rotatedTo,
                                          "the key that it gave way to"),
                              json::field("key", &Key::secret, "shown once, when it is made")};
        }
    };
    struct KeyPage
    {
        QList<Key> items;
        std::optional<QString> next;

        static constexpr auto fields()
        {
            return std::tuple{json::field("items", &KeyPage::items),
                              json::field("next", &KeyPage::next)};
        }
    };
    struct NewKey
    {
        QString name;
        std::optional<QString> userId;
        QList<KeyScope> scopes = {KeyScope::Write};
        std::optional<qint64> expiresIn; ///< seconds

        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        static constexpr auto fields()
        {
            return std::tuple{json::optional("name", &NewKey::name, "at most 100 characters"),
                              json::field("user_id", &NewKey::userId, "your own when absent"),
                              json::optional("scopes", &NewKey::scopes),
                              json::field("expires_in", &NewKey::expiresIn, "seconds")};
        }
    };
    struct Rotation
    {
        static constexpr bool mayBeAbsent = true;
        qint64 graceSeconds = 86400;

        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        static constexpr auto fields()
        {
            return std::tuple{json::optional("grace_seconds", &Rotation::graceSeconds,
                                             "how long the old key still works")};
        }
    };

    enum class AuditFormat { Page, Lines };
    friend constexpr auto enumNames(IdentityRoutes::AuditFormat)
    {
        return std::array{std::pair{AuditFormat::Page, "json"},
                          std::pair{AuditFormat::Lines, "jsonl"}};
    }
    enum class AuditOrder { Oldest, Newest };
    friend constexpr auto enumNames(IdentityRoutes::AuditOrder)
    {
        return std::array{std::pair{AuditOrder::Oldest, "oldest"},
                          std::pair{AuditOrder::Newest, "newest"}};
    }
    struct AuditQuery
    {
        QString after;
        Limit limit;
        QString user;
        QString action;
        QString subject;
        AuditOrder first = AuditOrder::Oldest;
        AuditFormat format = AuditFormat::Page;

        static constexpr auto fields()
        {
            return std::tuple{json::optional("after", &AuditQuery::after,
                                             "next of the page before"),
                              json::optional("limit", &AuditQuery::limit),
                              json::optional("user", &AuditQuery::user, "who made the change"),
                              json::optional("action", &AuditQuery::action, "such as key.create"),
                              json::optional("subject", &AuditQuery::subject, "what was changed"),
                              json::optional("first", &AuditQuery::first, "which come first"),
                              json::optional("format", &AuditQuery::format,
                                             "jsonl: up to 10000 lines, X-Next has the cursor")};
        }
    };

    core::Task<UserPage> listUsers(Query<Cursor> query);
    core::Task<Reply<identity::User, 201>> createUser(Body<identity::NewUser> wanted);
    core::Task<identity::User> readUser(Path<ById> path);
    core::Task<identity::User> changeUser(Caller caller, Path<ById> path,
                                          Body<identity::UserChange> change);
    core::Task<> removeUser(Path<ById> path, Query<Force> query);
    core::Task<KeyPage> listKeys(Caller caller, Query<Cursor> query);
    core::Task<Reply<Key, 201>> createKey(Caller caller, Body<NewKey> wanted);
    core::Task<Key> readKey(Caller caller, Path<ById> path);
    core::Task<> revokeKey(Caller caller, Path<ById> path);
    core::Task<Reply<Key, 201>> rotateKey(Caller caller, Path<ById> path, Body<Rotation> rotation);

    core::Task<Response> readAudit(Query<AuditQuery> query);

    core::Task<> check(workspace::WorkspaceSettings settings);
    identity::User withSpent(identity::User user) const;
    core::Task<identity::KeyInfo> visible(Caller caller, QString id);
    core::Task<Reply<Key, 201>> made(identity::NewKey key);
    static Key shown(const identity::KeyInfo &info);
    static core::Result<identity::KeyRequest> requestOf(const Caller &caller, const NewKey &wanted);

    identity::Users *m_users;
    identity::Keys *m_keys;
    store::Audit *m_audit;
    workspace::Workspaces *m_workspaces;
    const conversations::Spending *m_spending = nullptr;
};

} // namespace api
