// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/Socket.h"
#include "store/BashEvents.h"
#include "workspace/BashService.h"

#include <QMultiHash>

namespace api {

/// /sockets/bash-events: what was asked to be sent again, then every bash event of the user as it
/// happens. A frame of the client is a command to start.
class BashSockets
{
public:
    BashSockets(workspace::BashService *service, store::BashEvents *events);

    QList<Route> table();

private:
    enum class Resend { All };
    friend constexpr auto enumNames(BashSockets::Resend)
    {
        return std::array{std::pair{Resend::All, "all"}};
    }
    struct ResendQuery
    {
        std::optional<Resend> mode;
        bool all = false;

        static constexpr auto fields()
        {
            return std::tuple{json::field("resend_mode", &ResendQuery::mode),
                              json::optional("resend_all", &ResendQuery::all)};
        }
    };

    void open(Caller caller, std::shared_ptr<Socket> socket, Query<ResendQuery> query);
    void subscribe(const QString &userId, Socket *socket);
    void publish(const QString &userId, const QJsonObject &event);
    core::Task<> replay(QString userId, std::shared_ptr<Socket> socket);
    core::Task<> take(Caller caller, std::weak_ptr<Socket> socket, QString text);
    core::Task<> startCommand(Caller caller, QString text);

    workspace::BashService *m_service;
    store::BashEvents *m_events;
    QMultiHash<QString, Socket *> m_subscribers; ///< by user
    QObject m_context; ///< ends the connections with this object
};

} // namespace api
