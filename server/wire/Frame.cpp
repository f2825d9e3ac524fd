// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Frame.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace wire {

namespace {

template<typename T>
void appendLittle(std::string &out, T number)
{
    for (std::size_t i = 0; i < sizeof(T); ++i)
        out.push_back(static_cast<char>((number >> (8 * i)) & 0xff));
}

template<typename T>
T readLittle(std::string_view bytes)
{
    T number = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        number = static_cast<T>(
            number
            | static_cast<T>(static_cast<T>(static_cast<unsigned char>(bytes[i])) << (8 * i)));
    return number;
}

template<typename T>
std::optional<T> decodeExact(std::string_view payload)
{
    if (payload.size() != sizeof(T))
        return {};
    return readLittle<T>(payload);
}

} // namespace

bool isKnown(FrameType type)
{
    return type >= FrameType::Hello && type <= FrameType::Ack;
}

bool isCounted(FrameType type)
{
    switch (type) {
    case FrameType::Hello:
    case FrameType::Welcome:
    case FrameType::Ping:
    case FrameType::Pong:
    case FrameType::GoAway:
    case FrameType::Ack: return false;
    default: return true;
    }
}

std::string encode(const Frame &frame)
{
    std::string out;
    out.reserve(headerSize + frame.payload.size());
    appendEncoded(out, frame);
    return out;
}

void appendEncoded(std::string &out, const Frame &frame)
{
    assert(frame.payload.size() <= maxPayload);
    appendLittle(out, static_cast<std::uint32_t>(frame.payload.size()));
    appendLittle(out, frame.stream);
    appendLittle(out, static_cast<std::uint8_t>(frame.type));
    appendLittle(out, frame.flags);
    appendLittle(out, frame.channel);
    appendLittle(out, frame.aux);
    out += frame.payload;
}

std::string encodeNumber(std::uint32_t number)
{
    std::string out;
    appendLittle(out, number);
    return out;
}

std::string encodeNumber(std::uint64_t number)
{
    std::string out;
    appendLittle(out, number);
    return out;
}

std::optional<std::uint32_t> decodeNumber32(std::string_view payload)
{
    return decodeExact<std::uint32_t>(payload);
}

std::optional<std::uint64_t> decodeNumber64(std::string_view payload)
{
    return decodeExact<std::uint64_t>(payload);
}

Frame windowFrame(std::uint32_t stream, Channel channel, std::uint32_t credit)
{
    return {.type = FrameType::Window,
            .channel = static_cast<std::uint16_t>(channel),
            .stream = stream,
            .payload = encodeNumber(credit)};
}

Frame cancelFrame(std::uint32_t stream, CancelMode mode)
{
    return {.type = FrameType::Cancel,
            .stream = stream,
            .payload = std::string(1, static_cast<char>(mode))};
}

Frame pingFrame(std::uint64_t number)
{
    return {.type = FrameType::Ping, .payload = encodeNumber(number)};
}

Frame pongFrame(std::string pingPayload)
{
    return {.type = FrameType::Pong, .payload = std::move(pingPayload)};
}

Frame ackFrame(std::uint64_t received)
{
    return {.type = FrameType::Ack, .payload = encodeNumber(received)};
}

FrameReader::FrameReader(Expect expect)
    : m_inFrames(expect == Expect::Frames)
{}

void FrameReader::feed(std::string_view bytes)
{
    if (m_fault)
        return;
    compact();
    m_buffer += bytes;
}

std::expected<std::optional<Frame>, Fault> FrameReader::next()
{
    const auto fail = [this](Fault fault) {
        m_fault = fault;
        m_buffer.clear();
        m_start = 0;
        return std::unexpected(fault);
    };
    if (m_fault)
        return std::unexpected(*m_fault);
    if (!m_inFrames) {
        const auto begun = skipNoise();
        if (!begun)
            return fail(begun.error());
        if (!*begun)
            return std::nullopt;
    }
    while (buffered() >= headerSize) {
        const std::string_view bytes = std::string_view(m_buffer).substr(m_start);
        const auto length = readLittle<std::uint32_t>(bytes);
        if (length > maxPayload)
            return fail(Fault::FrameTooLarge);
        const auto type = static_cast<FrameType>(bytes[8]);
        const auto flags = static_cast<std::uint8_t>(bytes[9]);
        if (!isKnown(type) && !(flags & mayBeIgnored))
            return fail(Fault::UnknownFrame);
        if (bytes.size() < headerSize + length)
            return std::nullopt;
        m_start += headerSize + length;
        if (!isKnown(type))
            continue;
        return Frame{.type = type,
                     .flags = flags,
                     .channel = readLittle<std::uint16_t>(bytes.substr(10)),
                     .stream = readLittle<std::uint32_t>(bytes.substr(4)),
                     .aux = readLittle<std::uint32_t>(bytes.substr(12)),
                     .payload = std::string(bytes.substr(headerSize, length))};
    }
    return std::nullopt;
}

std::size_t FrameReader::buffered() const
{
    return m_buffer.size() - m_start;
}

std::expected<bool, Fault> FrameReader::skipNoise()
{
    const std::string_view bytes = std::string_view(m_buffer).substr(m_start);
    const std::size_t found = bytes.find(magic);
    if (found != std::string_view::npos) {
        if (m_skipped + found > noiseLimit)
            return std::unexpected(Fault::NoMagic);
        m_start += found + magic.size();
        m_inFrames = true;
        return true;
    }
    // The last bytes may be the beginning of the magic.
    const std::size_t noise = bytes.size() - std::min(bytes.size(), magic.size() - 1);
    m_skipped += noise;
    m_start += noise;
    if (m_skipped > noiseLimit)
        return std::unexpected(Fault::NoMagic);
    return false;
}

void FrameReader::compact()
{
    if (m_start == m_buffer.size()) {
        m_buffer.clear();
        m_start = 0;
    } else if (m_start >= m_buffer.size() / 2) {
        m_buffer.erase(0, m_start);
        m_start = 0;
    }
}

} // namespace wire
