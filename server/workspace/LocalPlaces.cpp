// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/LocalPlaces.h"

namespace workspace {

LocalPlaces::~LocalPlaces()
{
    for (const std::shared_ptr<LocalPlace> &place : std::as_const(m_places))
        place->close();
}

static core::Task<std::shared_ptr<Channel>> channelOf(std::shared_ptr<LocalPlace> place)
{
    const core::Deferred<LocalPlace::Opened> opened = place->opened();
    const LocalPlace::Opened result = co_await opened;
    co_return result;
}

core::Task<std::shared_ptr<Channel>> LocalPlaces::open(QString userId, Launch launch)
{
    if (m_isStopped)
        co_return core::fail(core::Error::Kind::Unavailable, "The server is about to end.");
    std::shared_ptr<LocalPlace> place = m_places.value(userId);
    if (!place) {
        const core::Result<LocalLaunch> how = launch();
        if (!how)
            co_return std::unexpected(how.error());
        place = LocalPlace::start(*how);
        keep(userId, place);
    }
    co_return co_await channelOf(place);
}

std::shared_ptr<LocalPlace> LocalPlaces::find(const QString &userId) const
{
    const std::shared_ptr<LocalPlace> place = m_places.value(userId);
    return place && place->channel() ? place : nullptr;
}

QStringList LocalPlaces::users() const
{
    QStringList users = m_places.keys();
    users.removeIf([this](const QString &user) { return !find(user); });
    return users;
}

core::Task<> LocalPlaces::announce(QPointer<LocalPlaces> self, QString userId,
                                   std::shared_ptr<LocalPlace> place)
{
    const core::Result<std::shared_ptr<Channel>> opened = co_await channelOf(std::move(place));
    if (opened && self)
        emit self->changed(userId);
    co_return {};
}

void LocalPlaces::keep(const QString &userId, const std::shared_ptr<LocalPlace> &place)
{
    if (place->opened().isResolved())
        return; // it could not even begin
    m_places.insert(userId, place);
    connect(place.get(), &LocalPlace::lost, this, [this, place = place.get()] { retire(place); });
    core::spawn(announce(this, userId, place), "waiting for a place to open");
}

static core::Task<> untilEnded(std::shared_ptr<LocalPlace> place)
{
    const core::Deferred<bool> ended = place->ended();
    co_await ended;
    co_return {};
}

void LocalPlaces::retire(LocalPlace *place)
{
    const auto found = std::ranges::find(m_places, place, &std::shared_ptr<LocalPlace>::get);
    if (found == m_places.end())
        return;
    const std::shared_ptr<LocalPlace> leaving = *found;
    const QString userId = found.key();
    m_places.erase(found);
    leaving->close();
    emit changed(userId);
    core::spawn(untilEnded(leaving), "waiting for berth-workspaced to end");
}

core::Task<> LocalPlaces::stop()
{
    m_isStopped = true;
    const auto places = std::exchange(m_places, {});
    for (const std::shared_ptr<LocalPlace> &place : places)
        place->close();
    for (const std::shared_ptr<LocalPlace> &place : places)
        co_await untilEnded(place);
    co_return {};
}

} // namespace workspace

#include "moc_LocalPlaces.cpp"
