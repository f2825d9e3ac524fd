// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Graph.h"

#include "ui/widgets/Axis.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

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
    setAccessibleDescription(
        isEmpty()
            ? tr("Nothing was recorded in this time")
            : summary() + ". " + tr("Arrow keys tell the value of each time, T shows a table"));
    if (m_cursor >= count())
        m_cursor = -1;
    update();
}

bool Graph::isEmpty() const
{
    const auto isNothing = [](const Series &series) {
        return std::ranges::all_of(series.values, [](double value) { return value <= 0; });
    };
    return !m_times.isEmpty() && std::ranges::all_of(m_series, isNothing);
}

/// The lowest and the highest value of each line.
QString Graph::summary() const
{
    QStringList lines;
    for (const Series &series : m_series) {
        if (series.values.isEmpty())
            continue;
        const auto [low, high] = std::ranges::minmax(series.values);
        lines.append((series.name.isEmpty() ? QString() : series.name + ' ')
                     + tr("%1 to %2", "values").arg(wordsOf(low), wordsOf(high)));
    }
    return lines.join(", ");
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

void Graph::moveCursor(qsizetype index, Say say)
{
    setCursorAt(index, say);
    emit cursorMoved(m_cursor);
}

/// What the upper edge is worth: with a scale, its highest line.
double Graph::top() const
{
    if (m_times.isEmpty())
        return m_top;
    const double most = m_top > 0 ? m_top : 1;
    const double step = scaleStep(most);
    return std::ceil(most / step - 0.0001) * step;
}

/// Of the lines of the scale, from the lowest on.
QStringList Graph::scaleWords() const
{
    if (m_times.isEmpty() || !m_words)
        return {};
    QStringList words{"0"};
    const double step = scaleStep(m_top > 0 ? m_top : 1);
    for (int line = 1; line <= qRound(top() / step); ++line)
        words.append(m_words(step * line));
    return words;
}

QRectF Graph::place() const
{
    const int line = lineHeight(Type::Small);
    if (m_times.isEmpty())
        return QRectF(rect()).adjusted(1, line + 6, -1, -4);
    const QFontMetrics metrics(ui::font(Type::Caption));
    int beside = 0;
    for (const QString &words : scaleWords())
        beside = qMax(beside, metrics.horizontalAdvance(words));
    return QRectF(rect()).adjusted(beside + 14, line + 12, -8, -lineHeight(Type::Caption) - 6);
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
    moveCursor(qBound<qsizetype>(0, qRound64(index), count() - 1), Say::No);
}

void Graph::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    if (!hasFocus())
        moveCursor(-1, Say::No);
}

void Graph::keyPressEvent(QKeyEvent *event)
{
    const qsizetype last = count() - 1;
    const qsizetype from = m_cursor < 0 ? last : m_cursor;
    switch (event->key()) {
    case Qt::Key_Left: return moveCursor(qMax<qsizetype>(0, from - (m_cursor >= 0)), Say::Yes);
    case Qt::Key_Right: return moveCursor(from + (m_cursor >= 0), Say::Yes);
    case Qt::Key_PageUp: return moveCursor(qMax<qsizetype>(0, from - 10), Say::Yes);
    case Qt::Key_PageDown: return moveCursor(from + 10, Say::Yes);
    case Qt::Key_Home: return moveCursor(0, Say::Yes);
    case Qt::Key_End: return moveCursor(last, Say::Yes);
    case Qt::Key_Escape:
        if (m_cursor >= 0)
            return moveCursor(-1, Say::No);
        break;
    default: break;
    }
    QWidget::keyPressEvent(event);
}

void Graph::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    // It may have come from a graph of the same times.
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        setCursorAt(m_cursor, Say::Yes);
    update();
}

void Graph::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    // Whoever goes on with Tab finds the same time in the next graph.
    const bool goesOn = event->reason() == Qt::TabFocusReason
                        || event->reason() == Qt::BacktabFocusReason;
    if (!underMouse() && !goesOn)
        moveCursor(-1, Say::No);
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
    paintHead(&painter);
    const QRectF place = this->place();
    if (m_times.isEmpty()) {
        painter.setPen(QPen(theme().border, 1, Qt::DotLine));
        painter.drawLine(place.topLeft(), place.topRight());
    } else {
        paintScale(&painter, place);
    }
    painter.setPen(QPen(theme().border, 1));
    painter.drawLine(place.bottomLeft(), place.bottomRight());
    if (isEmpty())
        paintNothing(&painter, place);
    else if (top() > 0)
        paintSeries(&painter, place);
    paintTimes(&painter, place);
    paintCursor(&painter, place);
    if (hasFocus()) {
        painter.setPen(QPen(theme().accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

/// The title, and at the right the legend or the value of now.
void Graph::paintHead(QPainter *painter)
{
    QRect line(0, 0, width(), lineHeight(Type::Small));
    if (!m_times.isEmpty())
        line.adjust(4, 4, -8, 4);
    int taken = 0;
    if (m_series.size() > 1 && !m_series.first().name.isEmpty()) {
        taken = paintLegend(painter, line);
    } else {
        painter->setFont(ui::font(Type::Strong));
        painter->setPen(theme().text);
        painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, m_now);
        taken = painter->fontMetrics().horizontalAdvance(m_now);
    }
    painter->setFont(ui::font(m_times.isEmpty() ? Type::Small : Type::Strong));
    painter->setPen(m_times.isEmpty() ? theme().muted : theme().text);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(m_title, Qt::ElideRight,
                                                        qMax(0, line.width() - taken - 8)));
}

static QPen penOf(const Graph::Series &series)
{
    switch (series.line) {
    case Graph::Line::Dashed: return QPen(theme().wait, 1.7, Qt::DashLine);
    case Graph::Line::Dotted: return QPen(theme().warn, 2.2, Qt::DotLine, Qt::RoundCap);
    case Graph::Line::Solid: break;
    }
    return QPen(theme().accent, 1.7);
}

static QString legendOf(const Graph::Series &series)
{
    switch (series.line) {
    case Graph::Line::Dashed: return Graph::tr("%1 (dashed)").arg(series.name);
    case Graph::Line::Dotted: return Graph::tr("%1 (dotted)").arg(series.name);
    case Graph::Line::Solid: break;
    }
    return series.name;
}

/// A piece of each line beside its name, at the right of @p line. How wide that is.
int Graph::paintLegend(QPainter *painter, const QRect &line)
{
    static constexpr int piece = 22;
    painter->setFont(ui::font(Type::Small));
    QStringList names;
    for (const Series &series : m_series)
        names.append(legendOf(series));
    int needed = QFontMetrics(ui::font(Type::Strong)).horizontalAdvance(m_title) + 8;
    for (const QString &name : std::as_const(names))
        needed += painter->fontMetrics().horizontalAdvance(name) + piece + 20;
    int right = line.right();
    for (qsizetype index = m_series.size() - 1; index >= 0; --index) {
        const Series &series = m_series[index];
        // Where there is little room, the piece alone says that a line is dashed.
        const QString name = needed <= line.width() ? names[index] : series.name;
        const int wide = painter->fontMetrics().horizontalAdvance(name);
        painter->setPen(theme().muted);
        painter->drawText(QRect(right - wide, line.top(), wide + 1, line.height()),
                          Qt::AlignLeft | Qt::AlignVCenter, name);
        const double left = right - wide - 6 - piece;
        painter->setPen(penOf(series));
        painter->drawLine(QPointF(left, line.center().y()),
                          QPointF(left + piece, line.center().y()));
        right = int(left) - 14;
    }
    return line.right() - right;
}

void Graph::paintScale(QPainter *painter, const QRectF &place)
{
    const QStringList words = scaleWords();
    const double step = place.height() / double(qMax<qsizetype>(1, words.size() - 1));
    const int line = lineHeight(Type::Caption);
    painter->setFont(ui::font(Type::Caption));
    // A low graph has room for the lowest and the highest only.
    const qsizetype every = step >= line ? 1 : qMax<qsizetype>(1, words.size() - 1);
    for (qsizetype index = 0; index < words.size(); index += every) {
        const double y = place.bottom() - step * double(index);
        painter->setPen(QPen(theme().border, 1, Qt::DotLine));
        painter->drawLine(QPointF(place.left(), y), QPointF(place.right(), y));
        painter->setPen(theme().faint);
        painter->drawText(QRectF(0, y - line / 2.0, place.left() - 8, line),
                          Qt::AlignRight | Qt::AlignVCenter, words[index]);
    }
}

void Graph::paintSeries(QPainter *painter, const QRectF &place)
{
    for (const Series &series : m_series) {
        if (series.values.isEmpty())
            continue;
        const qsizetype skipped = qMax<qsizetype>(0, series.values.size() - m_capacity);
        const QPolygonF points = pointsOf(series.values.mid(skipped), place, top(), m_capacity);
        if (series.line == Line::Solid) {
            QPainterPath below;
            below.addPolygon(points);
            below.lineTo(points.last().x(), place.bottom());
            below.lineTo(points.first().x(), place.bottom());
            QColor soft = theme().accent;
            soft.setAlphaF(0.12f);
            painter->fillPath(below, soft);
        }
        painter->setPen(penOf(series));
        painter->drawPolyline(points);
    }
}

/// Full times below, and the last one at the right.
void Graph::paintTimes(QPainter *painter, const QRectF &place)
{
    if (count() == 0)
        return;
    painter->setFont(ui::font(Type::Caption));
    painter->setPen(theme().faint);
    const auto wide = [painter](const QString &text) {
        return double(painter->fontMetrics().horizontalAdvance(text));
    };
    const QRectF below(place.left(), place.bottom() + 4, place.width(), lineHeight(Type::Caption));
    const QString last = wordsOf(m_times[count() - 1]);
    painter->drawText(below, Qt::AlignRight | Qt::AlignVCenter, last);
    const double end = below.right() - wide(last) - 12;
    const double room = across(count() - 1) - across(0);
    for (const TimeMark &mark :
         timeMarks(m_times.first(count()), int(room / (wide("00:00:00") + 32)))) {
        const double half = wide(mark.text) / 2;
        const double x = across(mark.index);
        if (x - half >= below.left() && x + half <= end)
            painter->drawText(QRectF(x - half, below.top(), 2 * half + 1, below.height()),
                              Qt::AlignCenter, mark.text);
    }
}

void Graph::paintNothing(QPainter *painter, const QRectF &place)
{
    const QString words = tr("Nothing was recorded in this time");
    painter->setFont(ui::font(Type::Small));
    const QRectF around = painter->boundingRect(place, Qt::AlignCenter | Qt::TextWordWrap, words);
    painter->fillRect(around.adjusted(-6, -1, 6, 1), theme().surface);
    painter->setPen(theme().muted);
    painter->drawText(place, Qt::AlignCenter | Qt::TextWordWrap, words);
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
        const double share = qBound(0.0, series.values[m_cursor] / top(), 1.0);
        painter->setPen(QPen(penOf(series).color(), 1.7));
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
