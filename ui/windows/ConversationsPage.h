// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/SessionStream.h"
#include "ui/models/HistorySearch.h"
#include "ui/models/Session.h"

#include <QSortFilterProxyModel>
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QListWidget;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace ui {

class ConversationPanel;
class ConversationView;

/// The conversations of a server and the one that is looked at.
class ConversationsPage : public QWidget
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit ConversationsPage(Session *session, QWidget *parent = nullptr);
    ~ConversationsPage() override;

    void open(const QString &conversationId);
    /// The same, with an event in sight as soon as it has come.
    void openEvent(const QString &conversationId, const QString &eventId);
    QString current() const;
    void focusFilter();
    /// The question of the conversation that is looked at takes the focus.
    void focusQuestion();
    /// The panel beside the timeline, or above it where there is no room.
    void togglePanel();

signals:
    /// A person wants to begin a conversation.
    void newAsked();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    /// Which conversations the list shows.
    enum class Group { All, NeedsYou, Working };
    class Order;

    void makeSide();
    void updateChips();
    bool select(const QString &conversationId);
    void searchHistory();
    void showHits();
    void addHit(const QString &text, const QJsonObject &conversation, const QString &eventId = {});
    void goToWanted();
    void updatePlaces();
    void placePanel();
    void connectView();
    void look();
    void updateSummary();
    void updateQuestion();
    void takeEvents(const QList<StoredEvent> &events);
    void takePiece(const SessionStream::Piece &piece);
    void tell(core::Task<> command);

    Session *m_session;
    Order *m_order;
    QJsonObject m_old; ///< looked at, and not among those that the feed tells of
    HistorySearch m_history;
    QJsonArray m_found; ///< conversations that the server found by their names
    QString m_wantedEvent; ///< to be in sight
    QTimer m_search; ///< until what is typed is looked for on the server
    std::unique_ptr<SessionStream> m_stream;
    QString m_attempt; ///< what is being written: its event and which try it is
    bool m_isNarrow = false;
    bool m_hasPanelRoom = true;
    bool m_wantsPanel = true;
    bool m_isPanelAbove = false; ///< asked for where there is no room for it
    QSplitter *m_splitter;
    QWidget *m_side;
    QLineEdit *m_filter;
    QList<QPushButton *> m_chips;
    QListView *m_list;
    QLabel *m_hitsName;
    QListWidget *m_hits;
    QStackedWidget *m_places;
    ConversationView *m_view;
    ConversationPanel *m_panel;
    QLabel *m_problem;
};

} // namespace ui
