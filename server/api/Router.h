// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"

#include <QMap>

namespace api {

/// What a path and a method lead to.
struct Match
{
    const Route *route = nullptr;
    QMap<QString, QString> values;
    QList<Method> allowed; ///< the methods of the path; empty when there is no such path
    bool isMalformed = false;
};

/// Finds rows of the route table by their segments, in time that does not depend on their number.
/// Paths are split before they are decoded, so an encoded slash is never a separator.
class Router
{
public:
    explicit Router(QList<Route> routes);
    ~Router();

    /// @p path is percent-encoded. HEAD finds the row of GET; one trailing slash more or less is
    /// the same.
    Match find(Method method, const QByteArray &path) const;
    const QList<Route> &routes() const { return m_routes; }

private:
    struct Node;
    struct Walk;

    void insert(const Route &route);

    const QList<Route> m_routes;
    std::unique_ptr<Node> m_root;
};

} // namespace api
