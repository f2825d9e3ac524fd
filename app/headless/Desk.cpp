// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Desk.h"

#include "core/Clock.h"
#include "core/Id.h"
#include "core/PrivateFile.h"

using namespace headless;
using core::Error;

/// What users have, as the database tells; it goes only with the server's help.
class Desk::Luggage : public identity::Belongings
{
public:
    explicit Luggage(store::Database *database)
        : m_conversations(database)
        , m_workspaces(database)
    {}

    core::Task<bool> has(QString userId) override
    {
        const core::Result<qint64> count = co_await m_conversations.count(userId);
        if (!count)
            co_return std::unexpected(count.error());
        const auto workspaces = co_await m_workspaces.ofUser(userId);
        if (!workspaces)
            co_return std::unexpected(workspaces.error());
        co_return *count > 0 || !workspaces->isEmpty();
    }

    core::Task<> remove(QString) override
    {
        co_return core::fail(Error::Kind::Conflict,
                             "The user has conversations or workspaces; start the server first, "
                             "which removes them.");
    }

private:
    store::Conversations m_conversations;
    store::Workspaces m_workspaces;
};

core::Task<> Desk::open(QString dataDirectory)
{
    const auto running = composition::runningServer(dataDirectory);
    if (!running)
        co_return co_await openHere(dataDirectory);
    const core::Result<std::optional<QByteArray>> key = core::readPrivateFile(running->keyFile);
    if (!key)
        co_return std::unexpected(key.error());
    m_url = QUrl(running->url);
    m_key = key->value_or(QByteArray()).trimmed();
    co_return {};
}

core::Task<> Desk::openHere(QString dataDirectory)
{
    core::Result<composition::DataDirectory> data = composition::DataDirectory::open(dataDirectory);
    if (!data)
        co_return std::unexpected(data.error());
    m_data = std::make_unique<composition::DataDirectory>(std::move(*data));
    core::Result<std::unique_ptr<store::Database>> database = store::Database::open(
        m_data->file("berth.db"));
    if (!database)
        co_return std::unexpected(database.error());
    m_database = std::move(*database);
    m_userTable = std::make_unique<store::Users>(m_database.get());
    m_keyTable = std::make_unique<store::Keys>(m_database.get());
    m_auditTable = std::make_unique<store::Audit>(m_database.get());
    identity::Keys::Options options;
    options.dataDir = m_data->path();
    m_keys = std::make_unique<identity::Keys>(options, m_userTable.get(), m_keyTable.get());
    m_users = std::make_unique<identity::Users>(m_userTable.get(), m_keys.get());
    const core::Result<> keys = co_await m_keys->load();
    if (!keys)
        co_return std::unexpected(keys.error());
    const core::Result<> users = co_await m_users->load();
    if (!users)
        co_return std::unexpected(users.error());
    m_luggage = std::make_shared<Luggage>(m_database.get());
    m_users->setBelongings(m_luggage.get());
    co_return listen();
}

core::Result<> Desk::listen()
{
    m_key = (core::newId() + core::newId()).toLatin1();
    m_routes = std::make_unique<api::IdentityRoutes>(m_users.get(), m_keys.get(), nullptr,
                                                     m_auditTable.get());
    api::Options options;
    options.port = 0;
    m_server = std::make_unique<api::Server>(options, m_routes->table(),
                                             [this](const QByteArray &key) {
        return key == m_key
                   ? std::optional(
                         api::Principal{identity::defaultUser, "console", {identity::scopeAdmin}})
                   : std::nullopt;
    });
    m_server->setAuditor([table = m_auditTable.get()](const api::Change &change) {
        return table->insert(api::auditRow(change));
    });
    const core::Result<> listening = m_server->listen();
    if (listening)
        m_url = m_server->url();
    return listening;
}

core::Task<QJsonObject> Desk::ask(QByteArray method, QString path, QJsonObject body)
{
    net::Request request;
    request.method = method;
    request.url = m_url.resolved(QUrl(path));
    request.headers.append("Authorization", "Bearer " + m_key);
    request.headers.append("Content-Type", "application/json");
    if (!body.isEmpty())
        request.body = json::text(body);
    request.purpose = "asking the server";
    const core::Result<net::Response> response = co_await m_outbound.send(request,
                                                                          std::stop_token());
    if (!response)
        co_return std::unexpected(response.error());
    const QJsonObject answer = QJsonDocument::fromJson(response->body).object();
    if (response->isSuccess())
        co_return answer;
    const QJsonValue detail = answer.value("detail");
    const QJsonObject first = detail.toArray().first().toObject();
    co_return core::fail(Error::Kind::Invalid, detail.isString()
                                                   ? detail.toString()
                                                   : first.value("loc").toArray().last().toString()
                                                         + ": " + first.value("msg").toString());
}
