// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversations.h"

#include <QSet>

namespace conversations {

/// Tells which conversations are another than before, each at most every 50 ms; of nothing while
/// nobody listens.
class Watch : public QObject
{
    Q_OBJECT

public:
    /// @p conversations outlives it.
    explicit Watch(Conversations *conversations);

    /// Somebody listens from now on, until they call end().
    void begin();
    void end();

signals:
    void changed(const std::shared_ptr<conversations::Conversation> &conversation);
    /// Somebody deletes it.
    void removed(const conversations::State &state);

private:
    void follow(const std::shared_ptr<Conversation> &conversation);
    void note(const QString &id, const Frame &frame);
    void touch(const QString &id);
    void tell(const QString &id);
    void tellAll();
    void forget(const QString &id);

    Conversations *m_conversations;
    int m_listeners = 0;
    QHash<QString, std::weak_ptr<Conversation>> m_followed;
    QSet<QString> m_touched;
    QTimer m_timer;
};

} // namespace conversations
