// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Admission.h"

using conversations::Admission;
using conversations::QueuePlace;
using conversations::QueueReason;

static constexpr std::chrono::seconds tellingPeriod{1};
static constexpr int toldPlaces = 100;

Admission::Admission(Bounds bounds)
    : m_bounds(std::move(bounds))
{
    m_telling.setSingleShot(true);
    m_telling.setInterval(tellingPeriod);
    connect(&m_telling, &QTimer::timeout, this, &Admission::tellPlaces);
}

std::optional<int> Admission::mostOf(const QString &userId) const
{
    return m_bounds.ofUser ? m_bounds.ofUser(userId) : std::nullopt;
}

bool Admission::isFull() const
{
    return m_isShut || (m_bounds.most > 0 && running() >= m_bounds.most);
}

bool Admission::isFullFor(const QString &userId) const
{
    const std::optional<int> most = mostOf(userId);
    return most && runningOf(userId) >= *most;
}

void Admission::begin(const QString &userId, const QString &id)
{
    m_running.insert(id, userId);
    ++m_perUser[userId];
}

std::optional<core::Deferred<bool>> Admission::ask(const QString &userId, const QString &id,
                                                   Moved moved)
{
    if (m_running.contains(id))
        return {};
    if (!isFull() && !isFullFor(userId)) {
        begin(userId, id);
        return {};
    }
    const core::Deferred<bool> turn;
    m_waiting.append({userId, id, turn, std::move(moved)});
    Waiter &waiter = m_waiting.last();
    waiter.place = places().last();
    waiter.moved(*waiter.place);
    return turn;
}

void Admission::withdraw(const QString &id)
{
    const auto waiter = std::ranges::find(m_waiting, id, &Waiter::id);
    if (waiter == m_waiting.end())
        return;
    const core::Deferred<bool> turn = waiter->turn;
    m_waiting.erase(waiter);
    turn.resolve(false);
    m_telling.start();
}

void Admission::leave(const QString &id)
{
    const QString userId = m_running.take(id);
    if (userId.isEmpty())
        return;
    if (--m_perUser[userId] <= 0)
        m_perUser.remove(userId);
    admit();
}

void Admission::setMost(int most)
{
    m_bounds.most = most;
    admit();
}

bool Admission::isWaiting(const QString &id) const
{
    return std::ranges::contains(m_waiting, id, &Waiter::id);
}

qsizetype Admission::next(const QList<qsizetype> &among, const QHash<QString, int> &running) const
{
    qsizetype first = -1;
    for (const qsizetype index : among) {
        const int count = running.value(m_waiting.at(index).userId);
        if (first < 0 || count < running.value(m_waiting.at(first).userId))
            first = index;
    }
    return first;
}

void Admission::admit()
{
    while (!isFull()) {
        QList<qsizetype> free;
        for (qsizetype index = 0; index < m_waiting.size(); ++index) {
            if (!isFullFor(m_waiting.at(index).userId))
                free.append(index);
        }
        const qsizetype index = next(free, m_perUser);
        if (index < 0)
            break;
        const Waiter waiter = m_waiting.takeAt(index);
        begin(waiter.userId, waiter.id);
        waiter.turn.resolve(true);
    }
    if (!m_waiting.isEmpty() && !m_telling.isActive())
        m_telling.start();
}

static QueuePlace placeAt(int place, QueueReason reason)
{
    const QString whose = reason == QueueReason::User
                              ? QStringLiteral("The user has as many runs as they may have at a "
                                               "time")
                              : QStringLiteral("The server runs as many agents as it may");
    const QString who = place == 1 ? QStringLiteral("this one is the next")
                                   : QString("%1 wait before this one").arg(place - 1);
    return {place, reason, whose + "; " + who + '.'};
}

/// Of each that waits. A user who has too many waits for their own runs, the others for those of
/// everybody; the order of these is what admit() would do if one run after the other ended.
QList<QueuePlace> Admission::places() const
{
    QList<QueuePlace> places(m_waiting.size());
    QHash<QString, int> ofUser;
    QHash<QString, int> running = m_perUser;
    QList<qsizetype> others;
    for (qsizetype index = 0; index < m_waiting.size(); ++index) {
        const QString userId = m_waiting.at(index).userId;
        if (isFullFor(userId))
            places[index] = placeAt(++ofUser[userId], QueueReason::User);
        else
            others.append(index);
    }
    for (int place = 1; !others.isEmpty(); ++place) {
        // Those behind are told only that they are behind.
        const qsizetype index = place <= toldPlaces ? next(others, running) : others.first();
        others.removeOne(index);
        ++running[m_waiting.at(index).userId];
        places[index] = placeAt(place, QueueReason::Server);
    }
    return places;
}

void Admission::tellPlaces()
{
    const QList<QueuePlace> now = places();
    QList<std::pair<Moved, QueuePlace>> news;
    for (qsizetype index = 0; index < now.size(); ++index) {
        Waiter &waiter = m_waiting[index];
        if (waiter.place == now.at(index) || now.at(index).place > toldPlaces)
            continue;
        waiter.place = now.at(index);
        news.append({waiter.moved, now.at(index)});
    }
    for (const auto &[moved, place] : std::as_const(news))
        moved(place);
}

#include "moc_Admission.cpp"
