// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/HeightIndex.h"

#include <bit>

namespace ui {

qint64 HeightIndex::top(int row) const
{
    qint64 sum = 0;
    for (int i = row; i > 0; i -= i & -i)
        sum += m_sums[size_t(i)];
    return sum;
}

int HeightIndex::rowAt(qint64 y) const
{
    int row = 0;
    qint64 left = y;
    for (int step = count() ? int(std::bit_floor(unsigned(count()))) : 0; step; step /= 2) {
        if (row + step <= count() && m_sums[size_t(row + step)] <= left) {
            row += step;
            left -= m_sums[size_t(row)];
        }
    }
    return qMin(row, count() - 1);
}

void HeightIndex::clear()
{
    m_heights.clear();
    m_sums.clear();
}

void HeightIndex::append(int height)
{
    if (m_sums.empty())
        m_sums.push_back(0);
    m_heights.push_back(height);
    const int i = count();
    qint64 sum = height;
    for (int below = i - 1, end = i - (i & -i); below > end; below -= below & -below)
        sum += m_sums[size_t(below)];
    m_sums.push_back(sum);
}

void HeightIndex::set(int row, int height)
{
    add(row, qint64(height) - m_heights[size_t(row)]);
    m_heights[size_t(row)] = height;
}

void HeightIndex::insert(int row, const std::vector<int> &heights)
{
    const std::vector<int> rest(m_heights.begin() + row, m_heights.end());
    truncate(row);
    for (const int height : heights)
        append(height);
    for (const int height : rest)
        append(height);
}

void HeightIndex::remove(int row, int count)
{
    const std::vector<int> rest(m_heights.begin() + row + count, m_heights.end());
    truncate(row);
    for (const int height : rest)
        append(height);
}

void HeightIndex::truncate(int count)
{
    m_heights.resize(size_t(count));
    m_sums.resize(size_t(count) + 1);
}

void HeightIndex::add(int row, qint64 difference)
{
    for (int i = row + 1; i <= count(); i += i & -i)
        m_sums[size_t(i)] += difference;
}

} // namespace ui
