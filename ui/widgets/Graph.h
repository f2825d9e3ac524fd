// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QWidget>

#include <functional>

namespace ui {

/// Lines over time, newest at the right. They differ by their dashes, not by colour alone. The
/// words above tell the value of now, or, of several lines, which is which. Where it knows the
/// times, there are scales, a cursor tells the exact values of one time, by the mouse or by the
/// arrow keys, and it says so when there is nothing above zero.
class Graph : public QWidget
{
    Q_OBJECT

public:
    enum class Line { Solid, Dashed, Dotted };
    struct Series
    {
        QList<double> values;
        Line line = Line::Solid;
        QString name = {}; ///< for the legend and those who read the values
    };
    using Words = std::function<QString(double value)>;

    explicit Graph(const QString &title, QWidget *parent = nullptr);

    QString title() const { return m_title; }
    /// @p top: the value of the upper edge; 0 takes the largest there is. @p now: in words.
    void show(const QList<Series> &series, double top, const QString &now);
    /// When each value was; @p words says one. From then on it takes the focus.
    void setTimes(const QList<QDateTime> &times, Words words);
    /// How many values the whole width holds.
    void setCapacity(qsizetype values) { m_capacity = values; }

    const QList<Series> &series() const { return m_series; }
    const QList<QDateTime> &times() const { return m_times; }
    QString wordsOf(double value) const { return m_words ? m_words(value) : QString(); }
    /// A time as it is told; with the day when there are several.
    QString wordsOf(const QDateTime &time) const;
    /// Which value the cursor is at; -1 without one.
    qsizetype cursor() const { return m_cursor; }
    /// That of another graph of the same times has moved.
    void followCursor(qsizetype index) { setCursorAt(index, Say::No); }
    /// The values there: "14:05: mean 3 ms, 95 % 10 ms".
    QString cursorWords() const;
    /// Nothing above zero was recorded at the times it knows.
    bool isEmpty() const;

    QSize sizeHint() const override { return {220, 100}; }
    QSize minimumSizeHint() const override { return {120, 84}; }

signals:
    /// By the person; -1 when it is gone.
    void cursorMoved(qsizetype index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    enum class Say { No, Yes };

    void moveCursor(qsizetype index, Say say);
    QString summary() const;
    double top() const;
    QStringList scaleWords() const;
    QRectF place() const;
    qsizetype count() const;
    double across(qsizetype index) const;
    void setCursorAt(qsizetype index, Say say);
    void paintHead(QPainter *painter);
    int paintLegend(QPainter *painter, const QRect &line);
    void paintScale(QPainter *painter, const QRectF &place);
    void paintTimes(QPainter *painter, const QRectF &place);
    void paintSeries(QPainter *painter, const QRectF &place);
    void paintCursor(QPainter *painter, const QRectF &place);
    void paintNothing(QPainter *painter, const QRectF &place);

    const QString m_title;
    QList<Series> m_series;
    QList<QDateTime> m_times;
    Words m_words;
    QString m_now;
    double m_top = 0;
    qsizetype m_capacity = 150;
    qsizetype m_cursor = -1;
};

} // namespace ui
