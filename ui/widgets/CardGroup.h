// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Card.h"

#include <QSet>

namespace ui {

/// What a run of actions that went well did together, counted one by one.
class CardGroup
{
public:
    /// The shortest run that is worth it, and the longest that one opens.
    static constexpr int fewest = 3;
    static constexpr int most = 100;

    int count() const { return m_count; }
    /// @p event and its @p answer as they are kept.
    void add(Card::Kind kind, const QByteArray &event, const QByteArray &answer);
    /// "5 actions: edited 3 files, ran 2 commands"
    Card card() const;

private:
    QString whatWasDone() const;

    int m_count = 0;
    int m_commands = 0;
    int m_tools = 0;
    QSet<QByteArray> m_edited;
    QSet<QByteArray> m_read;
    qint64 m_milliseconds = 0;
};

} // namespace ui
