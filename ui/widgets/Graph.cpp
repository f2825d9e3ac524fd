// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Graph.h"

#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QPainter>
#include <QPainterPath>

namespace ui {

Graph::Graph(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
{
    setAccessibleName(title);
    setToolTip(title);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void Graph::show(const QList<Series> &series, double top, const QString &now)
{
    m_series = series;
    m_now = now;
    m_top = top;
    if (m_top <= 0) {
        for (const Series &one : series)
            for (const double value : one.values)
                m_top = qMax(m_top, value * 1.15);
    }
    setAccessibleName(m_title + ": " + now);
    update();
}

static QPolygonF pointsOf(const QList<double> &values, const QRectF &place, double top,
                          qsizetype capacity)
{
    QPolygonF points;
    const double step = place.width() / double(qMax<qsizetype>(1, capacity - 1));
    const double left = place.right() - step * double(values.size() - 1);
    for (qsizetype i = 0; i < values.size(); ++i)
        points << QPointF(left + step * double(i),
                          place.bottom() - place.height() * qBound(0.0, values[i] / top, 1.0));
    return points;
}

void Graph::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int line = lineHeight(Type::Small);
    const QRect words(0, 0, width(), line);
    painter.setFont(ui::font(Type::Small));
    painter.setPen(theme().muted);
    const int room = width() - QFontMetrics(ui::font(Type::Strong)).horizontalAdvance(m_now) - 8;
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_title, Qt::ElideRight, qMax(0, room)));
    painter.setFont(ui::font(Type::Strong));
    painter.setPen(theme().text);
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, m_now);

    const QRectF place = QRectF(rect()).adjusted(0, line + 6, 0, -4);
    painter.setPen(QPen(theme().border, 1, Qt::DotLine));
    painter.drawLine(place.topLeft(), place.topRight());
    painter.setPen(QPen(theme().border, 1));
    painter.drawLine(place.bottomLeft(), place.bottomRight());
    if (m_top <= 0)
        return;
    for (const Series &series : m_series) {
        if (series.values.isEmpty())
            continue;
        const qsizetype skipped = qMax<qsizetype>(0, series.values.size() - m_capacity);
        const QPolygonF points = pointsOf(series.values.mid(skipped), place, m_top, m_capacity);
        if (!series.isDashed) {
            QPainterPath below;
            below.addPolygon(points);
            below.lineTo(points.last().x(), place.bottom());
            below.lineTo(points.first().x(), place.bottom());
            QColor soft = theme().accent;
            soft.setAlphaF(0.12f);
            painter.fillPath(below, soft);
        }
        painter.setPen(QPen(series.isDashed ? theme().wait : theme().accent, 1.7,
                            series.isDashed ? Qt::DashLine : Qt::SolidLine));
        painter.drawPolyline(points);
    }
}

} // namespace ui
