// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "RoundTrip.h"
#include "identity/Users.h"
#include "workspace/WorkspaceSettings.h"

/// What an administrator or a user says of a workspace: read, and held against what is possible.
static void readSettings(const QJsonValue &value)
{
    const auto settings = fuzz::readAs<workspace::WorkspaceSettings>(value);
    if (!settings)
        return;
    const workspace::SettingsBounds bounds;
    for (const core::Result<> &checked :
         {workspace::checkSettings(*settings, bounds),
          workspace::refuseSettings(*settings, "not here"), workspace::checkReach(*settings, {})})
        fuzz::require(checked || !checked.error().message.isEmpty(), "a refusal says something");
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::Input input(data, size);
    const core::Result<QJsonValue> value = json::parse(
        {input.bytes().data(), static_cast<qsizetype>(input.bytes().size())});
    if (!value)
        return 0;
    switch (input.choice() % 3) {
    case 0: readSettings(*value); break;
    case 1: fuzz::readAs<identity::Quotas>(*value); break;
    case 2: fuzz::readAs<model::Budget>(*value); break;
    }
    return 0;
}
