// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/HistorySearch.h"
#include "ui/models/Session.h"

namespace ui {

class Actions;
class CommandPalette;
struct Command;

/// What the palette of the main window knows: its actions, conversations, workspaces, settings, and
/// what is found in all history.
class WindowPalette : public QObject
{
    Q_OBJECT

public:
    /// @p actions outlive it.
    WindowPalette(QWidget *window, const Actions *actions);
    ~WindowPalette() override;

    /// Null while there is no server; else it outlives this.
    void setSession(Session *session);
    /// @p text: as if somebody had typed it.
    void open(const QString &text = {});
    /// Above everything that came into the window since.
    void raise();

signals:
    void conversationAsked(const QString &conversationId);
    void windowAsked(const QString &conversationId);
    void eventAsked(const QString &conversationId, const QString &eventId);
    void workspaceAsked(const QString &workspaceId);
    /// By the name that the page shows.
    void settingAsked(const QString &name);

private:
    QList<Command> places();
    QList<Command> settings();
    bool showLinked(const QString &text);
    void showHistory();

    const Actions *m_actions;
    CommandPalette *m_palette;
    Session *m_session = nullptr;
    std::unique_ptr<HistorySearch> m_history; ///< of the session
};

} // namespace ui
