// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windows/SummaryRow.h"

class QBoxLayout;
class QLabel;

namespace ui {

/// The first of several things under a heading, and how many more there are. A row that changes
/// keeps the focus.
class SummaryList : public QWidget
{
    Q_OBJECT

public:
    /// @p empty: what is said when there is nothing.
    SummaryList(const QString &heading, const QString &empty, QWidget *parent = nullptr);

    /// Shows at most @p most of them.
    void setRows(const QList<SummaryRow::Words> &rows, qsizetype most);
    /// At the right of the heading.
    void addAction(QWidget *widget);

signals:
    void chosen(const QString &id);

private:
    QBoxLayout *m_head;
    QBoxLayout *m_column;
    QLabel *m_empty;
    QLabel *m_more;
    QList<SummaryRow *> m_rows;
};

} // namespace ui
