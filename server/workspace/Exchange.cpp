// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Exchange.h"

#include "workspace/Line.h"

namespace workspace {

Exchange::Exchange(Line *line, quint32 id)
    : m_line(line)
    , m_id(id)
    , m_progress(Clock::now())
{}

void Exchange::consumed(wire::Channel channel, qint64 bytes)
{
    const auto found = m_intakes.find(channel);
    if (!m_line || found == m_intakes.end())
        return;
    Intake &intake = found->second;
    bytes = qMin(bytes, intake.held);
    intake.held -= bytes;
    m_progress = Clock::now();
    if (const quint32 credit = intake.window.consume(static_cast<size_t>(bytes)))
        m_line->send(wire::windowFrame(m_id, channel, credit));
}

qint64 Exchange::sendable(wire::Channel channel) const
{
    if (!m_line || isEnded())
        return 0;
    const auto window = m_send.find(channel);
    const size_t credit = window == m_send.end() ? wire::creditOf(channel)
                                                 : window->second.available();
    return m_line->roomFor(static_cast<qint64>(credit));
}

void Exchange::send(wire::Channel channel, QByteArrayView bytes)
{
    if (!m_line || isEnded())
        return;
    wire::SendWindow &window = m_send.try_emplace(channel, wire::creditOf(channel)).first->second;
    quint64 &sent = m_sent[channel];
    while (!bytes.isEmpty() && m_line) {
        const QByteArrayView part = bytes.first(qMin<qsizetype>(bytes.size(), wire::dataChunk));
        bytes = bytes.sliced(part.size());
        wire::Frame frame;
        frame.type = wire::FrameType::Data;
        frame.stream = m_id;
        frame.channel = static_cast<quint16>(channel);
        frame.aux = static_cast<quint32>(sent);
        frame.payload.assign(part.data(), static_cast<size_t>(part.size()));
        window.spend(frame.payload.size());
        sent += frame.payload.size();
        m_line->send(std::move(frame));
    }
}

void Exchange::sendEof(wire::Channel channel)
{
    if (!m_line)
        return;
    wire::Frame frame;
    frame.type = wire::FrameType::Eof;
    frame.stream = m_id;
    frame.channel = static_cast<quint16>(channel);
    m_line->send(std::move(frame));
}

void Exchange::cancel(wire::CancelMode mode)
{
    if (!m_line)
        return;
    // What is queued stays: an EOF without the DATA before it would complete half a file.
    m_line->send(wire::cancelFrame(m_id, mode));
}

void Exchange::expectProgress(std::chrono::milliseconds patience)
{
    m_patience = patience;
    m_progress = Clock::now();
}

void Exchange::abandon()
{
    if (std::exchange(m_abandoned, true) || !m_line)
        return;
    m_patience = {};
    // The helper holds an EXIT back until the output before it has credit, so all of it is taken.
    for (const auto &[channel, intake] : m_intakes)
        consumed(channel, intake.held);
    cancel(wire::CancelMode::Now);
}

void Exchange::accept()
{
    answer(wire::FrameType::Response, wire::Response{wire::Value::map()}.encode());
}

void Exchange::refuse(wire::Failure failure)
{
    const wire::Response response{std::unexpected(std::move(failure))};
    answer(wire::FrameType::Response, response.encode());
    if (m_line)
        m_line->endStream(m_id, std::unexpected(errorOf(response.result.error())));
}

void Exchange::exit(wire::Value result)
{
    answer(wire::FrameType::Exit, result.encode());
    if (m_line)
        m_line->endStream(m_id, std::move(result));
}

void Exchange::answer(wire::FrameType type, std::string payload)
{
    if (!m_line || isEnded())
        return;
    wire::Frame frame;
    frame.type = type;
    frame.stream = m_id;
    frame.payload = std::move(payload);
    m_line->send(std::move(frame));
}

bool Exchange::receive(const wire::Frame &frame)
{
    const auto channel = static_cast<wire::Channel>(frame.channel);
    m_progress = Clock::now();
    switch (frame.type) {
    case wire::FrameType::Data: return receiveData(frame);
    case wire::FrameType::Eof:
        if (!m_abandoned)
            emit eofReceived(channel);
        return true;
    case wire::FrameType::Window: {
        const auto credit = wire::decodeNumber32(frame.payload);
        wire::SendWindow &window =
            m_send.try_emplace(channel, wire::creditOf(channel)).first->second;
        if (!credit || !window.grant(*credit))
            return false;
        if (!m_abandoned)
            emit roomMade();
        return true;
    }
    case wire::FrameType::Event: {
        const auto event = wire::Value::decode(frame.payload);
        if (event && !m_abandoned)
            emit eventReceived(*event);
        return event.has_value();
    }
    case wire::FrameType::Cancel:
        if (isTheirs() && !m_abandoned)
            emit cancelled();
        return isTheirs();
    default: return false;
    }
}

bool Exchange::receiveData(const wire::Frame &frame)
{
    const auto channel = static_cast<wire::Channel>(frame.channel);
    Intake &intake =
        m_intakes.try_emplace(channel, Intake{wire::ReceiveWindow(wire::creditOf(channel)), 0})
            .first->second;
    const auto size = static_cast<qint64>(frame.payload.size());
    if (!intake.window.accept(frame.payload.size()))
        return false;
    intake.held += size;
    if (m_abandoned)
        consumed(channel, size);
    else
        emit dataReceived(channel, QByteArray::fromStdString(frame.payload));
    return true;
}

void Exchange::finish(core::Result<wire::Value> result)
{
    m_line = nullptr;
    announce(std::move(result));
}

void Exchange::announce(core::Result<wire::Value> result)
{
    if (isEnded())
        return;
    const Ending ending{std::move(result)};
    m_end.resolve(ending);
    core::later([self = shared_from_this(), ending] { emit self->ended(ending); });
}

bool Exchange::isOverdue(Clock::time_point now) const
{
    if (m_patience.count() == 0 || isEnded())
        return false;
    for (const auto &[channel, intake] : m_intakes) {
        if (intake.held > 0)
            return false;
    }
    return now - m_progress > m_patience;
}

void Exchange::giveUp()
{
    announce(core::fail(core::Error::Kind::Timeout, "The workspace did not answer in time."));
    abandon();
}

} // namespace workspace

#include "moc_Exchange.cpp"
