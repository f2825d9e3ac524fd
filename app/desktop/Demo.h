// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "composition/Configuration.h"

#include <QJsonObject>
#include <QTemporaryDir>

namespace desktop {

/// An agent at work for somebody who has no model yet: its model is a script, its commands are
/// real. It has a server and a folder of its own, which go away with it.
class Demo
{
public:
    /// @p directory is kept; without one it is a folder that goes away.
    explicit Demo(const QString &directory);

    /// Invalid when there is no folder to work in.
    core::Result<composition::Configuration> configuration() const;
    /// What makes its conversation when it is posted to /conversations.
    QJsonObject request() const;

private:
    QTemporaryDir m_folder;
    QString m_directory;
};

} // namespace desktop
