// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Session.h"
#include "Token.h"

#include <list>
#include <memory>

/// Lets peers in over a unix socket, one at a time: a newer one takes the place of the older, whose
/// connection may have been cut without a word. What a peer started ends with it, but for detached
/// jobs, which end when it says goodbye. A peer whose connection broke has a while to come back to
/// its session.
class Server
{
public:
    struct Options
    {
        std::chrono::seconds lease{0}; // without a peer for so long everything ends; 0: never
        std::chrono::milliseconds grace = wire::reconnectGrace; // for a peer to come back
    };

    Server(Machine &machine, Token token, Options options);
    ~Server();

    // 0, or the errno of what failed. Only the owner of this process and root may connect.
    int listen(const char *path);

private:
    void accept();
    bool mayCommand(int peer) const;
    void welcome(Greeting greeting);
    void refuseSession(Greeting greeting);
    void letIn(Greeting greeting);
    enum class Leaving { ByItself, Lost };
    void letOut(Leaving how);
    void sessionEnded(Session::End how);
    void graceIsOver();
    void beginLease();
    void leaseIsOver();

    Machine &m_machine;
    Loop &m_loop;
    Token m_token;
    Options m_options;
    Fd m_listener;
    std::list<std::unique_ptr<Greeter>> m_greeters;
    std::unique_ptr<Session> m_session;
    std::uint64_t m_number = 0; // of the session that is in
    Loop::TimerId m_graceTimer = 0;
    Loop::TimerId m_leaseTimer = 0;
    std::chrono::steady_clock::time_point m_leaseEnd;
};
