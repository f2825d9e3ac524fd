// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/LineDiff.h"

#include <QAbstractScrollArea>
#include <QDialog>

namespace ui {

/// Changes of a file with what was there on the left and what is there now on the right. Long lines
/// are reached by scrolling, both sides together.
class DiffView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// @p diffs: in their order.
    DiffView(const QList<Diff> &diffs, const QString &name, QWidget *parent);

    /// How many rows it has, for who tests.
    int rows() const { return int(m_rows.size()); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    /// What stands beside each other; without either it is what is left out.
    struct Row
    {
        std::optional<DiffLine> before;
        std::optional<DiffLine> after;
    };

    void add(const Diff &diff);
    void measure();
    void paintSide(QPainter *painter, const QRect &place, const std::optional<DiffLine> &line,
                   bool isAfter) const;

    QList<Row> m_rows;
    int m_step = 19; ///< height of a row
};

/// DiffView as a window of its own.
class DiffDialog : public QDialog
{
    Q_OBJECT

public:
    DiffDialog(const QString &path, const QList<Diff> &diffs, QWidget *parent);
};

} // namespace ui
