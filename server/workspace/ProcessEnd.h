// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

#include <QProcess>

#include <memory>

namespace workspace {

/// Waits until a process that was started has ended, also when it could not be started; it is
/// killed when it takes longer than @p patience.
core::Task<> hasEnded(std::shared_ptr<QProcess> process, std::chrono::milliseconds patience);

} // namespace workspace
