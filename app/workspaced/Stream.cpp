// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Stream.h"

#include "Session.h"

#include <algorithm>

using wire::Channel;

Stream::Stream(Session &session, std::uint32_t id, std::string opid)
    : m_session(session)
    , m_id(id)
    , m_opid(std::move(opid))
{}

void Stream::data(Channel channel, std::string bytes)
{
    consumed(channel, bytes.size());
}

void Stream::eof(Channel)
{}

bool Stream::receive(Channel channel, std::string bytes)
{
    if (!incoming(channel).accept(bytes.size()))
        return false;
    data(channel, std::move(bytes));
    return true;
}

bool Stream::grant(Channel channel, std::uint32_t credit)
{
    if (!outgoing(channel).window.grant(credit))
        return false;
    resume();
    return true;
}

std::size_t Stream::roomFor(Channel channel)
{
    return std::min(outgoing(channel).window.available(), m_session.room());
}

void Stream::send(Channel channel, std::string bytes)
{
    Outgoing &out = outgoing(channel);
    out.window.spend(bytes.size());
    const auto offset = static_cast<std::uint32_t>(out.offset);
    out.offset += bytes.size();
    m_session.send({.type = wire::FrameType::Data,
                    .channel = static_cast<std::uint16_t>(channel),
                    .stream = m_id,
                    .aux = offset,
                    .payload = std::move(bytes)});
}

void Stream::sendEof(Channel channel)
{
    m_session.send({.type = wire::FrameType::Eof,
                    .channel = static_cast<std::uint16_t>(channel),
                    .stream = m_id,
                    .payload = {}});
}

void Stream::sendEvent(const wire::Value &event)
{
    m_session.send({.type = wire::FrameType::Event, .stream = m_id, .payload = event.encode()});
}

void Stream::consumed(Channel channel, std::size_t bytes)
{
    if (const std::uint32_t credit = incoming(channel).consume(bytes))
        m_session.send(wire::windowFrame(m_id, channel, credit));
}

void Stream::respond(const Outcome &outcome)
{
    m_session.respond(m_id, m_opid, wire::Response{outcome});
    m_session.end(m_id);
}

void Stream::exit(const wire::Value &result)
{
    m_session.send({.type = wire::FrameType::Exit, .stream = m_id, .payload = result.encode()});
    m_session.end(m_id);
}

Stream::Outgoing &Stream::outgoing(Channel channel)
{
    return m_outgoing.try_emplace(channel, Outgoing{wire::SendWindow(wire::creditOf(channel)), 0})
        .first->second;
}

wire::ReceiveWindow &Stream::incoming(Channel channel)
{
    return m_incoming.try_emplace(channel, wire::creditOf(channel)).first->second;
}
