// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Channel.h"

namespace workspace {

/// Makes places to work in. One user has one default place; it is opened when first asked for.
class Runtime : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// "local", "docker" or "sandbox".
    virtual QString name() const = 0;
    /// The channel into @p userId's default workspace, opened on first use and again after a loss.
    /// Unavailable, with what to install or say, when there is nothing to run in.
    virtual core::Task<std::shared_ptr<Channel>> open(QString userId) = 0;
    /// Makes a working directory, absolute and clean, with its parents in @p userId's workspace.
    /// Invalid when it cannot be there.
    virtual core::Task<> makeDirectory(QString userId, QString path)
    {
        const core::Result<std::shared_ptr<Channel>> channel = co_await open(userId);
        if (!channel)
            co_return std::unexpected(channel.error());
        co_return co_await (*channel)->makeDirectory(path);
    }
    /// Ends every place.
    virtual core::Task<> stop() = 0;
};

} // namespace workspace
