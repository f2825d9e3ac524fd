// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineModel.h"

#include "ui/widgets/EventFields.h"

#include <QJsonDocument>

namespace ui {

static constexpr int keptCards = 300;
static constexpr int keptGroups = 100;
static constexpr int keptImageBytes = 16 << 20;

TimelineModel::TimelineModel(QObject *parent)
    : QAbstractListModel(parent)
    , m_cards(keptCards)
    , m_images(keptImageBytes)
    , m_groups(keptGroups)
{}

int TimelineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    return spoken(index.row());
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

Card::Kind TimelineModel::roughKind(const QJsonObject &event)
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
    if (kind == "HookExecutionEvent" && event["blocked"].toBool())
        return Card::Kind::Tool;
    return kind == "SystemPromptEvent" || kind == "HookExecutionEvent" ? Card::Kind::Line
                                                                       : Card::Kind::Divider;
}

void TimelineModel::append(const QList<QByteArray> &events)
{
    QList<TimelineEvent> parsed;
    for (const QByteArray &json : events)
        parsed.append(
            {endNumber() + int(parsed.size()), QJsonDocument::fromJson(json).object(), json});
    append(parsed);
}

void TimelineModel::append(const QList<TimelineEvent> &events)
{
    Rows fresh;
    const int end = storedRows();
    for (const TimelineEvent &one : events)
        take(one, &m_late, &fresh);
    if (fresh.empty())
        return;
    dropDelta();
    const Newest before = newest();
    insert(end, fresh);
    m_young += int(fresh.size());
    rememberPlan(fresh);
    tellNewest(before);
    foldOld();
}

void TimelineModel::insert(int place, const Rows &fresh)
{
    if (fresh.empty())
        return;
    beginInsertRows({}, place, place + int(fresh.size()) - 1);
    m_rows.insert(m_rows.begin() + place, fresh.begin(), fresh.end());
    endInsertRows();
}

void TimelineModel::remove(int first, int count)
{
    if (count <= 0)
        return;
    beginRemoveRows({}, first, first + count - 1);
    m_rows.erase(m_rows.begin() + first, m_rows.begin() + first + count);
    endRemoveRows();
}

void TimelineModel::take(const TimelineEvent &one, EventTexts *texts, Rows *fresh)
{
    const QJsonObject &event = one.event;
    spend(event, texts == &m_early ? &m_earlySpending : &m_lateSpending);
    if (event.isEmpty() || showsNothing(event)) {
        const bool isRun = event["key"] == "execution_status" && event["value"] == "running";
        Row *pause = isRun ? openPause(one.number, fresh) : nullptr;
        texts->put(one.number, pause ? one.json : QByteArray());
        if (pause) {
            pause->end = one.number;
            tellOf(pause);
        }
        return;
    }
    texts->put(one.number, one.json);
    m_ids.emplace_back(quint32(qHash(event["id"].toString())), one.number);
    if ((event["value"] == "finished" && takeEnd(one, fresh)) || takePause(one, fresh))
        return;
    const bool isAction = event["kind"] == "ActionEvent";
    if (!isAction && event.contains("tool_call_id") && takeAnswer(one, fresh))
        return;
    Row row{.event = one.number, .kind = roughKind(event)};
    row.isError = row.kind == Card::Kind::Error;
    row.isPause = row.kind == Card::Kind::Divider
                  && (event["kind"] == "PauseEvent" || event["value"] == "paused");
    if (isAction) {
        const Card thought = readThought(event);
        if (!thought.text.isEmpty())
            fresh->push_back({.event = one.number, .kind = Card::Kind::Thought, .isThought = true});
        const QString call = event["tool_call_id"].toString();
        if (const auto orphan = m_orphans.constFind(call); orphan != m_orphans.constEnd()) {
            answer(&row, {*orphan, eventObject(*orphan), {}});
            m_orphans.erase(orphan);
        } else {
            m_waiting.insert(call, one.number);
        }
    }
    fresh->push_back(row);
}

void TimelineModel::spend(const QJsonObject &event, Spending *spending) const
{
    if (event["source"] == "user" && event["kind"] == "MessageEvent")
        spending->before = spending->now;
    if (event["key"] != "stats")
        return;
    double cost = 0;
    const QJsonObject uses = event["value"]["usage_to_metrics"].toObject();
    for (const QJsonValue &use : uses)
        cost += use["accumulated_cost"].toDouble();
    spending->now = cost;
}

/// The agent's last message tells that it has finished; false when there is none.
bool TimelineModel::takeEnd(const TimelineEvent &one, Rows *fresh)
{
    const bool isEarly = !isWhole() && one.number < m_late.first();
    const int last = (isEarly ? m_gap : storedRows()) - 1;
    Row *row = !fresh->empty()                 ? &fresh->back()
               : last > (isEarly ? -1 : m_gap) ? &m_rows[size_t(last)]
                                               : nullptr;
    if (!row || row->kind != Card::Kind::Agent)
        return false;
    const Spending &spending = isEarly ? m_earlySpending : m_lateSpending;
    row->end = one.number;
    row->cost = spending.before < 0 ? -1 : float(spending.now - spending.before);
    if (fresh->empty())
        tellChanged(last);
    return true;
}

void TimelineModel::answer(Row *row, const TimelineEvent &one)
{
    row->answer = one.number;
    row->isError = one.event["observation"]["is_error"].toBool()
                   || one.event["observation"]["exit_code"].toInt() > 0
                   || one.event["kind"] == "AgentErrorEvent";
    const bool isAction = row->kind == Card::Kind::Terminal || row->kind == Card::Kind::Edit
                          || row->kind == Card::Kind::Tool;
    const bool wentWell = !row->isError && one.event["observation"].isObject()
                          && !one.event["observation"]["timeout"].toBool();
    if (isAction && wentWell && !row->isGrouped())
        row->group = Row::Group::Could;
}

/// Gives an action its answer; false when no action waits for it, nor can come yet.
bool TimelineModel::takeAnswer(const TimelineEvent &one, Rows *fresh)
{
    const QString call = one.event["tool_call_id"].toString();
    const auto found = m_waiting.constFind(call);
    if (found == m_waiting.constEnd()) {
        if (!isWhole())
            m_orphans.insert(call, one.number);
        return !isWhole();
    }
    const int number = *found;
    m_waiting.erase(found);
    const auto isIt = [number](const Row &row) { return row.event == number && !row.isThought; };
    if (const auto row = std::find_if(fresh->rbegin(), fresh->rend(), isIt); row != fresh->rend()) {
        answer(&*row, one);
        return true;
    }
    const int at = rowOfNumber(number);
    if (at >= 0) {
        answer(&m_rows[size_t(at)], one);
        tellChanged(at);
    }
    return true;
}

// --- what is being written -----------------------------------------------------------------------

void TimelineModel::appendDelta(const QString &text)
{
    m_streaming += visible(text);
    if (!m_rows.empty() && m_rows.back().kind == Card::Kind::Streaming)
        return tellChanged(rowCount() - 1);
    const Newest before = newest();
    beginInsertRows({}, rowCount(), rowCount());
    m_rows.push_back({.kind = Card::Kind::Streaming});
    endInsertRows();
    tellNewest(before);
}

void TimelineModel::noteWriting()
{
    if (m_rows.empty() || m_rows.back().kind != Card::Kind::Streaming)
        appendDelta({});
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
    const Newest before = newest();
    m_cards.remove(keyOf(m_rows.back()));
    remove(rowCount() - 1, 1);
    tellNewest(before);
}

void TimelineModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_early.clear();
    m_late.clear();
    m_ids.clear();
    m_waiting.clear();
    m_orphans.clear();
    m_gap = m_newestPlan = -1;
    m_earlySpending = m_lateSpending = {};
    m_young = 0;
    ++m_generation;
    m_images.clear();
    m_awaitedImages.clear();
    m_groups.clear();
    m_read.reset();
    m_streaming.clear();
    m_cards.clear();
    endResetModel();
}

QByteArray TimelineModel::textOf(int number) const
{
    return number < m_late.first() ? m_early.text(number) : m_late.text(number);
}

QJsonObject TimelineModel::eventObject(int number) const
{
    return number < 0 ? QJsonObject() : QJsonDocument::fromJson(textOf(number)).object();
}

/// What its card is known by, wherever the row is: two rows are made of one event at most.
int TimelineModel::keyOf(const Row &row)
{
    if (row.event < 0)
        return row.kind == Card::Kind::Streaming ? -1 : -2;
    return 2 * row.event + row.isThought;
}

void TimelineModel::setRunnable(bool isRunnable)
{
    if (std::exchange(m_isRunnable, isRunnable) == isRunnable)
        return;
    if (const int row = rowOfNumber(newestFailure()); row >= 0)
        tellChanged(row);
}

void TimelineModel::setAsking(bool isAsking)
{
    if (std::exchange(m_isAsking, isAsking) == isAsking)
        return;
    for (const int number : std::as_const(m_waiting))
        if (const int row = rowOfNumber(number); row >= 0)
            tellChanged(row);
}

bool TimelineModel::isError(int row) const
{
    return m_rows[size_t(row)].isError;
}

bool TimelineModel::isOpen(int row) const
{
    const Row &one = m_rows[size_t(row)];
    return one.opened == Opened::ByItself ? opensByItself(row) : one.opened == Opened::Yes;
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
    m_groups.clear();
    if (rowCount())
        emit dataChanged(index(0), index(rowCount() - 1));
}

void TimelineModel::tellChanged(int row)
{
    m_cards.remove(keyOf(m_rows[size_t(row)]));
    m_images.remove(keyOf(m_rows[size_t(row)]));
    emit dataChanged(index(row), index(row));
}

QByteArray TimelineModel::json(int row) const
{
    const int end = isGroupHead(row) && isFolded(row) ? groupEnd(row) : row + 1;
    QByteArray text;
    for (; row < end; ++row)
        text += jsonOf(m_rows[size_t(row)]);
    return text;
}

QByteArray TimelineModel::jsonOf(const Row &one) const
{
    if (one.event < 0)
        return {};
    QByteArray text = QJsonDocument(eventObject(one.event)).toJson();
    if (one.answer >= 0)
        text += QJsonDocument(eventObject(one.answer)).toJson();
    return text;
}

QString TimelineModel::endOf(int row) const
{
    const bool isGroup = isGroupHead(row) && isFolded(row);
    const Row &one = m_rows[size_t(isGroup ? groupEnd(row) - 1 : row)];
    if (one.event < 0 || one.isThought)
        return {};
    const QJsonObject last = eventObject(one.answer >= 0 ? one.answer : one.event);
    return last["kind"] == "ActionEvent" ? QString() : last["id"].toString();
}

QString TimelineModel::idOf(int row) const
{
    return eventObject(m_rows[size_t(row)].event)["id"].toString();
}

bool TimelineModel::says(int row, const QString &text) const
{
    const Row &one = m_rows[size_t(row)];
    const auto hasText = [&](int number) {
        return number >= 0 && QString::fromUtf8(textOf(number)).contains(text, Qt::CaseInsensitive);
    };
    return one.event < 0 || hasText(one.event) || hasText(one.answer);
}

int TimelineModel::rowOf(const QString &eventId) const
{
    if (eventId.isEmpty())
        return -1;
    // Ids are unique and need no escapes, so the texts need no parser.
    const QByteArray mark = "\"id\":\"" + eventId.toUtf8() + '"';
    const auto hash = quint32(qHash(eventId));
    for (auto id = m_ids.rbegin(); id != m_ids.rend(); ++id) {
        if (id->first != hash || !textOf(id->second).contains(mark))
            continue;
        const auto isIt = [number = id->second](const Row &row) {
            return !row.isThought
                   && (row.event == number || row.answer == number || row.end == number);
        };
        const auto row = std::ranges::find_if(m_rows, isIt);
        return row == m_rows.end() ? -1 : int(row - m_rows.begin());
    }
    return -1;
}

/// Rows are in the order of their events.
int TimelineModel::rowOfNumber(int number) const
{
    const bool isEarly = m_gap >= 0 && number < m_late.first();
    const auto from = m_rows.begin() + (isEarly ? 0 : m_gap + 1);
    const auto to = m_rows.begin() + (isEarly ? m_gap : storedRows());
    auto row = std::ranges::lower_bound(from, to, number, {}, &Row::event);
    while (row != to && row->event == number && row->isThought)
        ++row;
    return row != to && row->event == number ? int(row - m_rows.begin()) : -1;
}

int TimelineModel::nextError(int row, int step) const
{
    for (int at = row; at >= 0 && at < rowCount(); at += step)
        if (m_rows[size_t(at)].isError)
            return at;
    return -1;
}

} // namespace ui
