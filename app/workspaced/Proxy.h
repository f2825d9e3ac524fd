// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Operations.h"
#include "ProxyClient.h"

#include <expected>
#include <list>
#include <memory>

/// Listens on the loopback address for programs that want out: HTTP and SOCKS 5 proxies.
class Proxy
{
public:
    struct Ports
    {
        int http = 0;
        int socks = 0;
    };

    explicit Proxy(Session &session);
    ~Proxy();

    // 0 takes any free port.
    std::expected<Ports, wire::Failure> listen(Ports wanted);

private:
    struct Listener
    {
        Fd socket;
        ProxyClient::Dialect dialect;
    };

    std::expected<int, wire::Failure> listen(int port, ProxyClient::Dialect dialect);
    void accept(const Listener &listener);
    void setAccepting(bool isAccepting);
    void drop(std::list<std::unique_ptr<ProxyClient>>::iterator client);

    Session &m_session;
    Loop &m_loop;
    std::list<Listener> m_listeners;
    std::list<std::unique_ptr<ProxyClient>> m_clients;
    std::list<std::unique_ptr<ProxyClient>> m_gone; // until control is back in the loop
    Loop::TimerId m_pause = 0;
    std::shared_ptr<int> m_alive = std::make_shared<int>(0);
};

/// `net.egress`: starts the proxies of a session.
class EgressOpening : public Stream
{
public:
    static StreamOutcome open(Session &session, std::uint32_t id, const std::string &opid,
                              Arguments args);

    EgressOpening(Session &session, std::uint32_t id, std::string opid, Proxy::Ports ports);

    void cancel(wire::CancelMode) override {}
    void resume() override;

private:
    Proxy::Ports m_ports;
};
