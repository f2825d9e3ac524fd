// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Server.h"
#include "api/routes/IdentityRoutes.h"
#include "composition/DataDirectory.h"
#include "net/Outbound.h"
#include "store/Conversations.h"
#include "store/Database.h"
#include "store/Workspaces.h"

namespace headless {

/// Where users and keys are asked for: a server that runs, or the same routes over the data
/// directory of one that does not, on a port and with a key that nobody else knows.
class Desk
{
public:
    /// Conflict, Unavailable or Invalid when neither is possible.
    core::Task<> open(QString dataDirectory);

    /// What the server answers; an error with its sentence when it refuses.
    core::Task<QJsonObject> ask(QByteArray method, QString path, QJsonObject body);

private:
    class Luggage;

    core::Task<> openHere(QString dataDirectory);
    core::Result<> listen();

    std::unique_ptr<composition::DataDirectory> m_data;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<store::Users> m_userTable;
    std::unique_ptr<store::Keys> m_keyTable;
    std::unique_ptr<store::Audit> m_auditTable;
    std::unique_ptr<identity::Keys> m_keys;
    std::unique_ptr<identity::Users> m_users;
    std::shared_ptr<identity::Belongings> m_luggage;
    std::unique_ptr<api::IdentityRoutes> m_routes;
    std::unique_ptr<api::Server> m_server;
    net::Outbound m_outbound;
    QUrl m_url;
    QByteArray m_key;
};

} // namespace headless
