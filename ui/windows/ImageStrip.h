// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Draft.h"

#include <QWidget>

namespace ui {

/// The images that go with a message: each with its name and a way to leave it out. It is not there
/// while there are none.
class ImageStrip : public QWidget
{
    Q_OBJECT

public:
    explicit ImageStrip(QWidget *parent = nullptr);

    const QList<AttachedImage> &images() const { return m_images; }
    void setImages(const QList<AttachedImage> &images);
    void add(const AttachedImage &image);

signals:
    void changed();
    /// The person left one out.
    void removed();

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeThumb(const AttachedImage &image);
    void remove(QWidget *thumb);
    void retranslate();

    QList<AttachedImage> m_images;
    QList<QWidget *> m_thumbs; ///< one for each image
};

} // namespace ui
