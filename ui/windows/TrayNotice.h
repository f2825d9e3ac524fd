// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windows/Banner.h"

namespace ui {

/// Says that this desktop shows no tray icons, and asks what closing the window is to mean then.
class TrayNotice : public Banner
{
    Q_OBJECT

public:
    explicit TrayNotice(QWidget *parent = nullptr);

signals:
    /// @p stays: whether the program goes on without its window.
    void decided(bool stays);
};

} // namespace ui
