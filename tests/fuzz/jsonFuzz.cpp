// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "RoundTrip.h"
#include "model/Agent.h"
#include "model/Event.h"
#include "model/Requests.h"

static void readEvent(const QJsonObject &object)
{
    const core::Result<model::Event> event = model::eventFromJson(object);
    if (!event)
        return;
    const QJsonObject written = model::toJson(*event);
    const core::Result<model::Event> again = model::eventFromJson(written);
    fuzz::require(again.has_value(), "an event that was written can be read");
    fuzz::require(model::toJson(*again) == written, "an event keeps its form");
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::Input input(data, size);
    const core::Result<QJsonValue> value = json::parse(
        {input.bytes().data(), static_cast<qsizetype>(input.bytes().size())});
    if (!value)
        return 0;
    switch (input.choice() % 5) {
    case 0: fuzz::readAs<model::StartConversation>(*value); break;
    case 1: fuzz::readAs<model::SendMessage>(*value); break;
    case 2: fuzz::readAs<model::UpdateConversation>(*value); break;
    case 3: fuzz::readAs<model::AgentConfig>(*value); break;
    case 4: readEvent(value->toObject()); break;
    }
    return 0;
}
