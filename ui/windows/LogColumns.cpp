// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/LogColumns.h"

#include "ui/widgets/PlainText.h"
#include "ui/windows/LogsPage.h"

#include <QDateTime>

namespace ui {

int logRank(const QString &level)
{
    static const QStringList levels{"debug", "info", "warning", "critical"};
    return int(levels.indexOf(level));
}

static Cell logLevelCell(const QJsonObject &line)
{
    switch (logRank(line["level"].toString())) {
    case 0: return {.text = LogsPage::tr("debug"), .icon = "bug", .tone = Tone::Muted};
    case 1: return {.text = LogsPage::tr("info"), .icon = "info", .tone = Tone::Muted};
    case 2: return {.text = LogsPage::tr("warning"), .icon = "triangle-alert", .tone = Tone::Warn};
    case 3: return {.text = LogsPage::tr("error"), .icon = "octagon-x", .tone = Tone::Danger};
    default: return {.text = visibleLine(line["level"].toString())};
    }
}

static Cell logTimeCell(const QJsonObject &line)
{
    const QDateTime at = QDateTime::fromString(line["time"].toString(), Qt::ISODateWithMs);
    return {.text = at.isValid() ? at.toLocalTime().toString("HH:mm:ss.zzz") : QString(),
            .isCode = true,
            .order = at.toMSecsSinceEpoch()};
}

static Cell logMessageCell(const QJsonObject &line)
{
    if (line.contains("lost"))
        return {.text = LogsPage::tr("%n line(s) were missed", nullptr, line["lost"].toInt()),
                .icon = "ellipsis",
                .tone = Tone::Warn};
    Cell cell{.text = visibleLine(line["message"].toString().left(2000)), .isCode = true};
    if (logRank(line["level"].toString()) >= 3)
        cell.tone = Tone::Danger;
    return cell;
}

static std::function<Cell(const QJsonObject &)> logCodeCell(const QString &name)
{
    return [name](const QJsonObject &line) {
        return Cell{.text = visibleLine(line[name].toString()), .isCode = true};
    };
}

Cell logConversation(Session *session, const QJsonObject &line)
{
    const QString id = line["conversation"].toString();
    if (id.isEmpty())
        return {};
    const QJsonObject item = session->conversations()->item(id);
    return {.text = item.isEmpty() ? visibleLine(id.left(8))
                                   : visibleLine(ConversationsModel::titleOf(item))};
}

QList<Column> logColumns(Session *session)
{
    const auto conversation = [session](const QJsonObject &line) {
        return logConversation(session, line);
    };
    return {{LogsPage::tr("Time"), logTimeCell, 112},
            {LogsPage::tr("Level"), logLevelCell, 96},
            {LogsPage::tr("Room"), logCodeCell("room"), 104, Qt::AlignLeft, 560},
            {LogsPage::tr("User"), logCodeCell("user"), 80, Qt::AlignLeft, 720},
            {LogsPage::tr("Conversation"), conversation, 150, Qt::AlignLeft, 860},
            {LogsPage::tr("Message"), logMessageCell, 0}};
}

QList<Column> requestColumns()
{
    const auto status = [](const QJsonObject &request) {
        const int number = request["status"].toInt();
        Cell cell{.text = QString::number(number), .icon = "check", .order = number};
        cell.tone = Tone::Ok;
        if (number >= 400) {
            cell.icon = "x";
            cell.tone = number >= 500 ? Tone::Danger : Tone::Warn;
        }
        return cell;
    };
    const auto time = [](const QJsonObject &request) {
        const double ms = request["ms"].toDouble();
        return Cell{.text = LogsPage::tr("%1 ms").arg(QLocale().toString(ms, 'f', ms < 10 ? 1 : 0)),
                    .order = ms};
    };
    const auto size = [](const QJsonObject &request) {
        return Cell{.text = byteSize(request["bytes"].toInteger()),
                    .order = request["bytes"].toDouble()};
    };
    return {{LogsPage::tr("Time"), logTimeCell, 112},
            {LogsPage::tr("Method"), logCodeCell("method"), 72},
            {LogsPage::tr("Route"), logCodeCell("route"), 0},
            {LogsPage::tr("Status"), status, 80},
            {LogsPage::tr("Took"), time, 80},
            {LogsPage::tr("Size"), size, 80, Qt::AlignLeft, 760},
            {LogsPage::tr("User"), logCodeCell("user"), 90},
            {LogsPage::tr("Client"), logCodeCell("client"), 110, Qt::AlignLeft, 860}};
}

} // namespace ui
