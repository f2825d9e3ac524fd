// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/LocalRuntime.h"

#include "workspace/LocalPlace.h"

#include <QCoreApplication>
#include <QDir>

namespace workspace {

QProcessEnvironment localEnvironment(const QProcessEnvironment &server)
{
    static const QStringList allowed{"PATH", "HOME", "USER",   "LOGNAME", "SHELL",
                                     "LANG", "TZ",   "TMPDIR", "TERM"};
    QProcessEnvironment environment;
    const QStringList names = server.keys();
    for (const QString &name : names) {
        if (allowed.contains(name) || name.startsWith("LC_"))
            environment.insert(name, server.value(name));
    }
    environment.insert("PATH", server.value("PATH", "/usr/local/bin:/usr/bin:/bin"));
    environment.insert("HOME", server.value("HOME", QDir::homePath()));
    if (!server.contains("LC_ALL") && !server.contains("LC_CTYPE"))
        environment.insert("LANG", server.value("LANG", "C.UTF-8"));
    environment.insert("AI_AGENT", "openhands");
    environment.insert("GIT_PAGER", "cat");
    environment.insert("PAGER", "cat");
    return environment;
}

LocalRuntime::LocalRuntime(LocalOptions options, QObject *parent)
    : Runtime(parent)
    , m_options(std::move(options))
{
    if (m_options.program.isEmpty())
        m_options.program = QCoreApplication::applicationDirPath() + "/berth-workspaced";
    if (m_options.directory.isEmpty())
        m_options.directory = QDir::currentPath();
}

LocalRuntime::~LocalRuntime()
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

core::Task<std::shared_ptr<Channel>> LocalRuntime::open(QString userId)
{
    if (m_isStopped)
        co_return core::fail(core::Error::Kind::Unavailable, "The server is about to end.");
    std::shared_ptr<LocalPlace> place = m_places.value(userId);
    if (!place)
        place = startPlace(userId);
    co_return co_await channelOf(place);
}

std::shared_ptr<LocalPlace> LocalRuntime::startPlace(const QString &userId)
{
    const std::shared_ptr<LocalPlace> place = LocalPlace::start(m_options);
    if (place->opened().isResolved())
        return place;
    m_places.insert(userId, place);
    connect(place.get(), &LocalPlace::lost, this, [this, place = place.get()] { retire(place); });
    return place;
}

static core::Task<> untilEnded(std::shared_ptr<LocalPlace> place)
{
    const core::Deferred<bool> ended = place->ended();
    co_await ended;
    co_return {};
}

void LocalRuntime::retire(LocalPlace *place)
{
    const auto found = std::ranges::find(m_places, place, &std::shared_ptr<LocalPlace>::get);
    if (found == m_places.end())
        return;
    const std::shared_ptr<LocalPlace> leaving = *found;
    m_places.erase(found);
    leaving->close();
    core::spawn(untilEnded(leaving), "waiting for berth-workspaced to end");
}

core::Task<> LocalRuntime::stop()
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

#include "moc_LocalRuntime.cpp"
