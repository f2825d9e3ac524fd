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

bool Outbox::acknowledge(std::uint64_t received)
{
    if (received < m_acknowledged || received - m_acknowledged > m_next)
        return false;
    forget(received - m_acknowledged);
    return true;
}

bool Outbox::rewind(std::uint64_t received, std::string preface)
{
    if (received < m_acknowledged || received - m_acknowledged > m_kept.size())
        return false;
    m_next = m_kept.size();
    forget(received - m_acknowledged);
    m_next = 0;
    m_current = std::move(preface);
    m_written = 0;
    // What only concerned the old connection.
    std::erase_if(m_control, [this](const Frame &frame) {
        const bool isOld = !isCounted(frame.type);
        m_controlBytes -= isOld ? sizeOf(frame) : 0;
        return isOld;
    });
    return true;
}

void Outbox::forget(std::uint64_t frames)
{
    m_acknowledged += frames;
    m_next -= static_cast<std::size_t>(frames);
    for (; frames > 0; --frames) {
        m_keptBytes -= sizeOf(m_kept.front());
        m_kept.pop_front();
    }
}

std::size_t Outbox::room() const
{
    const std::size_t held = m_dataBytes + m_keptBytes;
    return held < m_capacity ? m_capacity - held : 0;
}

std::size_t Outbox::queued() const
{
    std::size_t again = 0;
    for (std::size_t i = m_next; i < m_kept.size(); ++i)
        again += sizeOf(m_kept[i]);
    return m_current.size() - m_written + again + m_controlBytes + m_dataBytes;
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
        if (m_next < m_kept.size()) {
            appendEncoded(m_current, m_kept[m_next++]);
            continue;
        }
        if (m_control.empty() && m_data.empty())
            return;
        Frame frame = takeNext();
        appendEncoded(m_current, frame);
        if (!m_keeps || !isCounted(frame.type))
            continue;
        m_keptBytes += sizeOf(frame);
        m_kept.push_back(std::move(frame));
        m_next = m_kept.size();
    }
}

Frame Outbox::takeNext()
{
    if (!m_control.empty()) {
        Frame frame = std::move(m_control.front());
        m_control.pop_front();
        m_controlBytes -= sizeOf(frame);
        return frame;
    }
    auto turn = m_data.upper_bound(m_lastStream);
    if (turn == m_data.end())
        turn = m_data.begin();
    m_lastStream = turn->first;
    Frame frame = std::move(turn->second.front());
    turn->second.pop_front();
    m_dataBytes -= sizeOf(frame);
    if (turn->second.empty())
        m_data.erase(turn);
    return frame;
}

} // namespace wire
