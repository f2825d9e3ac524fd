// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace core {

/// A task that nobody awaits, for as long as it lives. spawn() makes one for each of its own.
class UnderWay
{
    Q_DISABLE_COPY_MOVE(UnderWay)

public:
    /// @p purpose is a phrase such as "answering a request".
    explicit UnderWay(const char *purpose);
    ~UnderWay();

private:
    const char *m_purpose;
};

/// Waits until no task of this thread that nobody awaits is under way, so that what they use may
/// go. Unavailable after @p limit, with what they are about. Do not spawn() what awaits it.
Task<> settled(std::chrono::milliseconds limit);

} // namespace core
