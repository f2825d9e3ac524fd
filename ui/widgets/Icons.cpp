// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Icons.h"

#include "ui/widgets/Theme.h"

#include <QCache>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

// Q_INIT_RESOURCE declares a function of the global namespace.
static void registerIcons()
{
    Q_INIT_RESOURCE(berth_icons);
}

namespace ui {

static QByteArray iconSource(const QString &name)
{
    static const bool isRegistered = (registerIcons(), true);
    Q_UNUSED(isRegistered)
    QFile file(":/icons/" + name + ".svg");
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

static QImage renderIcon(const QString &name, const QColor &color, QSize pixels)
{
    QByteArray source = iconSource(name);
    if (source.isEmpty())
        return {};
    source.replace("currentColor", color.name().toLatin1());
    source.replace("stroke-width=\"2\"", "stroke-width=\"1.9\"");
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    QSvgRenderer(source).render(&painter, QRectF(QPointF(), QSizeF(pixels)));
    return image;
}

static QPixmap cachedIcon(const QString &name, const QColor &color, QSize pixels)
{
    static QCache<QString, QPixmap> cache(400);
    const QString key = name + color.name() + QString::number(pixels.width());
    if (const QPixmap *found = cache.object(key))
        return *found;
    auto pixmap = std::make_unique<QPixmap>(QPixmap::fromImage(renderIcon(name, color, pixels)));
    const QPixmap copy = *pixmap;
    cache.insert(key, pixmap.release());
    return copy;
}

void paintIcon(QPainter *painter, const QRectF &place, const QString &name, const QColor &color)
{
    const double ratio = painter->device()->devicePixelRatio();
    QPixmap pixmap = cachedIcon(name, color, (place.size() * ratio).toSize());
    if (pixmap.isNull())
        return;
    pixmap.setDevicePixelRatio(ratio);
    painter->drawPixmap(place.topLeft(), pixmap);
}

void paintArc(QPainter *painter, const QRectF &place, const QColor &color, int phase)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    const QRectF ring = place.adjusted(1.5, 1.5, -1.5, -1.5);
    QColor rest = color;
    rest.setAlphaF(0.28f);
    painter->setPen(QPen(rest, 2));
    painter->drawEllipse(ring);
    painter->setPen(QPen(color, 2, Qt::SolidLine, Qt::RoundCap));
    painter->drawArc(ring, (90 - 30 * phase) * 16, -110 * 16);
    painter->restore();
}

/// Draws an SVG in the colour that the mode asks for.
class LineIconEngine : public QIconEngine
{
public:
    LineIconEngine(const QString &name, const std::optional<QColor> &color)
        : m_name(name)
        , m_color(color)
    {}

    void paint(QPainter *painter, const QRect &place, QIcon::Mode mode, QIcon::State) override
    {
        const int side = qMin(place.width(), place.height());
        QRect square(0, 0, side, side);
        square.moveCenter(place.center());
        paintIcon(painter, square, m_name, colorOf(mode));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        QPixmap pixmap = cachedIcon(m_name, colorOf(mode), size);
        pixmap.setDevicePixelRatio(scale);
        return pixmap;
    }
    QIconEngine *clone() const override { return new LineIconEngine(m_name, m_color); }
    QString iconName() override { return m_name; }
    bool isNull() override { return iconSource(m_name).isEmpty(); }

private:
    QColor colorOf(QIcon::Mode mode) const
    {
        return mode == QIcon::Disabled ? theme().faint : m_color.value_or(theme().muted);
    }

    QString m_name;
    std::optional<QColor> m_color;
};

QIcon icon(const QString &name)
{
    return QIcon(new LineIconEngine(name, std::nullopt));
}

QIcon icon(const QString &name, const QColor &color)
{
    return QIcon(new LineIconEngine(name, color));
}

} // namespace ui
