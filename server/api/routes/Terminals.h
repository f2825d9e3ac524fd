// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/Socket.h"
#include "workspace/Workspaces.h"

#include <QHash>

namespace api {

class Terminal;

/// /workspaces/{id}/terminal: a shell in a terminal for one socket, which ends with it. What the
/// shell prints comes as binary frames; the client says {"type": "input", "data": "..."} and
/// {"type": "resize", "cols": 80, "rows": 24}; {"type": "exit"} with `code` is the last frame, and
/// {"type": "error"} says in `message` what was wrong.
class Terminals
{
public:
    explicit Terminals(workspace::Workspaces *workspaces);
    ~Terminals();

    QList<Route> table();

private:
    struct ById
    {
        QString id;

        static constexpr auto fields() { return std::tuple{json::field("id", &ById::id)}; }
    };
    struct Wishes
    {
        int columns = 80;
        int rows = 24;
        std::optional<QString> directory;

        static constexpr auto fields()
        {
            return std::tuple{json::optional("cols", &Wishes::columns),
                              json::optional("rows", &Wishes::rows),
                              json::field("cwd", &Wishes::directory)};
        }
    };

    void open(Caller caller, std::shared_ptr<Socket> socket, Path<ById> path, Query<Wishes> query);
    core::Task<> begin(Caller caller, std::weak_ptr<Socket> socket, QString id, Wishes wishes);

    workspace::Workspaces *m_workspaces;
    QHash<Socket *, std::shared_ptr<Terminal>> m_terminals;
    QHash<QString, int> m_counts; ///< by user
    QObject m_context; ///< ends the connections with this object
};

} // namespace api
