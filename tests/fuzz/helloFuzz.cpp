// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Input.h"
#include "net/ClientHello.h"

using State = net::ClientHello::State;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::Input input(data, size);
    net::ClientHello whole;
    whole.feed(input.bytes());
    net::ClientHello hello;
    input.inPieces([&](std::string_view piece) {
        const State before = hello.state();
        const State after = hello.feed(piece);
        fuzz::require(before == State::Incomplete || after == before, "what was decided stays");
        return true;
    });
    const bool isShort = input.bytes().size() <= net::ClientHello::maxBytes;
    fuzz::require(!isShort || hello.state() == whole.state(), "pieces are read as the whole is");
    fuzz::require(!isShort || hello.serverName() == whole.serverName(), "the name is the same");
    fuzz::require(hello.serverName().size() <= net::ClientHello::maxBytes, "a name has its limit");
    return 0;
}
