// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <vector>

namespace ui {

class TimelineModel;

/// Finds the cards of a timeline that have a text, a few at a time so that nothing waits, also
/// among those that come later.
class TimelineSearch : public QObject
{
    Q_OBJECT

public:
    /// @p model outlives it.
    explicit TimelineSearch(TimelineModel *model, QObject *parent = nullptr);

    /// An empty text ends the search.
    void look(const QString &text);
    QString text() const { return m_text; }
    /// Whether every card that is there has been looked at.
    bool isComplete() const;
    int count() const { return int(m_rows.size()); }
    /// Which of them a row is, from 0 on; -1 when it is none.
    int numberOf(int row) const;
    /// The nearest one below (1) or above (-1) @p row, and round the ends; -1 when there is none.
    int next(int row, int step) const;

signals:
    /// More are known, or fewer.
    void changed();

private:
    void start();
    void work();
    void forgetFrom(int row);
    bool has(int row) const;
    void lookAgain(int first, int last);

    TimelineModel *m_model;
    QString m_text;
    QString m_escaped; ///< as it stands in JSON
    std::vector<int> m_rows;
    int m_looked = 0; ///< rows from the first one on
    QTimer m_next;
};

} // namespace ui
