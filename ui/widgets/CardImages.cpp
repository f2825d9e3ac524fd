// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CardImages.h"

#include <QBuffer>
#include <QImageReader>
#include <QJsonArray>

namespace ui {

static constexpr qsizetype longestImage = 12'000'000; // characters of base64
static constexpr qint64 largestImage = 50'000'000; // pixels
static constexpr qsizetype beginningOfImage = 128 * 1024; // characters, a multiple of four
static constexpr qsizetype mostImages = 12; // of one card
static constexpr QSize imageRoom{480, 192}; // twice as large as it is drawn, for fine screens

QStringList imageUrls(const QJsonObject &event, const QJsonObject &answer)
{
    QStringList urls;
    for (const QJsonValue &content :
         {event["llm_message"]["content"], answer["observation"]["content"]}) {
        for (const QJsonValue &part : content.toArray())
            for (const QJsonValue &url : part["image_urls"].toArray())
                if (url.toString().startsWith("data:image/") && urls.size() < mostImages)
                    urls.append(url.toString());
    }
    // What the browser looked like comes beside what it said.
    const QString screen = answer["observation"]["screenshot_data"].toString();
    if (urls.isEmpty() && !screen.isEmpty())
        urls.append(screen.startsWith("data:image/") ? screen : "data:image/png;base64," + screen);
    return urls;
}

static QByteArray imageBytes(const QString &url, qsizetype most = longestImage)
{
    const qsizetype comma = url.indexOf(',');
    if (comma < 0 || url.size() > longestImage)
        return {};
    return QByteArray::fromBase64(QStringView(url).mid(comma + 1, most).toLatin1());
}

/// As it is kept small; empty when it is too large, or none.
static QSize smallSizeOf(const QSize &size)
{
    if (size.isEmpty() || qint64(size.width()) * size.height() > largestImage)
        return {};
    if (size.width() <= imageRoom.width() && size.height() <= imageRoom.height())
        return size;
    return size.scaled(imageRoom, Qt::KeepAspectRatio).expandedTo({1, 1});
}

QList<QSize> smallImageSizes(const QStringList &urls)
{
    QList<QSize> sizes;
    for (const QString &url : urls) {
        QByteArray bytes = imageBytes(url, beginningOfImage);
        QBuffer buffer(&bytes);
        sizes.append(smallSizeOf(QImageReader(&buffer).size()));
    }
    return sizes;
}

static QImage readImage(const QString &url, bool isSmall)
{
    QByteArray bytes = imageBytes(url);
    QBuffer buffer(&bytes);
    QImageReader reader(&buffer);
    const QSize size = smallSizeOf(reader.size());
    if (size.isEmpty())
        return {};
    if (isSmall && size != reader.size())
        reader.setScaledSize(size);
    return reader.read();
}

QList<QImage> smallImages(const QStringList &urls)
{
    QList<QImage> images;
    for (const QString &url : urls)
        images.append(readImage(url, true));
    return images;
}

QList<QImage> wholeImages(const QStringList &urls)
{
    QList<QImage> images;
    for (const QString &url : urls)
        images.append(readImage(url, false));
    return images;
}

} // namespace ui
