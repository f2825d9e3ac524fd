// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineModel.h"

#include "ui/widgets/CardImages.h"
#include "ui/widgets/EventFields.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QPointer>
#include <QThreadPool>

namespace ui {

static constexpr int keptCards = 300;
static constexpr int keptGroups = 100;
static constexpr int keptImageBytes = 16 << 20;
static constexpr int newestCards = 10; // are never in a group

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
    if (event.isEmpty() || showsNothing(event))
        return texts->put(one.number, {});
    texts->put(one.number, one.json);
    m_ids.emplace_back(quint32(qHash(event["id"].toString())), one.number);
    if (event["value"] == "finished" && takeEnd(one, fresh))
        return;
    const bool isAction = event["kind"] == "ActionEvent";
    if (!isAction && event.contains("tool_call_id") && takeAnswer(one, fresh))
        return;
    Row row{.event = one.number, .kind = roughKind(event)};
    row.isError = row.kind == Card::Kind::Error;
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

/// Since the person's last message, as far as that is here.
void TimelineModel::addTotals(int row, Card *card) const
{
    int steps = 0;
    int begin = row - 1;
    for (; begin >= 0 && kind(begin) != Card::Kind::Person; --begin) {
        if (begin == m_gap || m_rows[size_t(begin)].end >= 0)
            break;
        steps += m_rows[size_t(begin)].answer >= 0;
    }
    const Row &one = m_rows[size_t(row)];
    const QDateTime end = timeOf(eventObject(one.end));
    const bool isKnown = begin >= 0 && kind(begin) == Card::Kind::Person;
    const qint64 spent = isKnown ? timeOf(eventObject(m_rows[size_t(begin)].event)).msecsTo(end)
                                 : -1;
    card->setFinished(end, isKnown ? steps : 0, spent, double(one.cost));
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

// --- the newest first ----------------------------------------------------------------------------

void TimelineModel::begin(int firstNumber)
{
    clear();
    m_late.clear(firstNumber);
    setMissing(firstNumber > 0);
}

void TimelineModel::setMissing(bool isMissing)
{
    m_gap = isMissing ? 0 : -1;
    if (isMissing)
        insert(0, {Row{.kind = Card::Kind::Divider}});
}

void TimelineModel::addEarlier(const QList<TimelineEvent> &events)
{
    if (isWhole())
        return;
    Rows fresh;
    for (const TimelineEvent &one : events)
        if (one.number >= m_early.end() && one.number < m_late.first())
            take(one, &m_early, &fresh);
    const QSet<int> heads = foldEarlier(&fresh);
    insert(m_gap, fresh);
    m_gap += int(fresh.size());
    for (const int head : heads)
        emit dataChanged(index(head), index(qMax(head, groupEnd(head) - 1)));
    if (m_newestPlan < 0)
        rememberPlan(fresh);
    if (m_early.end() >= m_late.first())
        endEarlier();
}

/// Nothing is missing any more, so what answers nothing gets a row of its own.
void TimelineModel::endEarlier()
{
    const int after = std::exchange(m_gap, -1);
    remove(after, 1);
    if (after < rowCount())
        tellBegun(after);
    for (const int number : std::exchange(m_orphans, {})) {
        const auto place = std::ranges::lower_bound(m_rows.begin(), m_rows.begin() + storedRows(),
                                                    number, {}, &Row::event);
        insert(int(place - m_rows.begin()),
               {Row{.event = number, .kind = roughKind(eventObject(number))}});
    }
}

/// How long the first thought took, and what the first run that ended did, is known now.
void TimelineModel::tellBegun(int first)
{
    tellChanged(first);
    for (int row = first; row < rowCount() && kind(row) != Card::Kind::Person; ++row)
        if (m_rows[size_t(row)].end >= 0)
            return tellChanged(row);
}

void TimelineModel::keepOnly(int first, int count)
{
    dropDelta();
    const Newest before = newest();
    const auto isOneEvent = [this](int row) {
        return row > 0 && row < rowCount()
               && m_rows[size_t(row)].event == m_rows[size_t(row) - 1].event;
    };
    int from = qBound(m_gap + 1, first, rowCount());
    int to = qBound(from, first + count, rowCount());
    while (isOneEvent(from) && from > m_gap + 1)
        --from;
    while (isOneEvent(to))
        ++to;
    if (from == to)
        return;
    const int end = to < rowCount() ? m_rows[size_t(to)].event : m_late.end();
    const int begin = m_rows[size_t(from)].event;
    // Answers that are kept, of actions that are not.
    QHash<QString, int> orphans;
    for (int row = 0; row < from; ++row) {
        const int number = m_rows[size_t(row)].answer;
        if (number >= begin && number < end)
            orphans.insert(eventObject(number)["tool_call_id"].toString(), number);
    }
    for (auto orphan = m_orphans.cbegin(); orphan != m_orphans.cend(); ++orphan)
        if (*orphan >= begin && *orphan < end)
            orphans.insert(orphan.key(), *orphan);
    QMap<int, QByteArray> texts;
    for (const int number : std::as_const(orphans))
        texts.insert(number, textOf(number));
    for (int row = from; row < to; ++row) {
        Row &one = m_rows[size_t(row)];
        if (one.answer >= end)
            one.answer = -1, one.isError = false;
        texts.insert(one.event, textOf(one.event));
        if (one.end >= end)
            one.end = -1;
        for (const int number : {one.answer, one.end})
            if (number >= 0)
                texts.insert(number, textOf(number));
    }
    m_young = qBound(0, m_young - (rowCount() - to), to - from);
    remove(to, rowCount() - to);
    remove(0, from);
    if (m_rows.front().group == Row::Group::Member)
        m_rows.front().group = Row::Group::Head;
    m_early.clear();
    m_late.clear(begin);
    for (auto text = texts.cbegin(); text != texts.cend(); ++text)
        m_late.put(text.key(), *text);
    if (end > m_late.end())
        m_late.put(end - 1, {});
    m_orphans = orphans;
    std::erase_if(m_ids, [&](const auto &id) { return id.second < begin || id.second >= end; });
    m_ids.shrink_to_fit();
    m_rows.shrink_to_fit();
    freeCaches();
    rememberWaiting();
    m_newestPlan = -1;
    rememberPlan(m_rows);
    setMissing(begin > 0);
    tellNewest(before);
}

void TimelineModel::rememberWaiting()
{
    m_waiting.clear();
    for (const Row &row : m_rows) {
        if (row.event < 0 || row.answer >= 0 || row.isThought)
            continue;
        const QJsonObject event = eventObject(row.event);
        if (event["kind"] == "ActionEvent")
            m_waiting.insert(event["tool_call_id"].toString(), row.event);
    }
}

void TimelineModel::freeCaches()
{
    m_cards.clear();
    m_groups.clear();
    m_images.clear();
    m_early.freeCache();
    m_late.freeCache();
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

Card TimelineModel::read(int at) const
{
    const Row &row = m_rows[size_t(at)];
    if (row.kind == Card::Kind::Streaming) {
        Card card;
        card.kind = Card::Kind::Streaming;
        card.icon = "bot";
        card.title = tr("Agent");
        card.text = m_streaming.isEmpty() ? tr("The agent is writing") : m_streaming;
        return card;
    }
    if (row.event < 0) {
        Card card;
        card.kind = Card::Kind::Divider;
        card.icon = "clock";
        card.title = tr("Earlier events are being read");
        return card;
    }
    const QJsonObject event = eventObject(row.event);
    const bool isThought = row.kind == Card::Kind::Thought; // which no answer changes
    Card card = row.isThought
                    ? readThought(event)
                    : readCard(event, isThought ? QJsonObject() : eventObject(row.answer));
    if (isThought)
        card.setThoughtFor(thoughtFor(at));
    if (row.end >= 0)
        addTotals(at, &card);
    if (card.kind == Card::Kind::Error && (!m_isRunnable || newestFailure() != row.event))
        card.actions.removeOne(CardAction::RunAgain);
    if (card.isRunning && m_isAsking) {
        card.isRunning = false;
        card.status = tr("Waiting for you");
        card.statusIcon = "hand";
        card.tone = Tone::Wait;
    }
    return card;
}

// --- what closes by itself -----------------------------------------------------------------------

/// From the end of what came before it; -1 when that does not tell.
qint64 TimelineModel::thoughtFor(int row) const
{
    static constexpr qint64 longest = 3600 * 1000; // nobody thinks longer; the run had not begun
    if (row == 0)
        return -1;
    const Row &one = m_rows[size_t(row)];
    const Row &last = m_rows[size_t(row) - 1];
    const bool isMessage = last.kind == Card::Kind::Person || last.kind == Card::Kind::Agent;
    const bool isAction = last.kind != Card::Kind::Divider && last.kind != Card::Kind::Line
                          && last.answer >= 0 && last.answer < one.event;
    if (!isMessage && !isAction)
        return -1;
    const qint64 end = momentIn(textOf(isAction ? last.answer : last.event));
    const qint64 spent = momentIn(textOf(one.event)) - end;
    return spent >= 0 && spent < longest ? spent : -1;
}

TimelineModel::Newest TimelineModel::newest() const
{
    if (m_rows.empty())
        return {};
    const Row &last = m_rows.back();
    return {last.kind == Card::Kind::Streaming ? endNumber() : last.event, m_newestPlan,
            newestFailure()};
}

/// Dividers only tell of it, too.
int TimelineModel::newestFailure() const
{
    static constexpr int mostDividers = 8;
    for (int row = rowCount() - 1; row >= qMax(0, rowCount() - mostDividers); --row)
        if (kind(row) != Card::Kind::Divider)
            return kind(row) == Card::Kind::Error ? m_rows[size_t(row)].event : -1;
    return -1;
}

void TimelineModel::rememberPlan(const Rows &rows)
{
    const auto isPlan = [](const Row &row) { return row.kind == Card::Kind::Plan; };
    const auto plan = std::find_if(rows.rbegin(), rows.rend(), isPlan);
    if (plan != rows.rend())
        m_newestPlan = plan->event;
}

bool TimelineModel::opensByItself(int row) const
{
    const Row &one = m_rows[size_t(row)];
    const Newest now = newest();
    if (one.kind == Card::Kind::Thought)
        return one.event >= (m_read ? qMin(now.thought, m_read->thought) : now.thought);
    if (one.kind == Card::Kind::Plan && !one.isError)
        return one.event >= (m_read ? qMin(now.plan, m_read->plan) : now.plan);
    return card(row).opensByItself;
}

/// A thought belongs to the event that it led to, and closes or opens with what follows that.
void TimelineModel::tellNewest(const Newest &before)
{
    const Newest now = newest();
    if (now.thought != before.thought) {
        const int row = rowOfNumber(qMin(now.thought, before.thought));
        for (int at = qMax(0, row - 1); at <= row; ++at)
            if (kind(at) == Card::Kind::Thought)
                emit dataChanged(index(at), index(at));
    }
    if (now.failure != before.failure)
        for (const int failure : {before.failure, now.failure})
            if (const int row = rowOfNumber(failure); row >= 0)
                tellChanged(row);
    if (now.plan != before.plan)
        for (const int plan : {before.plan, now.plan})
            if (const int row = rowOfNumber(plan); row >= 0)
                emit dataChanged(index(row), index(row));
}

void TimelineModel::setReading(bool isReading)
{
    if (isReading == m_read.has_value())
        return;
    if (isReading) {
        m_read = newest();
        return;
    }
    const int since = qMin(m_read->thought, m_read->plan < 0 ? m_read->thought : m_read->plan);
    m_read.reset();
    if (const int row = rowOfNumber(since); row >= 0)
        emit dataChanged(index(qMax(0, row - 1)), index(rowCount() - 1));
    foldOld();
}

// --- groups --------------------------------------------------------------------------------------

/// Not while somebody reads further up, for that moves what is seen.
void TimelineModel::foldOld()
{
    if (m_read)
        return;
    QSet<int> heads;
    int first = -1;
    int last = -1;
    TimelineRows rows(&m_rows, m_gap + 1, rowCount());
    for (; m_young > newestCards; --m_young) {
        const int row = storedRows() - m_young;
        const int head = rows.fold(row);
        if (head < 0)
            continue;
        heads.insert(head);
        first = first < 0 ? qMax(head, row - CardGroup::fewest + 1) : first;
        last = row;
    }
    for (const int head : std::as_const(heads))
        if (head < first)
            emit dataChanged(index(head), index(head));
    if (last >= 0)
        emit dataChanged(index(first), index(last));
}

/// What is only just being read is in its groups from the beginning.
///
/// \return the beginnings of groups that there were, and that have changed
QSet<int> TimelineModel::foldEarlier(Rows *fresh)
{
    QSet<int> heads;
    TimelineRows rows(&m_rows, 0, m_gap, fresh);
    if (m_read)
        rows.keepSeen();
    for (int row = m_gap; row < m_gap + int(fresh->size()); ++row)
        if (const int head = rows.fold(row); head >= 0 && head < m_gap)
            heads.insert(head);
    return heads;
}

bool TimelineModel::isGroupHead(int row) const
{
    return m_rows[size_t(row)].group == Row::Group::Head;
}

int TimelineModel::groupHead(int row) const
{
    while (row > 0 && m_rows[size_t(row)].group == Row::Group::Member)
        --row;
    return row;
}

int TimelineModel::groupEnd(int row) const
{
    int end = groupHead(row) + 1;
    while (end < rowCount() && m_rows[size_t(end)].group == Row::Group::Member)
        ++end;
    return end;
}

void TimelineModel::setFolded(int row, bool isFolded)
{
    if (!isGrouped(row) || this->isFolded(row) == isFolded)
        return;
    const int head = groupHead(row);
    const int end = groupEnd(row);
    for (int member = head; member < end; ++member)
        m_rows[size_t(member)].isFolded = isFolded;
    emit dataChanged(index(head), index(end - 1));
}

const Card &TimelineModel::groupCard(int head) const
{
    const int size = groupEnd(head) - head;
    const int key = m_rows[size_t(head)].event;
    CountedGroup *known = m_groups.object(key);
    if (known && known->group.count() == size)
        return known->card;
    auto *group = known && known->group.count() < size ? new CountedGroup(*known)
                                                       : new CountedGroup;
    for (int row = head + group->group.count(); row < head + size; ++row) {
        const Row &one = m_rows[size_t(row)];
        group->group.add(one.kind, textOf(one.event), textOf(one.answer));
    }
    group->card = group->group.card();
    m_groups.insert(key, group);
    return group->card;
}

QString TimelineModel::spoken(int row) const
{
    if (!isGroupHead(row))
        return card(row).spoken();
    return isFolded(row) ? groupCard(row).spoken()
                         : tr("%1. %2").arg(groupCard(row).title, card(row).spoken());
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

const Card &TimelineModel::card(int row) const
{
    const Row &one = m_rows[size_t(row)];
    if (const Card *known = m_cards.object(keyOf(one)))
        return *known;
    auto *fresh = new Card(read(row));
    if (const auto *images = m_images.object(keyOf(one)))
        fresh->images = *images;
    else if (!fresh->imageSizes.isEmpty())
        readImages(keyOf(one));
    m_cards.insert(keyOf(one), fresh);
    return *fresh;
}

// --- images --------------------------------------------------------------------------------------

QStringList TimelineModel::imagesOf(int row) const
{
    const Row &one = m_rows[size_t(row)];
    return imageUrls(eventObject(one.event), eventObject(one.answer));
}

/// In another thread.
void TimelineModel::readImages(int key) const
{
    const int row = rowOfNumber(key / 2);
    if (row < 0 || m_awaitedImages.contains(key))
        return;
    m_awaitedImages.insert(key);
    const Row &one = m_rows[size_t(row)];
    QThreadPool::globalInstance()->start(
        [self = QPointer<TimelineModel>(const_cast<TimelineModel *>(this)), key,
         generation = m_generation, event = textOf(one.event),
         answer = one.answer < 0 ? QByteArray() : textOf(one.answer)] {
        QStringList urls = imageUrls(QJsonDocument::fromJson(event).object(),
                                     QJsonDocument::fromJson(answer).object());
        QList<QImage> images = smallImages(urls);
        images.removeIf([](const QImage &image) { return image.isNull(); });
        // It may be gone by now, so the program is asked, which knows.
        QMetaObject::invokeMethod(qApp, [self, key, generation, images] {
            if (self && self->m_generation == generation)
                self->takeImages(key, images);
        });
    });
}

void TimelineModel::takeImages(int key, const QList<QImage> &images)
{
    m_awaitedImages.remove(key);
    qsizetype bytes = 1;
    for (const QImage &image : images)
        bytes += image.sizeInBytes();
    m_images.insert(key, new QList(images), bytes);
    if (Card *card = m_cards.object(key))
        card->images = images;
    if (const int row = rowOfNumber(key / 2); row >= 0)
        emit dataChanged(index(row), index(row));
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
