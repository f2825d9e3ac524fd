// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QWidget>

class QPushButton;

namespace ui {

class Chip;
class ElidedLabel;
class NeedsServer;

/// Above a conversation: its title, state and facts, and what can be done with its agent.
class ConversationHeader : public QWidget
{
    Q_OBJECT

public:
    explicit ConversationHeader(QWidget *parent = nullptr);

    /// As ConversationView::setSummary().
    void setSummary(const QJsonObject &item);
    /// How many events it has; 0 while that is not known.
    void setEvents(int count);
    void setOnline(bool isOnline);
    void setBackShown(bool isShown);
    void setFollowing(bool isFollowing, int unseen);
    /// Which cards are seen, as one of TimelineView::Shown.
    void setShown(int shown);
    /// Why the agent cannot be paused or resumed, or stopped; empty when it can.
    QString whyNoPause() const;
    QString whyNoStop() const;
    void pauseOrResume();

signals:
    void backAsked();
    void pauseAsked();
    void resumeAsked();
    void stopAsked();
    void findAsked();
    /// @p place: on the screen.
    void menuAsked(const QPoint &place);
    void followAsked();
    void shownAsked(int shown);

protected:
    void changeEvent(QEvent *event) override;

private:
    void layOut();
    void retranslate();
    void update();
    void updateFacts();
    QString shownWord(int shown) const;
    void offerShown();

    QJsonObject m_item;
    bool m_isOnline = true;
    bool m_isFollowing = true;
    int m_events = 0;
    int m_unseen = 0;
    int m_shown = 0;
    QPushButton *m_back;
    ElidedLabel *m_title;
    Chip *m_state;
    ElidedLabel *m_facts;
    QPushButton *m_find;
    QPushButton *m_pause;
    QPushButton *m_stop;
    QPushButton *m_more;
    QPushButton *m_showing;
    QPushButton *m_following;
    NeedsServer *m_needs;
};

} // namespace ui
