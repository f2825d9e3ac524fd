// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Session.h"

#include <memory>

/// Lets peers in over a unix socket, one at a time: a newer one takes the place of the older, whose
/// connection may have been cut without a word. What a peer started ends with it.
class Server
{
public:
    explicit Server(Machine &machine);
    ~Server();

    // 0, or the errno of what failed. Only the owner of this process and root may connect.
    int listen(const char *path);

private:
    void accept();
    bool mayCommand(int peer) const;
    void letIn(Fd peer);
    void letOut();

    Machine &m_machine;
    Loop &m_loop;
    Fd m_listener;
    std::unique_ptr<Session> m_session;
    std::uint64_t m_number = 0; // of the session that is in
};
