// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

#include <QIODevice>

namespace workspace {

/// A folder with a Dockerfile, packed for an engine.
struct BuildContext
{
    std::shared_ptr<QIODevice> tar; ///< open, at its beginning
    QString digest; ///< of names, permissions and contents; times and owners do not count
    QByteArray dockerfile = {}; ///< as it was packed
};

/// What a folder may have at most after its .dockerignore.
struct ContextBounds
{
    qint64 bytes = 256LL << 20;
    int entries = 20'000;
};

/// Packs what .dockerignore leaves of @p folder. Links are packed as links and never followed;
/// sockets, pipes and devices are left out. It blocks for as long as it reads.
/// Invalid without a Dockerfile, TooLarge beyond the bounds.
core::Result<BuildContext> packContext(const QString &folder, ContextBounds bounds = {},
                                       std::stop_token stop = {});

/// The same on a thread of the pool.
core::Task<BuildContext> packContextAside(QString folder, ContextBounds bounds = {},
                                          std::stop_token stop = {});

/// A context of a single Dockerfile.
BuildContext contextOf(const QByteArray &dockerfile);

} // namespace workspace
