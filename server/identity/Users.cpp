// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/Users.h"

#include "core/Id.h"

#include <QRegularExpression>

using core::Error;

static constexpr qsizetype longestUserName = 100;
static constexpr int mostWorkspacesOfAUser = 1000;
static constexpr int mostRunsOfAUser = 100'000;

/// What a row holds as JSON.
struct identity::Users::Body
{
    Quotas quotas;
    workspace::WorkspaceSettings workspaceSettings;

    static constexpr auto fields()
    {
        return std::tuple{json::optional("quotas", &Body::quotas),
                          json::optional("workspace_settings", &Body::workspaceSettings)};
    }
};

identity::Users::Users(store::Users *users, Keys *keys, const core::Clock *clock)
    : m_users(users)
    , m_keys(keys)
    , m_clock(clock)
{}

identity::User identity::Users::userOf(const store::UserRow &row)
{
    const core::Result<QJsonValue> value = json::parse(row.body);
    const Body body = value ? json::read<Body>(*value).value_or(Body()) : Body();
    User user;
    user.id = row.id;
    user.name = row.name;
    user.createdAt = core::utcTimestamp(std::chrono::microseconds(row.createdAt));
    user.isDisabled = row.disabledAt.has_value();
    user.quotas = body.quotas;
    user.workspaceSettings = body.workspaceSettings;
    user.workspaces = row.workspaces;
    return user;
}

/// With how many keys each has.
QList<identity::User> identity::Users::counted(const QList<store::UserRow> &rows) const
{
    const QHash<QString, int> keys = m_keys->inForce();
    QList<User> users;
    for (const store::UserRow &row : rows) {
        users.append(userOf(row));
        users.last().keys = keys.value(row.id);
    }
    return users;
}

core::Task<> identity::Users::load()
{
    const core::Result<QList<store::UserRow>> rows = co_await m_users->all();
    if (!rows)
        co_return std::unexpected(rows.error());
    for (const store::UserRow &row : *rows)
        remember(row);
    co_return {};
}

void identity::Users::remember(const store::UserRow &row)
{
    if (row.body == "{}")
        m_special.remove(row.id);
    else
        m_special.insert(row.id, userOf(row));
}

core::Task<QList<identity::User>> identity::Users::page(QString after, int limit)
{
    const core::Result<QList<store::UserRow>> rows = co_await m_users->page(after, limit);
    if (!rows)
        co_return std::unexpected(rows.error());
    co_return counted(*rows);
}

core::Task<store::UserRow> identity::Users::row(QString id)
{
    const core::Result<std::optional<store::UserRow>> found = co_await m_users->find(id);
    if (!found)
        co_return std::unexpected(found.error());
    if (!*found)
        co_return core::fail(Error::Kind::NotFound, "There is no user " + id + ".");
    co_return **found;
}

core::Task<identity::User> identity::Users::find(QString id)
{
    const core::Result<store::UserRow> found = co_await row(std::move(id));
    if (!found)
        co_return std::unexpected(found.error());
    co_return counted({*found}).first();
}

// Ids are parts of the names of containers and folders; those that the server gives to other
// things are longer.
bool identity::Users::isId(const QString &text)
{
    static const QRegularExpression pattern("\\A[a-z][a-z0-9-]{0,31}\\z");
    return pattern.match(text).hasMatch();
}

static void checkId(const QString &id, QList<core::Problem> &problems)
{
    if (!identity::Users::isId(id))
        problems.append({{"id"},
                         "value_error",
                         "expected a letter and at most 31 lower case letters, digits and dashes",
                         id});
}

static bool isUserName(const QString &name)
{
    return name.size() <= longestUserName
           && std::ranges::all_of(name, [](QChar c) { return c.isPrint(); });
}

static void checkUserName(const QString &name, QList<core::Problem> &problems)
{
    if (!isUserName(name))
        problems.append({{"name"},
                         "value_error",
                         "expected at most 100 printable characters",
                         name.first(qMin(name.size(), longestUserName))});
}

static void checkBudget(const model::Budget &budget, QList<core::Problem> &problems)
{
    const auto check = [&problems](const char *name, auto most) {
        if (most && !model::isAmount(*most))
            problems.append({{"quotas", "budget", name},
                             "value_error",
                             QString("expected 0 to %1").arg(model::highestOf(*most)),
                             *most});
    };
    check("cost_per_day", budget.costPerDay);
    check("cost_per_month", budget.costPerMonth);
    check("tokens_per_day", budget.tokensPerDay);
    check("tokens_per_month", budget.tokensPerMonth);
}

static void checkQuotas(const identity::Quotas &quotas, QList<core::Problem> &problems)
{
    const auto check = [&problems](const char *name, int least, std::optional<int> most,
                                   int highest) {
        if (most && (*most < least || *most > highest))
            problems.append({{"quotas", name},
                             "value_error",
                             QString("expected %1 to %2").arg(least).arg(highest),
                             *most});
    };
    check("workspaces", 0, quotas.workspaces, mostWorkspacesOfAUser);
    check("runs", 1, quotas.runs, mostRunsOfAUser);
    checkBudget(quotas.budget.value_or(model::Budget()), problems);
}

static core::Result<> resultOf(const QList<core::Problem> &problems)
{
    if (problems.isEmpty())
        return {};
    return std::unexpected(json::readingError(problems));
}

core::Task<identity::User> identity::Users::create(NewUser wanted)
{
    QList<core::Problem> problems;
    if (wanted.id)
        checkId(*wanted.id, problems);
    checkUserName(wanted.name, problems);
    checkQuotas(wanted.quotas, problems);
    if (const core::Result<> checked = resultOf(problems); !checked)
        co_return std::unexpected(checked.error());
    const Body body{wanted.quotas, wanted.workspaceSettings};
    store::UserRow row;
    row.id = wanted.id ? *wanted.id : "u-" + core::hexUuid(core::newId()).first(16);
    row.name = wanted.name.isEmpty() ? row.id : wanted.name;
    row.createdAt = m_clock->now().count();
    row.body = json::text(json::write(body, json::Nulls::Omit));
    const core::Result<> stored = co_await m_users->insert(row);
    if (!stored && stored.error().kind == Error::Kind::Conflict)
        co_return core::fail(Error::Kind::Conflict, "There is a user " + row.id + " already.");
    if (!stored)
        co_return std::unexpected(stored.error());
    remember(row);
    co_return userOf(row);
}

core::Task<identity::User> identity::Users::ensure(QString id, QString name)
{
    const core::Result<User> found = co_await find(id);
    if (found || found.error().kind != Error::Kind::NotFound)
        co_return found;
    NewUser wanted;
    wanted.id = id;
    if (isUserName(name))
        wanted.name = name;
    const core::Result<User> made = co_await create(wanted);
    if (!made && made.error().kind == Error::Kind::Conflict)
        co_return co_await find(id);
    co_return made;
}

core::Task<identity::User> identity::Users::change(QString id, UserChange change)
{
    core::Result<store::UserRow> found = co_await row(id);
    if (!found)
        co_return std::unexpected(found.error());
    QList<core::Problem> problems;
    checkUserName(change.name.value_or(QString()), problems);
    checkQuotas(change.quotas.value_or(Quotas()), problems);
    if (const core::Result<> checked = resultOf(problems); !checked)
        co_return std::unexpected(checked.error());
    const bool isDisabled = change.isDisabled.value_or(found->disabledAt.has_value());
    if (isDisabled && id == defaultUser)
        co_return core::fail(Error::Kind::Conflict, "The default user cannot be disabled.");
    const User before = userOf(*found);
    const Body body{change.quotas.value_or(before.quotas),
                    change.workspaceSettings.value_or(before.workspaceSettings)};
    found->name = change.name.value_or(before.name);
    found->body = json::text(json::write(body, json::Nulls::Omit));
    if (isDisabled != before.isDisabled)
        found->disabledAt = isDisabled ? std::optional(m_clock->now().count()) : std::nullopt;
    if (isDisabled)
        m_keys->setDisabled(id, true);
    const core::Result<> stored = co_await m_users->update(*found);
    if (!stored)
        co_return std::unexpected(stored.error());
    m_keys->setDisabled(id, isDisabled);
    remember(*found);
    if (m_changed)
        m_changed(id);
    co_return counted({*found}).first();
}

core::Task<> identity::Users::empty(QString id, Removal removal)
{
    if (!m_belongings)
        co_return {};
    const core::Result<bool> has = co_await m_belongings->has(id);
    if (!has)
        co_return std::unexpected(has.error());
    if (!*has)
        co_return {};
    if (removal == Removal::OnlyEmpty)
        co_return core::fail(Error::Kind::Conflict,
                             "The user has conversations or workspaces; delete them first, or "
                             "ask for them to go too (force=true).");
    co_return co_await m_belongings->remove(id);
}

core::Task<> identity::Users::remove(QString id, Removal removal)
{
    if (id == defaultUser)
        co_return core::fail(Error::Kind::Conflict, "The default user cannot be deleted.");
    const core::Result<store::UserRow> found = co_await row(id);
    if (!found)
        co_return std::unexpected(found.error());
    // From here on nobody adds to what goes.
    m_keys->setDisabled(id, true);
    const core::Result<> emptied = co_await empty(id, removal);
    if (!emptied) {
        m_keys->setDisabled(id, found->disabledAt.has_value());
        co_return std::unexpected(emptied.error());
    }
    const core::Result<> removed = co_await m_users->remove(id);
    if (!removed)
        co_return std::unexpected(removed.error());
    m_keys->forget(id);
    m_special.remove(id);
    if (m_belongings)
        m_belongings->forget(id);
    co_return {};
}

workspace::WorkspaceSettings identity::Users::workspaceSettings(const QString &userId) const
{
    return m_special.value(userId).workspaceSettings;
}

identity::Quotas identity::Users::quotas(const QString &userId) const
{
    return m_special.value(userId).quotas;
}
