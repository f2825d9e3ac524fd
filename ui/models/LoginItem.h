// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <QObject>

namespace ui {

/// Whether the session of this person starts the program.
class LoginItem : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// As it is now, whoever has changed it.
    virtual bool isOn() const = 0;
    virtual core::Result<> set(bool isOn) = 0;

signals:
    void changed();
};

} // namespace ui
