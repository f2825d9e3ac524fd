// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QJsonObject>

namespace ui {

// The images that a message or what an action gave back brings with it. Nothing is fetched, and
// what is larger than a screen could ever need is none.

/// The addresses of those images, each with its content.
QStringList imageUrls(const QJsonObject &event, const QJsonObject &answer);

/// As large as small ones are kept, from their beginnings alone; an empty size for one that cannot
/// be shown.
QList<QSize> smallImageSizes(const QStringList &urls);

/// Takes its time: for another thread. A null image for one that cannot be shown.
QList<QImage> smallImages(const QStringList &urls);
QList<QImage> wholeImages(const QStringList &urls);

} // namespace ui
