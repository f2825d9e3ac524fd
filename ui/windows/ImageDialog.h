// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QVBoxLayout;

namespace ui {

/// The images of a card as large as they are, below each other.
class ImageDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p urls: as of imageUrls(); they are read in another thread.
    ImageDialog(const QString &title, const QStringList &urls, QWidget *parent);

private:
    void show(const QList<QImage> &images);

    QVBoxLayout *m_column;
};

} // namespace ui
