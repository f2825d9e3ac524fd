// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Fault.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace wire {

inline constexpr std::string_view magic{"\0WSA1\n", 6};
inline constexpr std::size_t noiseLimit = 64 * 1024;
inline constexpr std::size_t headerSize = 16;
inline constexpr std::size_t maxPayload = 1024 * 1024;
inline constexpr std::size_t dataChunk = 128
                                         * 1024; // what a sender puts into one DATA frame at most
inline constexpr std::uint32_t initialCredit = 1024 * 1024; // per stream and direction
inline constexpr std::uint32_t tcpCredit = 256 * 1024; // the same of connections, which can be many

enum class FrameType : std::uint8_t {
    Hello = 1,
    Welcome = 2,
    Request = 3,
    Response = 4,
    Data = 5,
    Eof = 6,
    Window = 7,
    Cancel = 8,
    Event = 9,
    Exit = 10,
    Ping = 11,
    Pong = 12,
    Open = 13,
    GoAway = 14,
    Ack = 15,
};

/// The channel of DATA and EOF frames.
enum class Channel : std::uint16_t {
    Input = 0,
    Output = 1,
    Error = 2,
    File = 3,
    Tcp = 4,
    Control = 5
};

constexpr std::uint32_t creditOf(Channel channel)
{
    return channel == Channel::Tcp ? tcpCredit : initialCredit;
}

enum class CancelMode : std::uint8_t { Polite = 0, Now = 1 };

inline constexpr std::uint8_t mayBeIgnored =
    0x80; // flag: a receiver that does not know the type skips it

/// One message on the line: a 16-byte little-endian header and its payload.
struct Frame
{
    FrameType type = FrameType::Ping;
    std::uint8_t flags = 0;
    std::uint16_t channel = 0;
    std::uint32_t stream = 0;
    std::uint32_t aux = 0; // DATA: low 32 bits of the offset of the first byte within its channel
    std::string payload;

    bool operator==(const Frame &) const = default;
};

bool isKnown(FrameType type);
// Whether a frame belongs to the session, which survives the connection: both sides count these,
// and what the other side has not received is sent again.
bool isCounted(FrameType type);

// The payload must not be larger than maxPayload.
std::string encode(const Frame &frame);
void appendEncoded(std::string &out, const Frame &frame);

// Payloads with a fixed form.
std::string encodeNumber(std::uint32_t number);
std::string encodeNumber(std::uint64_t number);
std::optional<std::uint32_t> decodeNumber32(std::string_view payload);
std::optional<std::uint64_t> decodeNumber64(std::string_view payload);
Frame windowFrame(std::uint32_t stream, Channel channel, std::uint32_t credit);
Frame cancelFrame(std::uint32_t stream, CancelMode mode);
Frame pingFrame(std::uint64_t number);
Frame pongFrame(std::string pingPayload);
Frame ackFrame(std::uint64_t received);

/// Turns received bytes into frames. Skips noise up to the magic, then expects nothing but frames.
class FrameReader
{
public:
    enum class Expect { Magic, Frames };

    explicit FrameReader(Expect expect = Expect::Magic);

    void feed(std::string_view bytes);

    // The next complete frame, nothing when more bytes are needed, or a fault. A fault is final.
    // Unknown frames that may be ignored are skipped silently.
    std::expected<std::optional<Frame>, Fault> next();

    std::size_t buffered() const; // bytes fed but not yet returned as frames

private:
    std::expected<bool, Fault> skipNoise();
    void compact();

    std::string m_buffer;
    std::size_t m_start = 0;
    std::size_t m_skipped = 0;
    bool m_inFrames = false;
    std::optional<Fault> m_fault;
};

} // namespace wire
