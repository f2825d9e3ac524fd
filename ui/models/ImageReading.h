// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Draft.h"

#include <expected>

namespace ui {

/// Why something cannot go with a message as an image.
enum class ImageFault {
    None,
    NoImage, ///< no PNG, JPEG, GIF or WebP
    TooLarge, ///< to be read at all
    Broken,
};

/// What a message takes.
inline constexpr qsizetype mostImages = 8;
inline constexpr qsizetype mostBytesToRead = 32 << 20;
inline constexpr qsizetype mostBytesToSend = 3 << 20; ///< of one image
inline constexpr int mostPixelsAcross = 2048; ///< models see no more of it

/// An image as it is sent: as it is, or scaled down where it is larger than models take. Takes
/// its time; it may be called from any thread.
std::expected<AttachedImage, ImageFault> readImage(const QString &name, const QByteArray &bytes);
std::expected<AttachedImage, ImageFault> readImageFile(const QString &path);
/// Something that was copied, and is no file.
std::expected<AttachedImage, ImageFault> packImage(const QString &name, const QImage &image);

} // namespace ui
