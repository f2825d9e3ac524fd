// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Stream.h"

/// Who wanted a tunnel and hears what becomes of it.
class TunnelListener
{
public:
    virtual ~TunnelListener() = default;
    virtual void tunnelAnswered(const wire::Response &response) = 0; // a failure is its end
    virtual void tunnelReceived(std::string bytes) = 0; // say consumed() when they are written
    virtual void tunnelFinished() = 0; // nothing more will be received
    virtual void tunnelHasRoom() = 0;
    virtual void tunnelEnded(bool isOrderly) = 0;
};

/// A connection to the outside that the server makes for a program in here.
class TunnelStream : public Stream
{
public:
    TunnelStream(Session &session, std::uint32_t id, TunnelListener &listener);

    std::size_t room() { return roomFor(wire::Channel::Tcp); }
    void write(std::string bytes) { send(wire::Channel::Tcp, std::move(bytes)); } // at most room()
    void finishWriting() { sendEof(wire::Channel::Tcp); }
    void written(std::size_t bytes) { consumed(wire::Channel::Tcp, bytes); }
    // The listener is gone; so is the tunnel.
    void abandon();

    void data(wire::Channel channel, std::string bytes) override;
    void eof(wire::Channel channel) override;
    void cancel(wire::CancelMode mode) override;
    void resume() override;
    void answered(const wire::Response &response) override;
    void exited(const wire::Value &result) override;

private:
    TunnelListener *m_listener;
    bool m_isOpen = false;
};
