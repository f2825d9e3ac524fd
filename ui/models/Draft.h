// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QList>
#include <QMetaType>
#include <QString>

namespace ui {

/// An image that goes with a message, in the bytes that are sent.
struct AttachedImage
{
    QString name;
    QByteArray url; ///< "data:image/png;base64,..."
    QImage thumb; ///< null where nothing here can draw it
};

/// What somebody is about to say.
struct Draft
{
    QString text;
    QList<AttachedImage> images;

    bool isEmpty() const { return text.trimmed().isEmpty() && images.isEmpty(); }
    /// Of its images, as they are sent.
    qsizetype bytes() const
    {
        qsizetype sum = 0;
        for (const AttachedImage &image : images)
            sum += image.url.size();
        return sum;
    }
};

} // namespace ui
