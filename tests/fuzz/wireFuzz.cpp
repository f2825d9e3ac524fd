// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Input.h"
#include "wire/Frame.h"
#include "wire/Message.h"

namespace {

void decodeValue(std::string_view payload)
{
    const auto value = wire::Value::decode(payload);
    if (!value)
        return;
    const std::string encoded = value->encode();
    const auto again = wire::Value::decode(encoded);
    fuzz::require(again.has_value(), "a value that was encoded can be decoded");
    fuzz::require(again->encode() == encoded, "a value has one encoding");
}

template<typename Message>
void decodeAs(std::string_view payload)
{
    const auto message = Message::decode(payload);
    if (message)
        fuzz::require(Message::decode(message->encode()).has_value(),
                      "a message that was encoded can be decoded");
}

void handle(const wire::Frame &frame)
{
    fuzz::require(frame.payload.size() <= wire::maxPayload, "a payload has its limit");
    decodeValue(frame.payload);
    decodeAs<wire::Open>(frame.payload);
    decodeAs<wire::Hello>(frame.payload);
    decodeAs<wire::Welcome>(frame.payload);
    decodeAs<wire::Request>(frame.payload);
    decodeAs<wire::Response>(frame.payload);
    wire::decodeNumber32(frame.payload);
    wire::decodeNumber64(frame.payload);

    wire::FrameReader reader(wire::FrameReader::Expect::Frames);
    reader.feed(wire::encode(frame));
    const auto again = reader.next();
    fuzz::require(again && *again && **again == frame, "a frame survives the line");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using Expect = wire::FrameReader::Expect;
    const fuzz::Input input(data, size);
    if (input.choice() & 0x40)
        decodeValue(input.bytes());
    wire::FrameReader reader(input.choice() & 0x80 ? Expect::Magic : Expect::Frames);
    input.inPieces([&](std::string_view piece) {
        reader.feed(piece);
        while (true) {
            const auto frame = reader.next();
            if (!frame)
                return false;
            if (!*frame)
                return true;
            handle(**frame);
        }
    });
    fuzz::require(reader.buffered() <= input.bytes().size(), "no byte is made up");
    return 0;
}
