// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationActions.h"

#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/TimelineView.h"
#include "ui/windows/ConversationHeader.h"
#include "ui/windows/ConversationView.h"
#include "ui/windows/LiveConversation.h"

#include <QCoreApplication>

namespace ui {

static QString noConversation()
{
    return QCoreApplication::translate("Action", "no conversation is open");
}

/// What can be done with the card that has the focus.
static void bindCards(Actions *actions, const ShownConversation &shown, const Actions::Why &isShown)
{
    const auto goToError = [shown](int step) {
        TimelineView *view = shown.live()->view()->timelineView();
        view->goToError(step);
        view->setFocus(Qt::ShortcutFocusReason);
    };
    const auto whyNoCard = [shown] {
        if (!shown.live())
            return noConversation();
        return shown.live()->view()->timelineView()->currentIndex().isValid()
                   ? QString()
                   : QCoreApplication::translate("Action", "no card is chosen");
    };
    actions->bind(ActionId::NextError, [goToError] { goToError(1); }, isShown);
    actions->bind(ActionId::PreviousError, [goToError] { goToError(-1); }, isShown);
    actions->bind(ActionId::ShowJson, [shown] {
        TimelineView *view = shown.live()->view()->timelineView();
        emit view->jsonAsked(view->currentIndex().row());
    }, whyNoCard);
}

/// What the failure that ended a run offers on its card.
static void bindFailure(Actions *actions, const ShownConversation &shown)
{
    const auto bind = [=](ActionId id, CardAction action, const char *whyOff) {
        actions->bind(id, [shown, action] {
            ConversationView *view = shown.live()->view();
            view->timelineView()->press(view->timeline()->rowOffering(action), action);
        }, [=] {
            if (!shown.live())
                return noConversation();
            return shown.live()->view()->timeline()->rowOffering(action) >= 0
                       ? QString()
                       : QCoreApplication::translate("Action", whyOff);
        });
    };
    bind(ActionId::MoreSteps, CardAction::MoreSteps,
         QT_TRANSLATE_NOOP("Action", "no limit of steps has ended its run"));
    bind(ActionId::RunAgain, CardAction::RunAgain,
         QT_TRANSLATE_NOOP("Action", "no failure has ended its run"));
    bind(ActionId::CopyDetails, CardAction::CopyDetails,
         QT_TRANSLATE_NOOP("Action", "no failure has ended its run"));
}

void bindConversation(Actions *actions, const ShownConversation &shown)
{
    const Actions::Why isShown = [shown] { return shown.live() ? QString() : noConversation(); };
    const auto view = [shown] { return shown.live()->view(); };
    const auto header = [shown] { return shown.live()->view()->header(); };
    actions->bind(ActionId::FindNext, [view] { view()->findNext(1); }, isShown);
    actions->bind(ActionId::FindPrevious, [view] { view()->findNext(-1); }, isShown);
    actions->bind(ActionId::PauseOrResume, [header] { header()->pauseOrResume(); },
                  [=] { return shown.live() ? header()->whyNoPause() : noConversation(); });
    actions->bind(ActionId::StopNow, [header] { emit header() -> stopAsked(); },
                  [=] { return shown.live() ? header()->whyNoStop() : noConversation(); });
    bindFailure(actions, shown);
    for (const ActionId id : ConversationMenu::actions())
        actions->bind(id, [shown, id] { shown.menu()->run(id, shown.live()->item()); }, isShown);
    bindCards(actions, shown, isShown);
    actions->bind(ActionId::Attach, [view] { view()->attach(); }, isShown);
    actions->bind(ActionId::OpenTerminal, [shown] { shown.live()->toggleTerminal(); }, [shown] {
        return shown.live() ? shown.live()->whyNoTerminal() : noConversation();
    });
    actions->bind(ActionId::TogglePanel, [shown] { shown.live()->togglePanel(); }, isShown);
}

} // namespace ui
