// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace ui {

/// A text in a fixed font, to read line by line and to copy.
class TextDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p copyWords stand on the button that copies @p text as it is.
    TextDialog(const QString &title, const QString &copyWords, const QString &text,
               QWidget *parent);
};

} // namespace ui
