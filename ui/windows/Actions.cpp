// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/Actions.h"

#include "ui/windows/CommandPalette.h"

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QKeySequence>
#include <QShortcut>
#include <QWidget>

namespace ui {

const QList<ActionRow> &Actions::table()
{
    using enum ActionId;
    using enum ActionRow::Where;
    static const QList<ActionRow> rows{
        {OpenHome, "house", QT_TRANSLATE_NOOP("Action", "Open Home"), "Ctrl+1", Window},
        {OpenInbox, "inbox", QT_TRANSLATE_NOOP("Action", "Open Inbox"), "Ctrl+2", Window},
        {OpenConversations, "messages-square", QT_TRANSLATE_NOOP("Action", "Open Conversations"),
         "Ctrl+3", Window},
        {OpenWorkspaces, "box", QT_TRANSLATE_NOOP("Action", "Open Workspaces"), "Ctrl+4", Window},
        {OpenLogs, "scroll-text", QT_TRANSLATE_NOOP("Action", "Open Logs"), "Ctrl+5", Window},
        {OpenMetrics, "chart-line", QT_TRANSLATE_NOOP("Action", "Open Metrics"), "Ctrl+6", Window},
        {OpenAlerts, "bell", QT_TRANSLATE_NOOP("Action", "Open Alerts"), "Ctrl+7", Window},
        {OpenKeys, "key-round", QT_TRANSLATE_NOOP("Action", "Open Keys and users"), "Ctrl+8",
         Window},
        {OpenSettings, "settings", QT_TRANSLATE_NOOP("Action", "Open Settings"), "Ctrl+,", Window},
        {OpenPalette, "command", QT_TRANSLATE_NOOP("Action", "Search or run"),
         "Ctrl+K Ctrl+Shift+P", Window},
        {NewConversation, "plus", QT_TRANSLATE_NOOP("Action", "New conversation"), "Ctrl+N", Window,
         true},
        {NextQuestion, "hand", QT_TRANSLATE_NOOP("Action", "Show the next question"),
         "Ctrl+Shift+A", Window},
        {SearchHistory, "search", QT_TRANSLATE_NOOP("Action", "Search all history"), "Ctrl+Shift+F",
         Window, true},
        {Find, "search", QT_TRANSLATE_NOOP("Action", "Find on this page"), "Ctrl+F", Window},
        {FindNext, "search", QT_TRANSLATE_NOOP("Action", "Find the next one"), "F3", Window},
        {FindPrevious, "search", QT_TRANSLATE_NOOP("Action", "Find the previous one"), "Shift+F3",
         Window},
        {FocusFilter, "list-filter", QT_TRANSLATE_NOOP("Action", "Go to the filter of the page"),
         "Ctrl+L", Window},
        {NextPane, "chevron-right", QT_TRANSLATE_NOOP("Action", "Next pane"), "F6", Window},
        {PreviousPane, "chevron-left", QT_TRANSLATE_NOOP("Action", "Previous pane"), "Shift+F6",
         Window},
        {OpenMenu, "ellipsis", QT_TRANSLATE_NOOP("Action", "Menu of what has the focus"),
         "Shift+F10", Window},
        {PauseOrResume, "circle-pause", QT_TRANSLATE_NOOP("Action", "Pause or resume this agent"),
         "F8", Window, true},
        {StopNow, "circle-stop", QT_TRANSLATE_NOOP("Action", "Stop this agent now"), "Ctrl+F8",
         Window, true},
        {MoreSteps, "list-checks", QT_TRANSLATE_NOOP("Action", "Allow 50 more steps"), "", Window,
         true},
        {RunAgain, "circle-play", QT_TRANSLATE_NOOP("Action", "Run again"), "", Window, true},
        {CopyDetails, "copy", QT_TRANSLATE_NOOP("Action", "Copy details"), "", Window},
        {PauseAll, "circle-pause", QT_TRANSLATE_NOOP("Action", "Pause or resume all agents"),
         "Shift+F8", Window, true},
        {Back, "arrow-left", QT_TRANSLATE_NOOP("Action", "Back to the conversations"), "Alt+Left",
         Window},
        {OpenInWindow, "external-link", QT_TRANSLATE_NOOP("Action", "Open in a window"), "",
         Window},
        {Rename, "file-pen", QT_TRANSLATE_NOOP("Action", "Rename..."), "F2", Window, true},
        {Fork, "git-fork", QT_TRANSLATE_NOOP("Action", "Fork"), "", Window, true},
        {Condense, "fold-vertical", QT_TRANSLATE_NOOP("Action", "Condense"), "", Window, true},
        {ChangeModel, "bot", QT_TRANSLATE_NOOP("Action", "Change the model..."), "", Window, true},
        {ChangePolicy, "shield", QT_TRANSLATE_NOOP("Action", "Change when to ask..."), "", Window,
         true},
        {Attach, "paperclip", QT_TRANSLATE_NOOP("Action", "Attach images or files..."),
         "Ctrl+Shift+O", Window},
        {Export, "download", QT_TRANSLATE_NOOP("Action", "Export..."), "", Window, true},
        {Delete, "trash-2", QT_TRANSLATE_NOOP("Action", "Delete..."), "", Window, true},
        {NextError, "octagon-x", QT_TRANSLATE_NOOP("Action", "Next error"), "E", Timeline},
        {PreviousError, "octagon-x", QT_TRANSLATE_NOOP("Action", "Previous error"), "Shift+E",
         Timeline},
        {ShowJson, "braces", QT_TRANSLATE_NOOP("Action", "Show the JSON of the card"), "J",
         Timeline},
        {OpenTerminal, "terminal", QT_TRANSLATE_NOOP("Action", "Open the terminal"), "Ctrl+J",
         Window, true},
        {ToggleSidebar, "panel-left", QT_TRANSLATE_NOOP("Action", "Show or hide the sidebar"),
         "Ctrl+B", Window},
        {TogglePanel, "panel-right", QT_TRANSLATE_NOOP("Action", "Show or hide the side panel"),
         "Ctrl+Alt+B", Window},
        {LargerText, "plus", QT_TRANSLATE_NOOP("Action", "Larger text"), "Ctrl++ Ctrl+=", Window},
        {SmallerText, "circle", QT_TRANSLATE_NOOP("Action", "Smaller text"), "Ctrl+-", Window},
        {UsualText, "circle-dot", QT_TRANSLATE_NOOP("Action", "Text of the usual size"), "Ctrl+0",
         Window},
        {LightTheme, "sun", QT_TRANSLATE_NOOP("Action", "Use the light theme"), "", Window},
        {DarkTheme, "moon", QT_TRANSLATE_NOOP("Action", "Use the dark theme"), "", Window},
        {SystemTheme, "sun", QT_TRANSLATE_NOOP("Action", "Use the theme of the desktop"), "",
         Window},
        {SetUp, "sparkles", QT_TRANSLATE_NOOP("Action", "Set up engine, model and safety"), "",
         Window},
        {ConnectServer, "plug", QT_TRANSLATE_NOOP("Action", "Connect to a server..."), "", Window},
        {Shortcuts, "command", QT_TRANSLATE_NOOP("Action", "All shortcuts"), "F1", Window},
        {CloseWindow, "x", QT_TRANSLATE_NOOP("Action", "Close the window"), "Ctrl+W", Window},
        {Quit, "log-out", QT_TRANSLATE_NOOP("Action", "Quit Berth"), "Ctrl+Q", Window},
        {CardUp, "", QT_TRANSLATE_NOOP("Action", "Previous card"), "Up", Timeline},
        {CardDown, "", QT_TRANSLATE_NOOP("Action", "Next card"), "Down", Timeline},
        {FirstCard, "", QT_TRANSLATE_NOOP("Action", "First card"), "Home", Timeline},
        {LastCard, "", QT_TRANSLATE_NOOP("Action", "Last card, and follow"), "End", Timeline},
        {OpenCard, "", QT_TRANSLATE_NOOP("Action", "Open or close the card"), "Return Space",
         Timeline},
        {MoveLines, "", QT_TRANSLATE_NOOP("Action", "Move lines wider than the card"), "Right Left",
         Timeline},
        {CopyCard, "", QT_TRANSLATE_NOOP("Action", "Copy the card; again: its JSON"), "Ctrl+C",
         Timeline},
        {SendAndRun, "", QT_TRANSLATE_NOOP("Action", "Send and run"), "Ctrl+Return", Composer},
        {SendOnly, "", QT_TRANSLATE_NOOP("Action", "Send without running"), "Ctrl+Shift+Return",
         Composer},
        {Allow, "", QT_TRANSLATE_NOOP("Action", "Allow once"), "A", Question},
        {Deny, "", QT_TRANSLATE_NOOP("Action", "Deny..."), "D", Question},
        {MoreTime, "", QT_TRANSLATE_NOOP("Action", "More time for a question about a host"), "M",
         Question},
        {ShowMore, "", QT_TRANSLATE_NOOP("Action", "Show more of the question"), "R", Question}};
    return rows;
}

const ActionRow &Actions::rowOf(ActionId id)
{
    return *std::ranges::find(table(), id, &ActionRow::id);
}

QString Actions::nameOf(ActionId id)
{
    return QCoreApplication::translate("Action", rowOf(id).name);
}

static QStringList keysIn(const ActionRow &row)
{
    return QString(row.keys).split(' ', Qt::SkipEmptyParts);
}

QString Actions::keysOf(ActionId id)
{
    QStringList shown;
    for (const QString &keys : keysIn(rowOf(id)))
        shown.append(QKeySequence(keys).toString(QKeySequence::NativeText));
    return shown.join(", ");
}

QString Actions::placeOf(ActionRow::Where where)
{
    switch (where) {
    case ActionRow::Where::Timeline: return tr("In the timeline");
    case ActionRow::Where::Composer: return tr("While you write");
    case ActionRow::Where::Question: return tr("On a question");
    case ActionRow::Where::Window: break;
    }
    return tr("Everywhere");
}

Actions::Actions(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    // Not every platform has a key for it.
    bind(ActionId::OpenMenu, [window] {
        QWidget *place = window->focusWidget() ? window->focusWidget() : window;
        const QPoint point = place->rect().center();
        QContextMenuEvent asked(QContextMenuEvent::Keyboard, point, place->mapToGlobal(point));
        QCoreApplication::sendEvent(place, &asked);
    });
}

void Actions::bind(ActionId id, std::function<void()> run, Why whyOff, Why detail)
{
    m_bound[id] = {std::move(run), std::move(whyOff), std::move(detail)};
    const ActionRow &row = rowOf(id);
    if (row.where != ActionRow::Where::Window)
        return;
    for (const QString &keys : keysIn(row)) {
        auto *shortcut = new QShortcut(QKeySequence(keys), m_window);
        connect(shortcut, &QShortcut::activated, this, [this, id] { trigger(id); });
    }
}

QString Actions::whyOff(ActionId id) const
{
    const QString noServer = rowOf(id).needsServer && m_whyNoServer ? m_whyNoServer() : QString();
    if (!noServer.isEmpty())
        return noServer;
    const auto found = m_bound.find(id);
    return found != m_bound.end() && found->second.whyOff ? found->second.whyOff() : QString();
}

void Actions::trigger(ActionId id)
{
    const auto found = m_bound.find(id);
    if (found != m_bound.end() && whyOff(id).isEmpty())
        found->second.run();
}

QList<Command> Actions::commands() const
{
    QList<Command> list;
    for (const ActionRow &row : table()) {
        const auto found = m_bound.find(row.id);
        // The palette itself is open when it is asked for.
        if (found == m_bound.end() || row.id == ActionId::OpenPalette)
            continue;
        list.append({.icon = row.icon,
                     .title = nameOf(row.id),
                     .detail = found->second.detail ? found->second.detail() : QString(),
                     .shortcut = keysOf(row.id).section(", ", 0, 0),
                     .whyOff = whyOff(row.id),
                     .run = found->second.run});
    }
    return list;
}

} // namespace ui
