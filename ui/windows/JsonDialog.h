// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace ui {

/// The events of a card as the server has them, to read and to copy.
class JsonDialog : public QDialog
{
    Q_OBJECT

public:
    JsonDialog(const QByteArray &json, QWidget *parent);
};

} // namespace ui
