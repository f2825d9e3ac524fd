// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/InboxItems.h"

#include "ui/models/Session.h"
#include "ui/widgets/PlainText.h"
#include "ui/windows/ConversationDelegate.h"
#include "ui/windows/InboxPage.h"
#include "ui/windows/WorkspaceTable.h"

#include <QDateTime>

namespace ui {

QList<QJsonObject> inboxItems(Session *session)
{
    QList<QJsonObject> items;
    for (int row = 0; row < session->waiting()->rowCount(); ++row)
        items.append(session->waiting()->item(row));
    for (int row = 0; row < session->conversations()->rowCount(); ++row) {
        QJsonObject item = session->conversations()->item(row);
        if (item["state"] != "error" && item["state"] != "stuck")
            continue;
        item.insert("kind", "failure");
        item.insert("conversation_id", item["id"]);
        items.append(item);
    }
    for (int row = 0; row < session->alerts()->rowCount(); ++row) {
        QJsonObject item = session->alerts()->item(row);
        const QDateTime silence = QDateTime::fromString(item["silenced_until"].toString(),
                                                        Qt::ISODateWithMs);
        if (item["state"] != "firing" || silence > QDateTime::currentDateTimeUtc())
            continue;
        item.insert("kind", "alert");
        items.append(item);
    }
    return items;
}

static Cell inboxKind(const QJsonObject &item)
{
    const QString state = item["state"].toString();
    if (item["kind"] == "failure")
        return {.text = stateWord(state), .icon = lookOf(state).icon, .tone = lookOf(state).tone};
    if (item["kind"] == "alert")
        return item["severity"] == "critical" ? Cell{.text = InboxPage::tr("Critical alert"),
                                                     .icon = "octagon-alert",
                                                     .tone = Tone::Danger}
                                              : Cell{.text = InboxPage::tr("Alert"),
                                                     .icon = "triangle-alert",
                                                     .tone = Tone::Warn};
    const RiskLook risk = riskLookOf(item);
    return {.text = risk.words, .icon = risk.icon, .tone = risk.tone};
}

static Cell inboxWhat(const QJsonObject &item)
{
    if (item["kind"] == "failure")
        return {.text = visibleLine(ConversationsModel::titleOf(item)),
                .second = visibleLine(item["last_line"].toString()),
                .isStrong = true};
    if (item["kind"] == "alert")
        return {.text = visibleLine(item["text"].toString()),
                .second = visibleLine(item["rule"].toString()),
                .isStrong = true};
    return {.text = visibleLine(WaitingModel::titleOf(item)),
            .second = visibleLine(WaitingModel::textOfFirst(item)),
            .isStrong = true};
}

/// Questions first, each group from the oldest on.
static Cell inboxAge(const QJsonObject &item)
{
    const bool isQuestion = isIn(InboxGroup::Questions, item);
    const QString moment = item[isQuestion                  ? "asked_at"
                                : item["kind"] == "failure" ? "updated_at"
                                                            : "since"]
                               .toString();
    const QDateTime at = QDateTime::fromString(moment, Qt::ISODateWithMs);
    return {.text = ageWord(moment),
            .order = double(at.toMSecsSinceEpoch()) + (isQuestion ? 0 : 4.5e15)};
}

QList<Column> inboxColumns()
{
    return {{InboxPage::tr("What"), inboxWhat, 0},
            {InboxPage::tr("Risk or state"), inboxKind, 134},
            {InboxPage::tr("Since"), inboxAge, 100, Qt::AlignLeft, 320}};
}

bool isIn(InboxGroup group, const QJsonObject &item)
{
    const bool isProblem = item["kind"] == "failure" || item["kind"] == "alert";
    return group == InboxGroup::All || isProblem == (group == InboxGroup::Problems);
}

} // namespace ui
