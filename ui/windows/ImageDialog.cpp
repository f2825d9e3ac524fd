// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ImageDialog.h"

#include "ui/widgets/CardImages.h"
#include "ui/widgets/Style.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QThreadPool>

namespace ui {

ImageDialog::ImageDialog(const QString &title, const QStringList &urls, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    resize(840, 620);
    auto *page = new QWidget;
    m_column = new QVBoxLayout(page);
    m_column->addWidget(new QLabel(tr("The image is being read"), page));
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(title);
    scroll->setFocusPolicy(Qt::StrongFocus); // the arrows move what is larger than the window
    auto *close = new QPushButton(tr("Close"), this);
    setKind(close, ButtonKind::Primary);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(14);
    column->addWidget(scroll, 1);
    column->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    scroll->setFocus();
    QThreadPool::globalInstance()->start([self = QPointer<ImageDialog>(this), urls] {
        const QList<QImage> images = wholeImages(urls);
        // It may be closed by now, so the program is asked, which knows.
        QMetaObject::invokeMethod(qApp, [self, images] {
            if (self)
                self->show(images);
        });
    });
}

void ImageDialog::show(const QList<QImage> &images)
{
    delete m_column->takeAt(0)->widget();
    int number = 0;
    for (const QImage &image : images) {
        auto *label = new QLabel;
        ++number;
        const QString name = tr("Image %1 of %2").arg(number).arg(images.size());
        label->setAccessibleName(name);
        if (image.isNull())
            label->setText(tr("%1 cannot be shown.").arg(name));
        else
            label->setPixmap(QPixmap::fromImage(image));
        m_column->addWidget(label);
    }
    m_column->addStretch();
}

} // namespace ui
