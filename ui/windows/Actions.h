// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>
#include <map>

class QShortcut;
class QWidget;

namespace ui {

struct Command;

/// What a person can do in a window. Each has one name, wherever it is offered.
enum class ActionId {
    OpenHome,
    OpenInbox,
    OpenConversations,
    OpenWorkspaces,
    OpenLogs,
    OpenMetrics,
    OpenAlerts,
    OpenKeys,
    OpenSettings,
    OpenPalette,
    NewConversation,
    NextQuestion,
    SearchHistory,
    Find,
    FindNext,
    FindPrevious,
    FocusFilter,
    NextPane,
    PreviousPane,
    OpenMenu,
    PauseOrResume,
    StopNow,
    MoreSteps,
    RunAgain,
    CopyDetails,
    PauseAll,
    Back,
    OpenInWindow,
    Rename,
    Fork,
    Condense,
    ChangeModel,
    ChangePolicy,
    Attach,
    Export,
    Delete,
    NextError,
    PreviousError,
    ShowJson,
    OpenTerminal,
    ToggleSidebar,
    TogglePanel,
    LargerText,
    SmallerText,
    UsualText,
    LightTheme,
    DarkTheme,
    SystemTheme,
    SetUp,
    ConnectServer,
    Shortcuts,
    CloseWindow,
    Quit,
    // What is only a key where something has the focus.
    CardUp,
    CardDown,
    FirstCard,
    LastCard,
    OpenCard,
    MoveLines,
    CopyCard,
    SendAndRun,
    SendOnly,
    Allow,
    Deny,
    MoreTime,
    ShowMore
};

/// A row of the table of all actions.
struct ActionRow
{
    /// Where its keys act: everywhere in a window, or while a part of it has the focus, which then
    /// hears them itself.
    enum class Where { Window, Timeline, Composer, Question };

    ActionId id;
    const char *icon;
    const char *name; ///< in English; see Actions::nameOf
    const char *keys; ///< in the words of QKeySequence, more than one parted by a space
    Where where;
    bool needsServer = false; ///< it is off while that does not answer
};

/// The actions of one window: their shortcuts, and their rows in its palette.
class Actions : public QObject
{
    Q_OBJECT

public:
    using Why = std::function<QString()>;

    explicit Actions(QWidget *window);

    static const QList<ActionRow> &table();
    static const ActionRow &rowOf(ActionId id);
    static QString nameOf(ActionId id);
    /// As a person reads them; empty for none.
    static QString keysOf(ActionId id);
    static QString placeOf(ActionRow::Where where);

    /// Why no action that needs the server can be done now; empty when it answers.
    void setWhyNoServer(Why why) { m_whyNoServer = std::move(why); }
    /// Makes an action possible here. @p whyOff: why it cannot be done now, empty when it can.
    /// @p detail: stands beside the name.
    void bind(ActionId id, std::function<void()> run, Why whyOff = {}, Why detail = {});
    /// Does it, unless it is off or not possible here.
    void trigger(ActionId id);
    bool isBound(ActionId id) const { return m_bound.contains(id); }
    QString whyOff(ActionId id) const;
    /// Those that are possible here, as rows of a palette.
    QList<Command> commands() const;

private:
    struct Bound
    {
        std::function<void()> run;
        Why whyOff;
        Why detail;
    };

    QWidget *m_window;
    Why m_whyNoServer;
    std::map<ActionId, Bound> m_bound;
};

} // namespace ui
