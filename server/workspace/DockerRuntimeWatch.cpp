// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DockerRuntime.h"

#include "core/Clock.h"
#include "docker/EventStream.h"
#include "workspace/ContainerSpec.h"
#include "workspace/DockerPlace.h"
#include "workspace/Janitor.h"
#include "workspace/SocketFolders.h"

// What happens in the engine, and what is left in it.

namespace workspace {

using namespace std::chrono_literals;
using core::Error;

void DockerRuntime::forgetEngine()
{
    m_engine.forget();
    emit engineChanged();
}

/// When something went wrong that may be the engine's fault. It is said once it was looked for, as
/// it may well be there.
void DockerRuntime::lookForEngineAgain()
{
    m_engine.forget();
    if (m_isStopped || (m_lookEnded && !m_lookEnded->isResolved()))
        return;
    m_lookEnded.emplace();
    core::spawn(findEngineAgain(guard(), *m_lookEnded), "looking for the engine again");
}

/// Until it is found or is not there: once more when it was forgotten meanwhile. A search needs
/// this, so stop() waits for its end.
core::Task<> DockerRuntime::findEngineAgain(Self self, core::Deferred<bool> ended)
{
    bool isFound = true;
    while (isFound && self && !self->m_isStopped && !self->m_engine.isKnown())
        isFound = (co_await self->engine()).has_value();
    if (self)
        emit self->engineChanged();
    ended.resolve(true);
    co_return {};
}

void DockerRuntime::begin()
{
    if (m_watchEnded)
        return;
    m_watchEnded.emplace();
    core::spawn(watch(this, *m_watchEnded, m_watchStop.get_token()), "watching the engine");
}

/// Follows one engine after the other until it is told to stop.
core::Task<> DockerRuntime::watch(Self self, core::Deferred<bool> ended, std::stop_token stop)
{
    static constexpr std::array pauses{1s, 2s, 5s, 10s, 30s};
    qsizetype searches = 0;
    while (self && !stop.stop_requested()) {
        const EngineFound engine = co_await self->engine();
        if (engine && self && !stop.stop_requested()) {
            searches = 0;
            emit self->engineChanged();
            const core::Result<> left = co_await self->follow(*engine, stop);
            if (!left && !stop.stop_requested())
                qCWarning(lcWorkspace).noquote()
                    << "The engine is out of reach:" << left.error().message;
            if (self)
                self->forgetEngine();
        }
        const auto pause = pauses.at(
            static_cast<size_t>(qMin<qsizetype>(searches++, std::ssize(pauses) - 1)));
        if (!stop.stop_requested())
            (void)co_await core::sleepFor(pause, stop);
    }
    ended.resolve(true);
    co_return {};
}

/// Hears of what happens in the engine, and looks itself now and then, until it goes away.
core::Task<> DockerRuntime::follow(std::shared_ptr<docker::Engine> engine, std::stop_token stop)
{
    const Self self = guard();
    docker::EventStream events(engine, {{instanceLabel, m_options.instance}});
    std::stop_source gone;
    const std::stop_callback stopped(stop, [&gone] { gone.request_stop(); });
    QString reason;
    connect(&events, &docker::EventStream::happened, this, &DockerRuntime::receive);
    connect(&events, &docker::EventStream::ended, &events, [&reason, &gone](const QString &why) {
        reason = why;
        gone.request_stop();
    });
    while (self && !gone.stop_requested()) {
        const core::Result<> swept = co_await sweep(engine);
        if (!swept && swept.error().kind == Error::Kind::Unavailable)
            co_return swept;
        if (!swept)
            qCWarning(lcWorkspace).noquote()
                << "Not all that is left in the engine could be removed:" << swept.error().message;
        if (self && !gone.stop_requested())
            (void)co_await core::sleepFor(m_options.lifecycle.sweep, gone.get_token());
    }
    co_return core::fail(Error::Kind::Unavailable, reason);
}

void DockerRuntime::receive(const docker::EngineEvent &event)
{
    if (event.type != "container" || (event.action != "die" && event.action != "died"))
        return;
    const std::shared_ptr<DockerPlace> place = m_places.value(event.labels.value(workspaceLabel));
    if (place)
        place->containerEnded(event.id, "The container has ended with exit code "
                                            + event.labels.value("exitCode", "?") + '.');
}

// --- what is left -------------------------------------------------------------------------------

KeepingRules DockerRuntime::rules() const
{
    KeepingRules rules;
    rules.instance = m_options.instance;
    rules.now = core::Clock::system().now();
    rules.usedSince = m_startedAt;
    rules.retention = m_options.lifecycle.retention;
    rules.helperRoot = m_options.helperRoot;
    rules.helpers = m_helpers;
    rules.diskRoot = m_options.diskRoot;
    rules.idleTimeout = [options = m_options](const WorkspaceRecord &record) {
        return idleTimeoutOf(options, record);
    };
    rules.isInUse = [self = QPointer<const DockerRuntime>(this)](const QString &id) {
        const auto place = self ? self->m_places.value(id) : nullptr;
        return !self || self->m_isStopped || (place && place->isBusy());
    };
    return rules;
}

core::Task<> DockerRuntime::sweep(std::shared_ptr<docker::Engine> engine)
{
    const Self self = guard();
    const KeepingRules keeping = rules();
    Ledger *const ledger = m_ledger;
    const auto left = co_await findLeftovers(engine, ledger, keeping);
    if (!left)
        co_return std::unexpected(left.error());
    if (!self)
        co_return {};
    if (!m_options.socketRoot.isEmpty()) {
        const auto records = co_await ledger->all();
        if (!records)
            co_return std::unexpected(records.error());
        if (!self)
            co_return {};
        QStringList ids;
        for (const WorkspaceRecord &record : *records)
            ids.append(record.id);
        discardSocketFoldersExcept(m_options.socketRoot, ids);
    }
    co_return co_await removeLeftovers(engine, ledger, *left, keeping);
}

core::Task<QList<Leftover>> DockerRuntime::leftovers()
{
    const EngineFound found = co_await engine();
    if (!found)
        co_return std::unexpected(found.error());
    const KeepingRules keeping = rules();
    co_return co_await findLeftovers(*found, m_ledger, keeping);
}

} // namespace workspace
