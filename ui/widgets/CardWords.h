// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace ui::cards {

/// What a card says, in the language of the window.
inline QString words(const char *text)
{
    return QCoreApplication::translate("ui::Card", text);
}

} // namespace ui::cards
