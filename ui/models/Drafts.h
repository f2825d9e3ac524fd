// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Draft.h"

#include <QHash>
#include <QStringList>

namespace ui {

/// What somebody has begun to write to conversations, while they look at another one or the server
/// is away. The oldest of very many go, and of many images.
class Drafts
{
public:
    void keep(const QString &conversationId, const Draft &draft)
    {
        m_order.removeOne(conversationId);
        m_drafts.remove(conversationId);
        if (conversationId.isEmpty() || draft.isEmpty())
            return;
        m_drafts.insert(conversationId, draft);
        m_order.append(conversationId);
        if (m_order.size() > most)
            m_drafts.remove(m_order.takeFirst());
        boundImages();
    }
    Draft of(const QString &conversationId) const { return m_drafts.value(conversationId); }

private:
    static constexpr qsizetype most = 200;
    static constexpr qsizetype mostImageBytes = 48 << 20;

    void boundImages()
    {
        qsizetype bytes = 0;
        for (auto id = m_order.crbegin(); id != m_order.crend(); ++id) {
            Draft &draft = m_drafts[*id];
            bytes += draft.bytes();
            if (bytes > mostImageBytes)
                draft.images.clear();
        }
    }

    QHash<QString, Draft> m_drafts;
    QStringList m_order; ///< from the one that was written first
};

} // namespace ui
