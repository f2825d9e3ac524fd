// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineModel.h"

#include <QJsonDocument>

namespace ui {

static constexpr int keptCards = 300;

TimelineModel::TimelineModel(QObject *parent)
    : QAbstractListModel(parent)
    , m_cards(keptCards)
{}

int TimelineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    return card(index.row()).spoken();
}

static bool showsNothing(const QJsonObject &event)
{
    const QString kind = event["kind"].toString();
    if (kind == "ConversationStateUpdateEvent") {
        static const QStringList shown{"finished", "stuck", "error", "paused"};
        return event["key"] != "execution_status" || !shown.contains(event["value"].toString());
    }
    // Its PauseEvent, its answer or its error tells of these.
    return kind == "CondensationRequest" || kind == "TokenEvent" || kind == "StreamingDeltaEvent"
           || kind == "LLMCompletionLogEvent";
}

static Card::Kind roughKind(const QJsonObject &event)
{
    const QString kind = event["kind"].toString();
    if (kind == "MessageEvent")
        return event["source"] == "user" ? Card::Kind::Person : Card::Kind::Agent;
    if (kind == "ActionEvent") {
        const QString action = event["action"]["kind"].toString();
        return action == "FinishAction"        ? Card::Kind::Agent
               : action == "ThinkAction"       ? Card::Kind::Thought
               : action == "TaskTrackerAction" ? Card::Kind::Plan
               : action.contains("Edit")       ? Card::Kind::Edit
               : action == "TerminalAction"    ? Card::Kind::Terminal
                                               : Card::Kind::Tool;
    }
    if (kind == "ConversationErrorEvent" || kind == "AgentErrorEvent")
        return Card::Kind::Error;
    return kind == "SystemPromptEvent" ? Card::Kind::Line : Card::Kind::Divider;
}

void TimelineModel::append(const QList<QByteArray> &events)
{
    std::vector<Row> fresh;
    for (const QByteArray &json : events)
        take(json, &fresh);
    if (fresh.empty())
        return;
    dropDelta();
    beginInsertRows({}, rowCount(), rowCount() + int(fresh.size()) - 1);
    m_rows.insert(m_rows.end(), fresh.begin(), fresh.end());
    endInsertRows();
}

void TimelineModel::take(const QByteArray &json, std::vector<Row> *fresh)
{
    const QJsonObject event = QJsonDocument::fromJson(json).object();
    if (event.isEmpty() || showsNothing(event))
        return;
    const int number = int(m_events.size());
    m_events.push_back(json);
    if (event.contains("tool_call_id") && event["kind"] != "ActionEvent"
        && takeAnswer(event, number, fresh))
        return;
    Row row{.event = number, .kind = roughKind(event)};
    row.isError = row.kind == Card::Kind::Error;
    if (event["kind"] == "ActionEvent") {
        const Card thought = readThought(event);
        if (!thought.text.isEmpty())
            fresh->push_back({.event = number, .kind = Card::Kind::Thought, .isThought = true});
        m_waiting.insert(event["tool_call_id"].toString(), storedRows() + int(fresh->size()));
    }
    fresh->push_back(row);
}

/// Gives an action its answer; false when no action waits for it.
bool TimelineModel::takeAnswer(const QJsonObject &event, int number, std::vector<Row> *fresh)
{
    const auto found = m_waiting.constFind(event["tool_call_id"].toString());
    if (found == m_waiting.constEnd())
        return false;
    const int at = *found;
    m_waiting.erase(found);
    Row &row = at < storedRows() ? m_rows[size_t(at)] : (*fresh)[size_t(at - storedRows())];
    row.answer = number;
    row.isError = event["observation"]["is_error"].toBool()
                  || event["observation"]["exit_code"].toInt() > 0
                  || event["kind"] == "AgentErrorEvent";
    if (at < storedRows())
        tellChanged(at);
    return true;
}

void TimelineModel::appendDelta(const QString &text)
{
    m_streaming += visible(text);
    if (!m_rows.empty() && m_rows.back().kind == Card::Kind::Streaming)
        return tellChanged(rowCount() - 1);
    beginInsertRows({}, rowCount(), rowCount());
    m_rows.push_back({.kind = Card::Kind::Streaming});
    endInsertRows();
}

int TimelineModel::storedRows() const
{
    const bool isWriting = !m_rows.empty() && m_rows.back().kind == Card::Kind::Streaming;
    return rowCount() - isWriting;
}

void TimelineModel::dropDelta()
{
    m_streaming.clear();
    if (m_rows.empty() || m_rows.back().kind != Card::Kind::Streaming)
        return;
    beginRemoveRows({}, rowCount() - 1, rowCount() - 1);
    m_cards.remove(rowCount() - 1);
    m_rows.pop_back();
    endRemoveRows();
}

void TimelineModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_events.clear();
    m_waiting.clear();
    m_streaming.clear();
    m_cards.clear();
    endResetModel();
}

QJsonObject TimelineModel::eventObject(int number) const
{
    return number < 0 ? QJsonObject() : QJsonDocument::fromJson(m_events[size_t(number)]).object();
}

Card TimelineModel::read(const Row &row) const
{
    if (row.kind == Card::Kind::Streaming) {
        Card card;
        card.kind = Card::Kind::Streaming;
        card.icon = "bot";
        card.title = tr("Agent");
        card.text = m_streaming;
        return card;
    }
    const QJsonObject event = eventObject(row.event);
    if (row.isThought)
        return readThought(event);
    Card card = readCard(event, eventObject(row.answer));
    if (card.isRunning && m_isAsking) {
        card.isRunning = false;
        card.status = tr("Waiting for you");
        card.statusIcon = "hand";
        card.tone = Tone::Wait;
    }
    return card;
}

void TimelineModel::setAsking(bool isAsking)
{
    if (std::exchange(m_isAsking, isAsking) == isAsking)
        return;
    for (const int row : std::as_const(m_waiting))
        tellChanged(row);
}

const Card &TimelineModel::card(int row) const
{
    if (const Card *known = m_cards.object(row))
        return *known;
    auto *fresh = new Card(read(m_rows[size_t(row)]));
    m_cards.insert(row, fresh);
    return *fresh;
}

bool TimelineModel::isError(int row) const
{
    return m_rows[size_t(row)].isError;
}

bool TimelineModel::isOpen(int row) const
{
    const Row &one = m_rows[size_t(row)];
    return one.opened == Opened::ByItself ? card(row).opensByItself : one.opened == Opened::Yes;
}

void TimelineModel::setOpen(int row, bool isOpen)
{
    m_rows[size_t(row)].opened = isOpen ? Opened::Yes : Opened::No;
    emit dataChanged(index(row), index(row));
}

void TimelineModel::setWhole(int row, bool isWhole)
{
    m_rows[size_t(row)].isWhole = isWhole;
    emit dataChanged(index(row), index(row));
}

void TimelineModel::retranslate()
{
    m_cards.clear();
    if (rowCount())
        emit dataChanged(index(0), index(rowCount() - 1));
}

void TimelineModel::tellChanged(int row)
{
    m_cards.remove(row);
    emit dataChanged(index(row), index(row));
}

QByteArray TimelineModel::json(int row) const
{
    const Row &one = m_rows[size_t(row)];
    if (one.event < 0)
        return {};
    QByteArray text = QJsonDocument(eventObject(one.event)).toJson();
    if (one.answer >= 0)
        text += QJsonDocument(eventObject(one.answer)).toJson();
    return text;
}

bool TimelineModel::says(int row, const QString &text) const
{
    const Row &one = m_rows[size_t(row)];
    const auto hasText = [&](int number) {
        return number >= 0
               && QString::fromUtf8(m_events[size_t(number)]).contains(text, Qt::CaseInsensitive);
    };
    return one.event < 0 || hasText(one.event) || hasText(one.answer);
}

int TimelineModel::rowOf(const QString &eventId) const
{
    if (eventId.isEmpty())
        return -1;
    // Ids are unique and need no escapes, so the texts need no parser.
    const QByteArray mark = "\"id\":\"" + eventId.toUtf8() + '"';
    const auto isIt = [&](int number) {
        return number >= 0 && m_events[size_t(number)].contains(mark);
    };
    for (int row = storedRows() - 1; row >= 0; --row) {
        const Row &one = m_rows[size_t(row)];
        if (!one.isThought && (isIt(one.event) || isIt(one.answer)))
            return row;
    }
    return -1;
}

int TimelineModel::nextError(int row, int step) const
{
    for (int at = row; at >= 0 && at < rowCount(); at += step)
        if (m_rows[size_t(at)].isError)
            return at;
    return -1;
}

} // namespace ui
