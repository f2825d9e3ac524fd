// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

namespace wire {

/// What is wrong with bytes that came from the other side.
enum class Fault {
    NoMagic,      // 64 KiB of noise and no magic among it
    FrameTooLarge,
    UnknownFrame, // a frame type we do not know, without the "may be ignored" flag
    Truncated,
    TooDeep,
    TooManyItems,
    Unsupported, // CBOR that the protocol does not use: tags, indefinite lengths, short floats, ...
    BadText, // text that is not UTF-8
    DuplicateKey,
    TrailingBytes,
    WrongShape, // well-formed, but not the message it should be
};

std::string_view describe(Fault fault);

} // namespace wire
