// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/HistorySearch.h"
#include "ui/models/Session.h"

#include <QSortFilterProxyModel>
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace ui {

class ConversationFilter;
class EmptyState;
class FlowLayout;
class Notice;

/// The conversations of a server: those that the feed tells of, in their order, and what else the
/// server finds by a text. One of them is the current one.
class ConversationList : public QWidget
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit ConversationList(Session *session, QWidget *parent = nullptr);

    /// The id of the current one; empty for none.
    QString current() const;
    /// What is known of it, at least its id.
    QJsonObject currentItem() const;
    /// Makes it the current one, whether or not the feed has told of it.
    void open(const QString &conversationId);
    void close();
    /// Leaves out all but those whose agents are at work.
    void showWorking();
    /// Whether it has the place of the conversation: then one is opened by Enter or a press, not by
    /// going through the rows.
    void setAlone(bool isAlone) { m_isAlone = isAlone; }
    void focusFilter();
    void focusList();
    /// Says what was refused, or done.
    void tell(const QString &text, bool isDone);

signals:
    /// Another one is current, or none.
    void currentChanged();
    /// Somebody chose the current one, and wants to go on in it.
    void opened();
    /// Another one is current, and this place of it is wanted.
    void eventChosen(const QString &eventId);
    /// A person wants to begin a conversation.
    void newAsked();
    /// A person wants to see what can be done with one.
    void menuAsked(const QString &conversationId, const QPoint &place);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// Which conversations the list shows.
    enum class Group { All, NeedsYou, Working };
    class Order;

    void layOut();
    void retranslate();
    void connectParts();
    void updateChips();
    void narrow();
    void showNarrowing();
    void showEmptiness();
    void clearFilter();
    void choose(Group group);
    void follow(const QString &kind, const QString &conversationId);
    void takeRow(const QModelIndex &index);
    void openRow(const QModelIndex &index);
    bool select(const QString &conversationId);
    void askForMenu(const QPoint &point);
    void searchHistory();
    void showHits();
    QListWidgetItem *addHit(const QString &text, const QJsonObject &conversation,
                            const QString &eventId = {});
    void openHit(const QJsonObject &conversation, const QString &eventId);

    Session *m_session;
    Order *m_order;
    QString m_shown; ///< the current one, unless it is old
    bool m_isAlone = false;
    bool m_isSelecting = false; ///< the row, not somebody who goes through the list
    QJsonObject m_old; ///< current, and not among those that the feed tells of
    HistorySearch m_history;
    QJsonArray m_found; ///< conversations that the server found by their names
    QTimer m_search; ///< until what is typed is looked for on the server
    QLabel *m_heading;
    ConversationFilter *m_narrow;
    QPushButton *m_new;
    QLineEdit *m_filter;
    FlowLayout *m_tools;
    QList<QPushButton *> m_chips;
    QList<QPushButton *> m_narrowing; ///< a chip for each part of the filter
    QListView *m_list;
    EmptyState *m_nothing;
    QLabel *m_hitsName;
    QListWidget *m_hits;
    Notice *m_notice;
};

} // namespace ui
