// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "HttpHead.h"
#include "Loop.h"
#include "TunnelStream.h"

class Session;

/// One connection of a program in here to a proxy: what it wants is read, a tunnel is asked for,
/// and bytes are carried.
class ProxyClient : public TunnelListener
{
public:
    enum class Dialect { Http, Socks };
    using Gone = std::function<void()>;

    // `gone` is called once, with the client still on the stack.
    ProxyClient(Session &session, Fd connection, Dialect dialect, Gone gone);
    ~ProxyClient() override;

    void tunnelAnswered(const wire::Response &response) override;
    void tunnelReceived(std::string bytes) override;
    void tunnelFinished() override;
    void tunnelHasRoom() override;
    void tunnelEnded(bool isOrderly) override;

private:
    enum class State {
        Greeting, // SOCKS
        Request,
        Waiting, // for the server
        Carrying,
        Leaving, // what is written may still be read
        Gone,
    };

    void ready(std::uint32_t events);
    void read();
    void readHead(std::string_view bytes);
    void readHttp();
    void readSocks();
    void open(const Authority &target);
    void parted();
    void refuse(int status, std::string_view message);
    void carry(std::string bytes);
    void write();
    void watch();
    void leave();
    void limit(std::chrono::milliseconds time);
    void close(bool isOrderly);

    Session &m_session;
    Loop &m_loop;
    Fd m_connection;
    Dialect m_dialect;
    Gone m_onGone;
    State m_state;
    TunnelStream *m_tunnel = nullptr;
    std::string m_head;  // what was read and not yet understood
    std::string m_early; // the first bytes for the target
    std::string m_out;   // waits to be written to the program
    bool m_hasEnded = false;   // the program sends no more
    bool m_hasParted = false;  // the same, while it waits
    bool m_isFinished = false; // the target sends no more
    Loop::TimerId m_timer = 0;
};
