// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/IdentityRoutes.h"

#include "api/Tagged.h"

using namespace api;
using core::Error;

static constexpr qsizetype longestKeyName = 100;
static constexpr qint64 longestKeyLife = 10LL * 366 * 86400;
static constexpr int exportedLines = 10000;
static constexpr qint64 longestGrace = 90LL * 86400;

IdentityRoutes::IdentityRoutes(identity::Users *users, identity::Keys *keys,
                               workspace::Workspaces *workspaces, store::Audit *audit)
    : m_users(users)
    , m_keys(keys)
    , m_audit(audit)
    , m_workspaces(workspaces)
{}

QList<Route> IdentityRoutes::table()
{
    using enum Method;
    using Self = IdentityRoutes;
    const auto admin = [](const QString &audit = {}) {
        return RouteOptions{.access = Access::Admin, .tag = "Users", .audit = audit};
    };
    const auto own = [](const QString &audit = {}) {
        return RouteOptions{.tag = "Keys", .audit = audit};
    };
    return {
        route(Get, "/users", "listUsers", this, &Self::listUsers, admin()),
        route(Post, "/users", "createUser", this, &Self::createUser, admin("user.create")),
        tagged(route(Get, "/users/{id}", "readUser", this, &Self::readUser, admin())),
        route(Patch, "/users/{id}", "updateUser", this, &Self::changeUser, admin("user.update")),
        route(Delete, "/users/{id}", "deleteUser", this, &Self::removeUser, admin("user.delete")),
        route(Get, "/keys", "listKeys", this, &Self::listKeys, own()),
        route(Post, "/keys", "createKey", this, &Self::createKey, shownOnce(own("key.create"))),
        tagged(route(Get, "/keys/{id}", "readKey", this, &Self::readKey, own())),
        route(Delete, "/keys/{id}", "revokeKey", this, &Self::revokeKey, own("key.revoke")),
        route(Post, "/keys/{id}/rotate", "rotateKey", this, &Self::rotateKey,
              shownOnce(own("key.rotate"))),
        route(Get, "/audit", "readAudit", this, &Self::readAudit,
              RouteOptions{.access = Access::Admin, .tag = "Audit"}),
    };
}

// --- users --------------------------------------------------------------------------------------

core::Task<IdentityRoutes::UserPage> IdentityRoutes::listUsers(Query<Cursor> query)
{
    const auto users = co_await m_users->page(query->after, query->limit.value);
    if (!users)
        co_return std::unexpected(users.error());
    UserPage page;
    for (const identity::User &user : *users)
        page.items.append(withSpent(user));
    if (users->size() == query->limit.value)
        page.next = users->constLast().id;
    co_return page;
}

identity::User IdentityRoutes::withSpent(identity::User user) const
{
    if (m_spending)
        user.spent = m_spending->totals(user.id);
    return user;
}

/// What is wrong is reported where the body of a user has it.
core::Task<> IdentityRoutes::check(workspace::WorkspaceSettings settings)
{
    core::Result<> possible;
    if (m_workspaces)
        possible = co_await m_workspaces->checkForUser(settings);
    if (possible)
        co_return {};
    Error error = possible.error();
    for (core::Problem &problem : error.problems) {
        if (problem.path.first() == "body")
            problem.path.removeFirst();
        problem.path.prepend("workspace_settings");
    }
    co_return std::unexpected(error);
}

core::Task<Reply<identity::User, 201>> IdentityRoutes::createUser(Body<identity::NewUser> wanted)
{
    const core::Result<> possible = co_await check(wanted->workspaceSettings);
    if (!possible)
        co_return std::unexpected(possible.error());
    const auto made = co_await m_users->create(*wanted);
    if (!made)
        co_return std::unexpected(made.error());
    Reply<identity::User, 201> reply{withSpent(*made), 201, {}, {}};
    reply.headers.append("Location", "/users/" + made->id);
    co_return reply;
}

core::Task<identity::User> IdentityRoutes::readUser(Path<ById> path)
{
    const core::Result<identity::User> found = co_await m_users->find(path->id);
    if (!found)
        co_return std::unexpected(found.error());
    co_return withSpent(*found);
}

core::Task<identity::User> IdentityRoutes::changeUser(Caller caller, Path<ById> path,
                                                      Body<identity::UserChange> change)
{
    if (change->isDisabled)
        caller.notes->insert("disabled", *change->isDisabled);
    if (change->workspaceSettings) {
        const core::Result<> possible = co_await check(*change->workspaceSettings);
        if (!possible)
            co_return std::unexpected(possible.error());
    }
    const core::Result<identity::User> changed = co_await m_users->change(path->id, *change);
    if (!changed)
        co_return std::unexpected(changed.error());
    co_return withSpent(*changed);
}

core::Task<> IdentityRoutes::removeUser(Path<ById> path, Query<Force> query)
{
    using enum identity::Users::Removal;
    return m_users->remove(path->id, query->force ? WithBelongings : OnlyEmpty);
}

// --- keys ---------------------------------------------------------------------------------------

static QString momentText(qint64 moment)
{
    return core::utcTimestamp(std::chrono::microseconds(moment));
}

IdentityRoutes::Key IdentityRoutes::shown(const identity::KeyInfo &info)
{
    Key key;
    key.id = info.id;
    key.name = info.name;
    key.userId = info.userId;
    key.scopes = info.scopes;
    key.createdAt = momentText(info.createdAt);
    key.lastUsedAt = info.lastUsedAt.transform(momentText);
    key.expiresAt = info.expiresAt.transform(momentText);
    key.revokedAt = info.revokedAt.transform(momentText);
    key.rotatedTo = info.rotatedTo;
    return key;
}

QJsonObject IdentityRoutes::keyObject(const identity::KeyInfo &info)
{
    QJsonObject object = json::write(shown(info), json::Nulls::Keep).toObject();
    object.remove("key");
    return object;
}

core::Task<IdentityRoutes::KeyPage> IdentityRoutes::listKeys(Caller caller, Query<Cursor> query)
{
    const QString user = caller.isAdmin() ? query->user : caller.userId;
    const auto keys = co_await m_keys->page(user, query->after, query->limit.value);
    if (!keys)
        co_return std::unexpected(keys.error());
    KeyPage page;
    for (const identity::KeyInfo &info : *keys)
        page.items.append(shown(info));
    if (keys->size() == query->limit.value)
        page.next = keys->constLast().id;
    co_return page;
}

/// The key, if the caller may know of it; else it is answered as one that never was.
core::Task<identity::KeyInfo> IdentityRoutes::visible(Caller caller, QString id)
{
    const core::Result<identity::KeyInfo> found = co_await m_keys->find(id);
    if (found && found->userId != caller.userId && !caller.isAdmin())
        co_return core::fail(Error::Kind::NotFound, "There is no key " + id + ".");
    co_return found;
}

static bool covers(const Caller &caller, const QStringList &scopes)
{
    const identity::Principal principal{caller.userId, caller.keyId, caller.scopes};
    return std::ranges::all_of(scopes,
                               [&](const QString &scope) { return principal.hasScope(scope); });
}

static core::Error tooMuch()
{
    return {Error::Kind::Forbidden,
            "A key can make or change only keys with scopes that it has itself.",
            {}};
}

core::Result<identity::KeyRequest> IdentityRoutes::requestOf(const Caller &caller,
                                                             const NewKey &wanted)
{
    QList<core::Problem> problems;
    const bool isPlain = std::ranges::all_of(wanted.name, [](QChar c) { return c.isPrint(); });
    if (wanted.name.size() > longestKeyName || !isPlain)
        problems.append({{"name"}, "value_error", "expected at most 100 printable characters", {}});
    if (wanted.scopes.isEmpty() || wanted.scopes.size() > 4)
        problems.append({{"scopes"}, "value_error", "expected 1 to 4 scopes", {}});
    const qint64 life = wanted.expiresIn.value_or(1);
    if (life < 1 || life > longestKeyLife)
        problems.append({{"expires_in"}, "value_error", "expected 1 s to 10 years", life});
    if (!problems.isEmpty())
        return std::unexpected(json::readingError(problems));
    identity::KeyRequest request;
    request.name = wanted.name;
    request.userId = wanted.userId.value_or(caller.userId);
    request.scopes.clear();
    for (const KeyScope scope : wanted.scopes)
        request.scopes.append(json::name(scope));
    if (wanted.expiresIn)
        request.expiresAt = (core::Clock::system().now() + std::chrono::seconds(life)).count();
    if (request.userId != caller.userId && !caller.isAdmin())
        return core::fail(Error::Kind::Forbidden,
                          "Only an administrator makes keys for somebody else.");
    if (!covers(caller, request.scopes))
        return std::unexpected(tooMuch());
    return request;
}

core::Task<Reply<IdentityRoutes::Key, 201>> IdentityRoutes::made(identity::NewKey key)
{
    const core::Result<identity::KeyInfo> info = co_await m_keys->find(key.id);
    if (!info)
        co_return std::unexpected(info.error());
    Reply<Key, 201> reply{shown(*info), 201, {}, {}};
    reply.value.secret = QString::fromLatin1(key.secret);
    reply.headers.append("Location", "/keys/" + key.id);
    co_return reply;
}

core::Task<Reply<IdentityRoutes::Key, 201>> IdentityRoutes::createKey(Caller caller,
                                                                      Body<NewKey> wanted)
{
    const core::Result<identity::KeyRequest> request = requestOf(caller, *wanted);
    if (!request)
        co_return std::unexpected(request.error());
    caller.notes->insert("user", request->userId);
    caller.notes->insert("scopes", request->scopes.join(' '));
    const core::Result<identity::NewKey> key = co_await m_keys->create(*request);
    if (!key)
        co_return std::unexpected(key.error());
    co_return co_await made(*key);
}

core::Task<IdentityRoutes::Key> IdentityRoutes::readKey(Caller caller, Path<ById> path)
{
    const core::Result<identity::KeyInfo> found = co_await visible(caller, path->id);
    co_return found.transform(shown);
}

core::Task<> IdentityRoutes::revokeKey(Caller caller, Path<ById> path)
{
    const core::Result<identity::KeyInfo> found = co_await visible(caller, path->id);
    if (!found)
        co_return std::unexpected(found.error());
    if (!covers(caller, found->scopes))
        co_return std::unexpected(tooMuch());
    co_return co_await m_keys->revoke(path->id);
}

core::Task<Reply<IdentityRoutes::Key, 201>> IdentityRoutes::rotateKey(Caller caller,
                                                                      Path<ById> path,
                                                                      Body<Rotation> rotation)
{
    const core::Result<identity::KeyInfo> found = co_await visible(caller, path->id);
    if (!found)
        co_return std::unexpected(found.error());
    if (!covers(caller, found->scopes))
        co_return std::unexpected(tooMuch());
    const qint64 grace = rotation->graceSeconds;
    if (grace < 0 || grace > longestGrace)
        co_return std::unexpected(json::readingError(
            {{{"grace_seconds"}, "value_error", "expected 0 s to 90 days", grace}}));
    caller.notes->insert("old_key", path->id);
    const auto key = co_await m_keys->rotate(path->id, std::chrono::seconds(grace));
    if (!key)
        co_return std::unexpected(key.error());
    co_return co_await made(*key);
}

// --- what was changed ---------------------------------------------------------------------------

store::AuditRow api::auditRow(const Change &change)
{
    return {.at = core::Clock::system().now().count(),
            .userId = change.caller.userId,
            .keyId = change.caller.keyId,
            .action = change.action,
            .subject = change.subject,
            .requestId = change.caller.requestId,
            .body = json::text(*change.caller.notes)};
}

static core::Result<qint64> seqOf(const QString &text)
{
    bool isNumber = text.isEmpty();
    const qint64 seq = isNumber ? 0 : text.toLongLong(&isNumber);
    if (!isNumber || seq < 0)
        return wrongQuery("after", "expected the next of the page before");
    return seq;
}

static QByteArray linesOf(const QJsonArray &items)
{
    QByteArray lines;
    for (const QJsonValue &item : items)
        lines += json::text(item.toObject()) + '\n';
    return lines;
}

core::Task<Response> IdentityRoutes::readAudit(Query<AuditQuery> query)
{
    const core::Result<qint64> after = seqOf(query->after);
    if (!after)
        co_return std::unexpected(after.error());
    store::AuditSearch search;
    search.userId = query->user;
    search.action = query->action;
    search.subject = query->subject;
    search.after = *after;
    search.order = query->first == AuditOrder::Newest ? store::AuditSearch::Order::NewestFirst
                                                      : store::AuditSearch::Order::OldestFirst;
    search.limit = query->format == AuditFormat::Lines ? exportedLines : query->limit.value;
    const auto rows = co_await m_audit->page(search);
    if (!rows)
        co_return std::unexpected(rows.error());
    QJsonArray items;
    for (const store::AuditRow &row : *rows)
        items.append(QJsonObject{{"seq", row.seq},
                                 {"at", momentText(row.at)},
                                 {"user_id", row.userId},
                                 {"key_id", row.keyId},
                                 {"action", row.action},
                                 {"subject", row.subject},
                                 {"request_id", row.requestId},
                                 {"details", json::parse(row.body).value_or(QJsonObject())}});
    const QJsonValue next = rows->size() == search.limit
                                ? QJsonValue(QString::number(rows->constLast().seq))
                                : QJsonValue();
    Response response;
    if (query->format == AuditFormat::Lines) {
        response.contentType = "application/jsonl";
        response.body = linesOf(items);
        if (next.isString())
            response.headers.append("X-Next", next.toString());
    } else {
        response.body = json::text(QJsonObject{{"items", items}, {"next", next}});
    }
    co_return response;
}
