// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windows/TextDialog.h"

namespace ui {

/// The events of a card as the server has them, to read and to copy.
class JsonDialog : public TextDialog
{
    Q_OBJECT

public:
    JsonDialog(const QByteArray &json, QWidget *parent);
};

} // namespace ui
