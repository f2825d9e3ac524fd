// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Graph.h"

#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
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

void Graph::setTimes(const QList<QDateTime> &times, Words words)
{
    m_times = times;
    m_words = std::move(words);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleDescription(tr("Arrow keys tell the value of each time, T shows a table"));
    if (m_cursor >= count())
        m_cursor = -1;
    update();
}

/// Values that have a time and a place.
qsizetype Graph::count() const
{
    qsizetype most = m_times.size();
    for (const Series &series : m_series)
        most = qMin(most, series.values.size());
    return m_series.isEmpty() ? 0 : most;
}

QString Graph::wordsOf(const QDateTime &time) const
{
    const QDateTime here = time.toLocalTime();
    const qint64 seconds = m_times.isEmpty() ? 0 : m_times.first().secsTo(m_times.last());
    if (seconds < 20 * 60)
        return here.toString("HH:mm:ss");
    if (seconds < 86400)
        return here.toString("HH:mm");
    return QLocale().toString(here.date(), "d MMM") + here.toString(" HH:mm");
}

QString Graph::cursorWords() const
{
    if (m_cursor < 0 || m_cursor >= count())
        return {};
    QStringList values;
    for (const Series &series : m_series)
        values.append((series.name.isEmpty() ? QString() : series.name + ' ')
                      + wordsOf(series.values[m_cursor]));
    return wordsOf(m_times[m_cursor]) + ": " + values.join(", ");
}

void Graph::setCursorAt(qsizetype index, Say say)
{
    m_cursor = count() == 0 || index < 0 ? -1 : qMin(index, count() - 1);
    update();
    if (say == Say::No || m_cursor < 0)
        return;
    QAccessibleAnnouncementEvent said(this, cursorWords());
    QAccessible::updateAccessibility(&said);
}

QRectF Graph::place() const
{
    const int line = lineHeight(Type::Small);
    const int below = m_times.isEmpty() ? 4 : lineHeight(Type::Caption) + 4;
    return QRectF(rect()).adjusted(1, line + 6, -1, -below);
}

/// Where a value is from left to right.
double Graph::across(qsizetype index) const
{
    const QRectF area = place();
    const double step = area.width() / double(qMax<qsizetype>(1, m_capacity - 1));
    return area.right() - step * double(count() - 1 - index);
}

void Graph::mouseMoveEvent(QMouseEvent *event)
{
    if (count() == 0)
        return;
    const double step = place().width() / double(qMax<qsizetype>(1, m_capacity - 1));
    const double index = (event->position().x() - across(0)) / qMax(step, 0.001);
    setCursorAt(qBound<qsizetype>(0, qRound64(index), count() - 1), Say::No);
}

void Graph::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    if (!hasFocus())
        setCursorAt(-1, Say::No);
}

void Graph::keyPressEvent(QKeyEvent *event)
{
    const qsizetype last = count() - 1;
    const qsizetype from = m_cursor < 0 ? last : m_cursor;
    switch (event->key()) {
    case Qt::Key_Left: return setCursorAt(qMax<qsizetype>(0, from - (m_cursor >= 0)), Say::Yes);
    case Qt::Key_Right: return setCursorAt(from + (m_cursor >= 0), Say::Yes);
    case Qt::Key_PageUp: return setCursorAt(qMax<qsizetype>(0, from - 10), Say::Yes);
    case Qt::Key_PageDown: return setCursorAt(from + 10, Say::Yes);
    case Qt::Key_Home: return setCursorAt(0, Say::Yes);
    case Qt::Key_End: return setCursorAt(last, Say::Yes);
    case Qt::Key_Escape:
        if (m_cursor >= 0)
            return setCursorAt(-1, Say::No);
        break;
    default: break;
    }
    QWidget::keyPressEvent(event);
}

void Graph::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void Graph::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    if (!underMouse())
        setCursorAt(-1, Say::No);
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

    const QRectF place = this->place();
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
    paintTimes(&painter, place);
    paintCursor(&painter, place);
    if (hasFocus()) {
        painter.setPen(QPen(theme().accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

/// The first and the last time below, and what the upper edge is worth.
void Graph::paintTimes(QPainter *painter, const QRectF &place)
{
    if (count() == 0)
        return;
    painter->setFont(ui::font(Type::Caption));
    painter->setPen(theme().faint);
    const QRectF below(place.left() + 4, place.bottom() + 2, place.width() - 8,
                       lineHeight(Type::Caption));
    // Where the line begins, unless that is too near to its end.
    const QRectF first = below.adjusted(qMax(0.0, across(0) - below.left()), 0, 0, 0);
    if (first.width() > 2.5 * painter->fontMetrics().horizontalAdvance(wordsOf(m_times.first())))
        painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter, wordsOf(m_times.first()));
    painter->drawText(below, Qt::AlignRight | Qt::AlignVCenter, wordsOf(m_times[count() - 1]));
    painter->drawText(QRectF(place.left() + 4, place.top() + 1, place.width() - 8,
                             lineHeight(Type::Caption)),
                      Qt::AlignLeft | Qt::AlignVCenter, wordsOf(m_top));
}

void Graph::paintCursor(QPainter *painter, const QRectF &place)
{
    const QString words = cursorWords();
    if (words.isEmpty())
        return;
    const double x = across(m_cursor);
    painter->setPen(QPen(theme().text, 1));
    painter->drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()));
    painter->setBrush(theme().surface);
    for (const Series &series : m_series) {
        const double share = qBound(0.0, series.values[m_cursor] / m_top, 1.0);
        painter->setPen(QPen(series.isDashed ? theme().wait : theme().accent, 1.7));
        painter->drawEllipse(QPointF(x, place.bottom() - place.height() * share), 3, 3);
    }
    painter->setFont(ui::font(Type::Small));
    const double wide = painter->fontMetrics().horizontalAdvance(words) + 16;
    const double high = lineHeight(Type::Small) + 6;
    const double left = qBound(place.left(), x + 8 + wide > place.right() ? x - 8 - wide : x + 8,
                               qMax(place.left(), place.right() - wide));
    const QRectF box(left, place.top() + 4, qMin(wide, place.width()), high);
    painter->setPen(QPen(theme().borderStrong, 1));
    painter->setBrush(theme().surface);
    painter->drawRoundedRect(box, 5, 5);
    painter->setPen(theme().text);
    painter->drawText(box, Qt::AlignCenter,
                      painter->fontMetrics().elidedText(words, Qt::ElideRight,
                                                        int(box.width()) - 8));
}

} // namespace ui
