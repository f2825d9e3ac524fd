// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

#include <QSet>
#include <QStringList>

namespace agent {

/// Lets two calls that share a key run one after the other. All keys of a call are taken together,
/// so calls cannot wait for each other in a circle.
class Locks
{
public:
    /// Waits for every key; Cancelled when @p stop is requested first.
    core::Task<> take(QStringList keys, std::stop_token stop);
    void release(const QStringList &keys);

private:
    QSet<QString> m_taken;
    QList<core::Deferred<bool>> m_waiting;
};

} // namespace agent
