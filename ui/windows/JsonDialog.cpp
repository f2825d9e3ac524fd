// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/JsonDialog.h"

namespace ui {

JsonDialog::JsonDialog(const QByteArray &json, QWidget *parent)
    : TextDialog(tr("JSON of the card"), tr("Copy JSON"), QString::fromUtf8(json), parent)
{}

} // namespace ui
