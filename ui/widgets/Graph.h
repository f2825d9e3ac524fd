// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

namespace ui {

/// Lines over time, newest at the right. They differ by their dashes, not by colour alone. The
/// words above tell the value of now.
class Graph : public QWidget
{
    Q_OBJECT

public:
    struct Series
    {
        QList<double> values;
        bool isDashed = false;
    };

    explicit Graph(const QString &title, QWidget *parent = nullptr);

    /// @p top: the value of the upper edge; 0 takes the largest there is. @p now: in words.
    void show(const QList<Series> &series, double top, const QString &now);
    /// How many values the whole width holds.
    void setCapacity(qsizetype values) { m_capacity = values; }

    QSize sizeHint() const override { return {220, 100}; }
    QSize minimumSizeHint() const override { return {120, 84}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const QString m_title;
    QList<Series> m_series;
    QString m_now;
    double m_top = 0;
    qsizetype m_capacity = 150;
};

} // namespace ui
