// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "TunnelStream.h"

#include "Session.h"

using wire::Channel;

TunnelStream::TunnelStream(Session &session, std::uint32_t id, TunnelListener &listener)
    : Stream(session, id, {})
    , m_listener(&listener)
{}

void TunnelStream::abandon()
{
    m_listener = nullptr;
    m_session.send(wire::cancelFrame(id(), wire::CancelMode::Now));
    m_session.end(id());
}

void TunnelStream::data(Channel channel, std::string bytes)
{
    if (channel == Channel::Tcp && m_isOpen && m_listener)
        m_listener->tunnelReceived(std::move(bytes));
    else
        consumed(channel, bytes.size());
}

void TunnelStream::eof(Channel channel)
{
    if (channel == Channel::Tcp && m_isOpen && m_listener)
        m_listener->tunnelFinished();
}

void TunnelStream::cancel(wire::CancelMode)
{
    exited({});
}

void TunnelStream::resume()
{
    if (m_isOpen && m_listener)
        m_listener->tunnelHasRoom();
}

void TunnelStream::answered(const wire::Response &response)
{
    TunnelListener *listener = m_listener;
    m_isOpen = response.result.has_value();
    if (!m_isOpen) {
        m_listener = nullptr;
        m_session.end(id());
    }
    if (listener)
        listener->tunnelAnswered(response);
}

void TunnelStream::exited(const wire::Value &result)
{
    TunnelListener *listener = m_listener;
    m_listener = nullptr;
    m_session.end(id());
    if (listener)
        listener->tunnelEnded(result["reason"].string() == "ended");
}
