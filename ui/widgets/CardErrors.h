// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Card.h"

namespace ui {

/// What went wrong in words of everybody, what is kept, and what can be done about it.
void readError(Card *card, const QJsonObject &event);

} // namespace ui
