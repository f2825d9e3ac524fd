// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

#include <vector>

namespace ui {

/// Heights of rows with sums over any first part of them in logarithmic time (a Fenwick tree).
class HeightIndex
{
public:
    int count() const { return int(m_heights.size()); }
    int height(int row) const { return m_heights[size_t(row)]; }
    qint64 total() const { return top(count()); }

    /// Pixels above a row; `row` may be count().
    qint64 top(int row) const;
    /// The row that covers a pixel; the last one below the end, -1 when there is none.
    int rowAt(qint64 y) const;

    void clear();
    void append(int height);
    void set(int row, int height);
    /// Rows before `row`; quick near the end.
    void insert(int row, const std::vector<int> &heights);
    void remove(int row, int count);
    /// Forgets the rows from `count` on.
    void truncate(int count);

private:
    void add(int row, qint64 difference);

    std::vector<int> m_heights;
    std::vector<qint64> m_sums; ///< m_sums[i] covers the (i & -i) rows before i
};

} // namespace ui
