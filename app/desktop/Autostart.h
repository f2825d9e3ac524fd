// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/LoginItem.h"

namespace desktop {

/// Whether the session starts Berth, as its autostart folder says.
/// https://specifications.freedesktop.org/autostart-spec/latest/
class Autostart : public ui::LoginItem
{
    Q_OBJECT

public:
    /// @p folder: the user's, $XDG_CONFIG_HOME/autostart; @p program: what is started, a path.
    Autostart(QString folder, QString program);
    static QString userFolder();

    bool isOn() const override;
    core::Result<> set(bool isOn) override;

private:
    QString path() const;
    core::Result<> write() const;
    core::Result<> remove() const;

    const QString m_folder;
    const QString m_program;
};

} // namespace desktop
