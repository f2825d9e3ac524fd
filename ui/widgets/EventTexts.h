// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QCache>
#include <QObject>

#include <vector>

namespace ui {

/// The texts of the events of a log by their numbers, from a first one on. Whole pages of them are
/// packed by another thread, except for the newest; what is looked at is unpacked for a while.
class EventTexts : public QObject
{
    Q_OBJECT

public:
    explicit EventTexts(QObject *parent = nullptr);

    int first() const { return m_first; }
    int end() const { return m_end; }
    void clear(int first = 0);

    /// Adds what follows; numbers between that have no text are empty.
    void put(int number, const QByteArray &text);
    QByteArray text(int number) const;

    /// What it holds, packed or not.
    qsizetype bytes() const;
    /// Frees what was unpacked.
    void freeCache() { m_unpacked.clear(); }

private:
    static constexpr int pageSize = 200;
    struct Page
    {
        std::vector<QByteArray> texts; ///< none when it is packed
        QByteArray packed;
    };

    void pack(int page);

    int m_first = 0;
    int m_end = 0;
    std::vector<Page> m_pages;
    int m_generation = 0; ///< pages that come back packed may be of a log before
    mutable QCache<int, std::vector<QByteArray>> m_unpacked;
};

} // namespace ui
