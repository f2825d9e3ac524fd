// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/LineDiff.h"

#include <QStringList>

#include <vector>

namespace ui {

static constexpr qint64 comparisonLimit = 1000000;
static constexpr int around = 3;

using Lines = QStringList;

static Lines linesOf(const QString &text)
{
    Lines lines = text.split('\n');
    if (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

/// The longest common part of two lists by a table; both are short.
class LineTable
{
public:
    LineTable(const Lines &before, const Lines &after)
        : m_before(before)
        , m_after(after)
        , m_width(size_t(after.size()) + 1)
        , m_table((size_t(before.size()) + 1) * m_width)
    {
        for (qsizetype i = before.size() - 1; i >= 0; --i)
            for (qsizetype j = after.size() - 1; j >= 0; --j)
                at(i, j) = before[i] == after[j] ? at(i + 1, j + 1) + 1
                                                 : qMax(at(i + 1, j), at(i, j + 1));
    }

    /// Calls `take` for each line of the way through, in order.
    template<typename Take>
    void walk(Take take)
    {
        qsizetype i = 0, j = 0;
        while (i < m_before.size() || j < m_after.size()) {
            if (i < m_before.size() && j < m_after.size() && m_before[i] == m_after[j])
                take(DiffLine::Kind::Same, i++, j++);
            else if (j == m_after.size() || (i < m_before.size() && at(i + 1, j) >= at(i, j + 1)))
                take(DiffLine::Kind::Removed, i++, j);
            else
                take(DiffLine::Kind::Added, i, j++);
        }
    }

private:
    int &at(qsizetype i, qsizetype j) { return m_table[size_t(i) * m_width + size_t(j)]; }

    const Lines &m_before;
    const Lines &m_after;
    size_t m_width;
    std::vector<int> m_table;
};

/// Marks what lies between the first and the last character that differ.
static void markWords(DiffLine *removed, DiffLine *added)
{
    const QString &one = removed->text, &other = added->text;
    const int shorter = int(qMin(one.size(), other.size()));
    int start = 0;
    while (start < shorter && one[start] == other[start])
        ++start;
    int end = 0;
    while (end < shorter - start && one[one.size() - 1 - end] == other[other.size() - 1 - end])
        ++end;
    // Lines that have little in common are not marked.
    if (start + end < shorter / 3)
        return;
    removed->wordStart = added->wordStart = start;
    removed->wordLength = int(one.size()) - start - end;
    added->wordLength = int(other.size()) - start - end;
}

static void markPairs(QList<DiffLine> *lines)
{
    for (qsizetype i = 0; i < lines->size();) {
        qsizetype removed = i;
        while (removed < lines->size() && (*lines)[removed].kind == DiffLine::Kind::Removed)
            ++removed;
        qsizetype added = removed;
        while (added < lines->size() && (*lines)[added].kind == DiffLine::Kind::Added)
            ++added;
        const qsizetype pairs = qMin(removed - i, added - removed);
        for (qsizetype pair = 0; pair < pairs; ++pair)
            markWords(&(*lines)[i + pair], &(*lines)[removed + pair]);
        i = qMax(added, i + 1);
    }
}

static QList<DiffLine> withoutFarLines(const QList<DiffLine> &all)
{
    std::vector<bool> isNear(size_t(all.size()));
    for (qsizetype i = 0; i < all.size(); ++i)
        if (all[i].kind != DiffLine::Kind::Same)
            for (qsizetype j = qMax(qsizetype(0), i - around);
                 j <= qMin(all.size() - 1, i + around); ++j)
                isNear[size_t(j)] = true;
    QList<DiffLine> near;
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (isNear[size_t(i)])
            near.append(all[i]);
        else if (!near.isEmpty() && near.last().kind != DiffLine::Kind::Gap)
            near.append({.kind = DiffLine::Kind::Gap, .text = {}});
    }
    if (!near.isEmpty() && near.last().kind == DiffLine::Kind::Gap)
        near.removeLast();
    return near;
}

Diff lineDiff(const QString &before, const QString &after)
{
    const Lines old = linesOf(before), now = linesOf(after);
    const qsizetype shorter = qMin(old.size(), now.size());
    qsizetype head = 0, tail = 0;
    while (head < shorter && old[head] == now[head])
        ++head;
    while (tail < shorter - head && old[old.size() - 1 - tail] == now[now.size() - 1 - tail])
        ++tail;
    Diff diff;
    QList<DiffLine> all;
    const auto take = [&](DiffLine::Kind kind, qsizetype i, qsizetype j) {
        const bool isAdded = kind == DiffLine::Kind::Added;
        const bool isRemoved = kind == DiffLine::Kind::Removed;
        diff.added += isAdded;
        diff.removed += isRemoved;
        all.append({.kind = kind,
                    .before = isAdded ? 0 : int(i) + 1,
                    .after = isRemoved ? 0 : int(j) + 1,
                    .text = isAdded ? now[j] : old[i]});
    };
    for (qsizetype i = qMax(qsizetype(0), head - around); i < head; ++i)
        take(DiffLine::Kind::Same, i, i);
    const Lines oldMiddle = old.mid(head, old.size() - head - tail);
    const Lines newMiddle = now.mid(head, now.size() - head - tail);
    if (oldMiddle.size() * newMiddle.size() <= comparisonLimit) {
        LineTable(oldMiddle, newMiddle).walk([&](DiffLine::Kind kind, qsizetype i, qsizetype j) {
            take(kind, head + i, head + j);
        });
    } else {
        for (qsizetype i = 0; i < oldMiddle.size(); ++i)
            take(DiffLine::Kind::Removed, head + i, head);
        for (qsizetype j = 0; j < newMiddle.size(); ++j)
            take(DiffLine::Kind::Added, old.size() - tail, head + j);
    }
    for (qsizetype k = 0; k < qMin(tail, qsizetype(around)); ++k)
        take(DiffLine::Kind::Same, old.size() - tail + k, now.size() - tail + k);
    markPairs(&all);
    diff.lines = withoutFarLines(all);
    return diff;
}

} // namespace ui
