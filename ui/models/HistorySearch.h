// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Client.h"

#include <QTimer>

namespace ui {

/// An event of some conversation that has the words that were looked for.
struct HistoryHit
{
    QString conversationId = {};
    QString title = {}; ///< of the conversation, on one line; may be empty
    QString eventId = {};
    QString icon = {};
    QDateTime time = {};
    QString line = {}; ///< the place that matches
    QString match = {}; ///< the first of its words that was looked for
};

/// Looks for words in all history while somebody types them: asks the server a moment after the
/// last letter, and forgets what is no longer wanted.
class HistorySearch : public QObject
{
    Q_OBJECT

public:
    enum class State { Nothing, Asking, Found, Failed };

    /// Letters that are worth a question.
    static constexpr qsizetype shortest = 3;

    /// @p client outlives it.
    explicit HistorySearch(Client *client, QObject *parent = nullptr);
    ~HistorySearch() override;

    /// A text that is too short ends the search.
    void ask(const QString &text);

    State state() const { return m_state; }
    QString text() const { return m_text; }
    /// At most three of one conversation, those of the newest first.
    const QList<HistoryHit> &hits() const { return m_hits; }
    /// Whether the server has looked at everything.
    bool isComplete() const { return m_isComplete; }
    /// Why it failed.
    QString problem() const { return m_problem; }

signals:
    void changed();

private:
    void send();
    void take(const core::Result<QJsonValue> &page);
    void set(State state);

    Client *m_client;
    State m_state = State::Nothing;
    QString m_text;
    QString m_problem;
    QList<HistoryHit> m_hits;
    bool m_isComplete = true;
    QTimer m_delay;
    std::stop_source m_stop; ///< of the question that is under way
};

} // namespace ui
