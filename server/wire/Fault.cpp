// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Fault.h"

namespace wire {

std::string_view describe(Fault fault)
{
    switch (fault) {
    case Fault::NoMagic: return "the other side does not speak this protocol";
    case Fault::FrameTooLarge: return "a frame is larger than 1 MiB";
    case Fault::UnknownFrame: return "a frame has an unknown type";
    case Fault::Truncated: return "the value ends too early";
    case Fault::TooDeep: return "the value is nested too deeply";
    case Fault::TooManyItems: return "the value has too many items";
    case Fault::Unsupported: return "the value uses CBOR that the protocol does not";
    case Fault::BadText: return "a text is not UTF-8";
    case Fault::DuplicateKey: return "a map has a key twice";
    case Fault::TrailingBytes: return "bytes follow the value";
    case Fault::WrongShape: return "the message lacks a field or has one of the wrong type";
    }
    return "the bytes are wrong";
}

} // namespace wire
