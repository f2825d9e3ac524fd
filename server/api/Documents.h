// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"

namespace api {

/// The OpenAPI 3.1 document of a route table.
QJsonObject openApi(const QList<Route> &routes);

/// The same as one HTML page that needs nothing else.
QByteArray openApiPage(const QJsonObject &document);

/// Describes the server to programs (/openapi.json) and people (/docs, /redoc), from its own table.
class Documents
{
public:
    QList<Route> table();
    /// The rows to describe; made into a document when it is first asked for.
    void describe(const QList<Route> &routes) { m_routes = routes; }

private:
    core::Task<Response> readDocument();
    core::Task<Response> readPage();
    const QJsonObject &document();

    QList<Route> m_routes;
    std::optional<QJsonObject> m_document;
};

} // namespace api
