// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStringList>

namespace ui {

/// What somebody has begun to write to conversations, while they look at another one or the server
/// is away. The oldest of very many go.
class Drafts
{
public:
    void keep(const QString &conversationId, const QString &text)
    {
        m_order.removeOne(conversationId);
        m_texts.remove(conversationId);
        if (conversationId.isEmpty() || text.isEmpty())
            return;
        m_texts.insert(conversationId, text);
        m_order.append(conversationId);
        if (m_order.size() > most)
            m_texts.remove(m_order.takeFirst());
    }
    QString of(const QString &conversationId) const { return m_texts.value(conversationId); }

private:
    static constexpr qsizetype most = 200;

    QHash<QString, QString> m_texts;
    QStringList m_order; ///< from the one that was written first
};

} // namespace ui
