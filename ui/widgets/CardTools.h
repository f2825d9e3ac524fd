// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Card.h"

namespace ui {

/// A tool that has no card of its own kind: of an MCP server or a client, the browser, a skill, a
/// sub-agent. @p observation may be empty.
void readTool(Card *card, const QJsonObject &event, const QJsonObject &observation);

/// What a hook said to what the agent was about to do, or had done.
void readHook(Card *card, const QJsonObject &event);

} // namespace ui
