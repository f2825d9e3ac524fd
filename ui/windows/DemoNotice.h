// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windows/Banner.h"

namespace ui {

/// Says that what is seen is the demo, and leads on from it.
class DemoNotice : public Banner
{
    Q_OBJECT

public:
    explicit DemoNotice(QWidget *parent = nullptr);

signals:
    /// The program is to start anew, for work of the person's own.
    void ownStartAsked();
};

} // namespace ui
