// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Outbox.h"

#include <utility>

namespace wire {

namespace {

constexpr std::size_t batch = 64 * 1024; // small frames are written together

// These speak about what the stream has sent before.
bool followsData(FrameType type)
{
    return type == FrameType::Eof || type == FrameType::Event || type == FrameType::Exit
           || type == FrameType::Response;
}

std::size_t sizeOf(const Frame &frame)
{
    return headerSize + frame.payload.size();
}

} // namespace

Outbox::Outbox(Greeting greeting, std::size_t capacity)
    : m_capacity(capacity)
{
    if (greeting == Greeting::Magic)
        m_current = magic;
}

void Outbox::push(Frame frame)
{
    const bool isData = frame.type == FrameType::Data;
    if (isData || (followsData(frame.type) && m_data.contains(frame.stream))) {
        m_dataBytes += sizeOf(frame);
        m_data[frame.stream].push_back(std::move(frame));
        return;
    }
    m_controlBytes += sizeOf(frame);
    m_control.push_back(std::move(frame));
}

void Outbox::drop(std::uint32_t stream)
{
    const auto found = m_data.find(stream);
    if (found == m_data.end())
        return;
    for (Frame &frame : found->second) {
        m_dataBytes -= sizeOf(frame);
        if (frame.type == FrameType::Data)
            continue;
        m_controlBytes += sizeOf(frame);
        m_control.push_back(std::move(frame));
    }
    m_data.erase(found);
}

std::size_t Outbox::room() const
{
    return m_dataBytes < m_capacity ? m_capacity - m_dataBytes : 0;
}

std::size_t Outbox::queued() const
{
    return m_current.size() - m_written + m_controlBytes + m_dataBytes;
}

std::size_t Outbox::queuedControl() const
{
    return m_controlBytes;
}

std::string_view Outbox::pending()
{
    if (m_written == m_current.size()) {
        m_current.clear();
        m_written = 0;
    }
    // The magic and a last small frame leave together with what came after them.
    if (m_written == 0 && m_current.size() < batch)
        fill();
    return std::string_view(m_current).substr(m_written);
}

void Outbox::wrote(std::size_t bytes)
{
    m_written += bytes;
}

void Outbox::fill()
{
    while (m_current.size() < batch) {
        if (!m_control.empty()) {
            m_controlBytes -= sizeOf(m_control.front());
            appendEncoded(m_current, m_control.front());
            m_control.pop_front();
            continue;
        }
        if (m_data.empty())
            return;
        auto turn = m_data.upper_bound(m_lastStream);
        if (turn == m_data.end())
            turn = m_data.begin();
        m_lastStream = turn->first;
        std::deque<Frame> &frames = turn->second;
        m_dataBytes -= sizeOf(frames.front());
        appendEncoded(m_current, frames.front());
        frames.pop_front();
        if (frames.empty())
            m_data.erase(turn);
    }
}

} // namespace wire
