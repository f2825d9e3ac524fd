// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/SessionStream.h"
#include "ui/widgets/TimelineModel.h"

#include <QWidget>

namespace ui {

class TimelineView;

/// What happened last in a conversation, so that somebody can decide without opening it; it goes on
/// with the conversation for as long as it is seen.
class RecentEvents : public QWidget
{
    Q_OBJECT

public:
    /// @p client outlives it.
    explicit RecentEvents(Client *client, QWidget *parent = nullptr);

    /// Of this conversation from now on; of none when it is empty.
    /// @p isAsking: whether actions without an answer wait for a person.
    void look(const QString &conversationId, bool isAsking);

signals:
    /// The person asks for the JSON of a card.
    void jsonAsked(const QByteArray &json);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void listen();

    Client *m_client;
    QString m_id;
    TimelineModel m_model;
    TimelineView *m_view;
    std::unique_ptr<SessionStream> m_stream; ///< while it is seen
};

} // namespace ui
