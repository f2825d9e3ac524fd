// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ImageReading.h"

#include <QBuffer>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QPainter>

using ui::AttachedImage;
using ui::ImageFault;
using ReadImage = std::expected<AttachedImage, ImageFault>;

static constexpr qint64 mostPixelsToRead = 64'000'000;
static constexpr QSize thumbSize{192, 144};

/// By its first bytes, whatever it is called.
static QByteArray imageTypeOf(const QByteArray &bytes)
{
    if (bytes.startsWith("\x89PNG\r\n"))
        return "image/png";
    if (bytes.startsWith("\xff\xd8\xff"))
        return "image/jpeg";
    if (bytes.startsWith("GIF8"))
        return "image/gif";
    return bytes.startsWith("RIFF")
                   && bytes.sliced(0, qMin<qsizetype>(12, bytes.size())).endsWith("WEBP")
               ? QByteArray("image/webp")
               : QByteArray();
}

static AttachedImage attached(const QString &name, const QByteArray &type, const QByteArray &bytes,
                              const QImage &image)
{
    const QImage thumb = image.isNull() ? image
                                        : image.scaled(thumbSize, Qt::KeepAspectRatio,
                                                       Qt::SmoothTransformation);
    return {name, "data:" + type + ";base64," + bytes.toBase64(), thumb};
}

static QByteArray encoded(const QImage &image, const char *format)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format, qstrcmp(format, "JPEG") == 0 ? 88 : -1);
    return bytes;
}

/// JPEG knows nothing that can be looked through.
static QImage onWhite(const QImage &image)
{
    QImage whole(image.size(), QImage::Format_RGB32);
    whole.fill(Qt::white);
    QPainter(&whole).drawImage(0, 0, image);
    return whole;
}

ReadImage ui::packImage(const QString &name, const QImage &image)
{
    if (image.isNull())
        return std::unexpected(ImageFault::Broken);
    if (qint64(image.width()) * image.height() > mostPixelsToRead)
        return std::unexpected(ImageFault::TooLarge);
    const bool isLarge = qMax(image.width(), image.height()) > mostPixelsAcross;
    QImage fit = isLarge ? image.scaled(mostPixelsAcross, mostPixelsAcross, Qt::KeepAspectRatio,
                                        Qt::SmoothTransformation)
                         : image;
    // What is on a screen is sharp and small as PNG, a photograph is neither.
    if (const QByteArray png = encoded(fit, "PNG"); png.size() <= mostBytesToSend)
        return attached(name, "image/png", png, fit);
    const QByteArray jpeg = encoded(onWhite(fit), "JPEG");
    if (jpeg.isEmpty() || jpeg.size() > mostBytesToSend)
        return std::unexpected(ImageFault::TooLarge);
    return attached(name, "image/jpeg", jpeg, fit);
}

ReadImage ui::readImage(const QString &name, const QByteArray &bytes)
{
    const QByteArray type = imageTypeOf(bytes);
    if (type.isEmpty())
        return std::unexpected(ImageFault::NoImage);
    if (bytes.size() > mostBytesToRead)
        return std::unexpected(ImageFault::TooLarge);
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    if (!reader.canRead()) {
        // Qt reads WebP only where its plugin is installed; the model reads it anyway.
        if (type == "image/webp" && bytes.size() <= mostBytesToSend)
            return attached(name, type, bytes, {});
        return std::unexpected(type == "image/webp" ? ImageFault::TooLarge : ImageFault::Broken);
    }
    const QSize size = reader.size();
    if (qint64(size.width()) * size.height() > mostPixelsToRead)
        return std::unexpected(ImageFault::TooLarge);
    const bool isUpright = reader.transformation() == QImageIOHandler::TransformationNone;
    const QImage image = reader.read();
    if (image.isNull())
        return std::unexpected(ImageFault::Broken);
    const bool fits = bytes.size() <= mostBytesToSend
                      && qMax(size.width(), size.height()) <= mostPixelsAcross;
    // A model does not turn what a camera held upright.
    return fits && isUpright ? attached(name, type, bytes, image) : packImage(name, image);
}

ReadImage ui::readImageFile(const QString &path)
{
    QFile file(path);
    const QFileInfo info(path);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly))
        return std::unexpected(ImageFault::NoImage);
    if (imageTypeOf(file.peek(16)).isEmpty())
        return std::unexpected(ImageFault::NoImage);
    if (file.size() > mostBytesToRead)
        return std::unexpected(ImageFault::TooLarge);
    return readImage(info.fileName(), file.readAll());
}
