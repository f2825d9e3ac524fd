// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ImageStrip.h"

#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/FlowLayout.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QPushButton>

namespace ui {

static constexpr QSize thumbPlace{96, 64};

ImageStrip::ImageStrip(QWidget *parent)
    : QWidget(parent)
{
    auto *flow = new FlowLayout;
    flow->setContentsMargins(0, 4, 0, 4);
    setLayout(flow);
    hide();
    retranslate();
}

void ImageStrip::setImages(const QList<AttachedImage> &images)
{
    qDeleteAll(std::exchange(m_thumbs, {}));
    m_images.clear();
    for (const AttachedImage &image : images)
        add(image);
    setVisible(!m_images.isEmpty());
    emit changed();
}

void ImageStrip::add(const AttachedImage &image)
{
    m_images.append(image);
    m_thumbs.append(makeThumb(image));
    layout()->addWidget(m_thumbs.last());
    retranslate();
    show();
    emit changed();
}

QWidget *ImageStrip::makeThumb(const AttachedImage &image)
{
    auto *thumb = new QWidget(this);
    auto *picture = new QLabel(thumb);
    picture->setFixedSize(thumbPlace);
    picture->setAlignment(Qt::AlignCenter);
    if (image.thumb.isNull()) {
        picture->setPixmap(icon("paperclip").pixmap(24));
    } else {
        const double ratio = devicePixelRatio();
        QPixmap pixmap = QPixmap::fromImage(
            image.thumb.scaled(thumbPlace * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation));
        pixmap.setDevicePixelRatio(ratio);
        picture->setPixmap(pixmap);
    }
    picture->setAccessibleName(visibleLine(image.name));
    auto *name = new ElidedLabel(thumb);
    name->setElideMode(Qt::ElideMiddle);
    name->setFont(ui::font(Type::Small));
    name->setText(visibleLine(image.name));
    name->setToolTip(visibleLine(image.name));
    auto *remove = new QPushButton(icon("x"), QString(), thumb);
    setKind(remove, ButtonKind::Quiet);
    connect(remove, &QPushButton::clicked, this, [this, thumb] { this->remove(thumb); });
    auto *below = new QHBoxLayout;
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(2);
    below->addWidget(name, 1);
    below->addWidget(remove);
    auto *column = new QVBoxLayout(thumb);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(picture, 0, Qt::AlignHCenter);
    column->addLayout(below);
    thumb->setFixedWidth(qMax(thumbPlace.width(), remove->sizeHint().width() + 80));
    return thumb;
}

/// The focus goes on to the next one, or to what is after all of them.
void ImageStrip::remove(QWidget *thumb)
{
    const qsizetype at = m_thumbs.indexOf(thumb);
    if (at < 0)
        return;
    m_images.removeAt(at);
    m_thumbs.removeAt(at);
    layout()->removeWidget(thumb);
    thumb->hide();
    thumb->deleteLater();
    if (!m_thumbs.isEmpty())
        m_thumbs[qMin(at, m_thumbs.size() - 1)]->findChild<QPushButton *>()->setFocus(
            Qt::OtherFocusReason);
    setVisible(!m_thumbs.isEmpty());
    emit changed();
    emit removed();
}

void ImageStrip::retranslate()
{
    setAccessibleName(tr("Images that go with the message"));
    for (qsizetype at = 0; at < m_thumbs.size(); ++at) {
        auto *remove = m_thumbs[at]->findChild<QPushButton *>();
        remove->setToolTip(tr("Remove %1").arg(visibleLine(m_images[at].name)));
        remove->setAccessibleName(remove->toolTip());
    }
}

void ImageStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace ui
