// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/WorkspaceImage.h"

namespace workspace {

/// Users do not meet by the names that they choose.
QString savedName(const QString &userId, const QString &name);

/// Whether nobody but this server can have an image of this name, so that no registry is asked.
bool isOwnName(const QString &name);

/// What is said of an image that is not there, and of one that is somebody else's.
core::Error noSuchImage(const QString &name);

/// Whether somebody other than @p userId saved it; never for who runs the server.
bool isSavedByAnother(const docker::Image &image, const std::optional<QString> &userId);

/// The images that a Dockerfile builds on or copies from, as it writes them.
QStringList imagesNamedIn(const QByteArray &dockerfile);

/// Unavailable when a Dockerfile of @p userId's would use an image that another user saved, or
/// when that cannot be told.
core::Task<> checkImagesNamedIn(docker::Images images, QByteArray dockerfile,
                                std::optional<QString> userId);

} // namespace workspace
