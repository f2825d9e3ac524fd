// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CardErrors.h"

#include "ui/widgets/CardWords.h"

namespace ui {

struct ErrorTitle
{
    const char *what; ///< a code of the server's, else a kind of its classification
    const char *title;
};

static constexpr ErrorTitle errorTitles[]{
    {"LLMAuthenticationError", QT_TRANSLATE_NOOP("ui::Card", "The model refused the key")},
    {"LLMRateLimitError", QT_TRANSLATE_NOOP("ui::Card", "The model's limit was reached")},
    {"LLMContextWindowExceedError",
     QT_TRANSLATE_NOOP("ui::Card", "The conversation is too long for the model")},
    {"LLMMalformedConversationHistoryError",
     QT_TRANSLATE_NOOP("ui::Card", "The model cannot read the history")},
    {"LLMContentPolicyViolationError",
     QT_TRANSLATE_NOOP("ui::Card", "The model's provider does not allow this")},
    {"LLMTimeoutError", QT_TRANSLATE_NOOP("ui::Card", "The model took too long")},
    {"LLMServiceUnavailableError", QT_TRANSLATE_NOOP("ui::Card", "The model does not answer")},
    {"LLMNoResponseError", QT_TRANSLATE_NOOP("ui::Card", "The model gave an empty answer")},
    {"LLMBadRequestError", QT_TRANSLATE_NOOP("ui::Card", "The model refused the request")},
    {"NotFoundError", QT_TRANSLATE_NOOP("ui::Card", "There is no such model")},
    {"MaxBudgetReached", QT_TRANSLATE_NOOP("ui::Card", "The cap is reached")},
    {"MaxIterationsReached", QT_TRANSLATE_NOOP("ui::Card", "The limit of steps is reached")},
    {"WorkspaceUnavailable", QT_TRANSLATE_NOOP("ui::Card", "The workspace is gone")},
    {"ServerRestarted", QT_TRANSLATE_NOOP("ui::Card", "The server restarted")},
    {"StorageError", QT_TRANSLATE_NOOP("ui::Card", "The server could not keep what happened")},
    {"KeyError", QT_TRANSLATE_NOOP("ui::Card", "A tool of the agent is unknown")},
    {"ValueError", QT_TRANSLATE_NOOP("ui::Card", "The agent's tools cannot be used")},
    {"auth", QT_TRANSLATE_NOOP("ui::Card", "The model refused the key")},
    {"quota", QT_TRANSLATE_NOOP("ui::Card", "The model's account has no credit left")},
    {"rate_limit", QT_TRANSLATE_NOOP("ui::Card", "The model's limit was reached")},
    {"config", QT_TRANSLATE_NOOP("ui::Card", "The model is not set up correctly")},
    {"transient", QT_TRANSLATE_NOOP("ui::Card", "The model does not answer")},
};

static QString errorTitle(const QString &code, const QString &kind)
{
    for (const QString &what : {code, kind})
        for (const ErrorTitle &row : errorTitles)
            if (what == QLatin1StringView(row.what))
                return cards::words(row.title);
    return cards::words("The run stopped");
}

/// "settings" and "retry" lead on; what one says in the server's words can always be copied.
static QList<CardAction> errorActions(const QString &code, const QString &userAction)
{
    if (code == "MaxIterationsReached")
        return {CardAction::MoreSteps, CardAction::CopyDetails};
    if (userAction == "settings")
        return {CardAction::OpenSettings, CardAction::RunAgain, CardAction::CopyDetails};
    if (userAction == "retry")
        return {CardAction::RunAgain, CardAction::CopyDetails};
    return {CardAction::CopyDetails};
}

void readError(Card *card, const QJsonObject &event)
{
    card->kind = Card::Kind::Error;
    card->icon = "octagon-x";
    card->tone = Tone::Danger;
    const bool isOfTool = event["kind"] == "AgentErrorEvent";
    const QString code = visibleLine(event["code"].toString());
    const QJsonObject classification = event["classification"].toObject();
    card->title = isOfTool
                      ? cards::words("%1 failed").arg(visibleLine(event["tool_name"].toString()))
                      : errorTitle(code, classification["kind"].toString());
    card->text = visible(event[isOfTool ? "error" : "detail"].toString());
    if (!isOfTool && code != "StorageError")
        card->note = cards::words("What was done before is kept.");
    card->actions = isOfTool ? QList{CardAction::CopyDetails}
                             : errorActions(code, classification["user_action"].toString());
    QStringList details{card->title, card->text};
    for (const QString &detail : {code, classification["kind"].toString(),
                                  event["timestamp"].toString(), event["id"].toString()})
        if (!detail.isEmpty())
            details.append(visibleLine(detail));
    card->details = details.join('\n');
}

QString cardActionWords(CardAction action)
{
    switch (action) {
    case CardAction::OpenSettings: return cards::words("Open settings");
    case CardAction::RunAgain: return cards::words("Run again");
    case CardAction::MoreSteps: return cards::words("Allow 50 more steps");
    case CardAction::CopyDetails: return cards::words("Copy details");
    }
    return {};
}

} // namespace ui
