// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Input.h"
#include "api/Socket.h"
#include "model/Requests.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::Input input(data, size);
    const QString text = QString::fromUtf8(input.bytes().data(),
                                           static_cast<qsizetype>(input.bytes().size()));
    const std::optional<QByteArray> key = api::authKey(text);
    fuzz::require(!key || text.contains("auth"), "a frame that authenticates says so");
    const core::Result<QJsonValue> value = json::parse(text.toUtf8());
    if (!value)
        return 0;
    const auto message = json::read<model::SendMessage>(*value);
    fuzz::require(message || !message.error().message.isEmpty(), "an error says something");
    return 0;
}
