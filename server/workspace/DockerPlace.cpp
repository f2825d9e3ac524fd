// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DockerPlace.h"

#include "core/LogSink.h"
#include "core/Logging.h"
#include "workspace/ContainerSpec.h"
#include "workspace/HelperFolder.h"
#include "workspace/HelperVolumes.h"
#include "workspace/QuotaChannel.h"

namespace workspace {

using namespace std::chrono_literals;
using core::Error;
using State = WorkspaceState;
using SteadyClock = std::chrono::steady_clock;

static constexpr std::array patience{1s, 2s, 5s, 15s}; // after so many failures in a row
static constexpr qsizetype mostFailures = 5;
static constexpr auto failureMemory = 10min;
static constexpr auto imagePatience = 25s; // of who asks for a workspace whose image is fetched
static constexpr auto imageRest = 10s; // after one that could not be fetched

DockerPlace::DockerPlace(const DockerOptions &options, WorkspaceRecord record, Turns starts)
    : m_options(options)
    , m_record(std::move(record))
    , m_starts(std::move(starts))
    , m_stateSince(SteadyClock::now())
{
    m_restTimer.setSingleShot(true);
    connect(&m_restTimer, &QTimer::timeout, this,
            [this] { core::spawn(rest(shared_from_this()), "putting a workspace to rest"); });
}

WorkspaceStatus DockerPlace::status() const
{
    WorkspaceStatus status{m_state, m_reason, 0, m_stages};
    if (m_start && m_state == State::Queued)
        status.position = m_start->position();
    if (const std::chrono::milliseconds left = patienceLeft(); left > 0ms)
        status.rest = left;
    return status;
}

bool DockerPlace::isBusy() const
{
    return m_state != State::Stopped && m_state != State::Failed;
}

std::optional<DiskReport> DockerPlace::disk() const
{
    return m_bounded ? std::optional(m_bounded->quota()->report()) : std::nullopt;
}

void DockerPlace::adapt(const DockerOptions &options)
{
    m_options = options;
}

void DockerPlace::setState(WorkspaceState state)
{
    if (state == m_state)
        return;
    const auto now = SteadyClock::now();
    const bool isStarting = m_state == State::Fetching || m_state == State::Queued
                            || m_state == State::Creating || m_state == State::Starting
                            || m_state == State::Connecting;
    if (isStarting)
        m_stages.append(
            {m_state, std::chrono::duration_cast<std::chrono::milliseconds>(now - m_stateSince)});
    m_state = state;
    m_stateSince = now;
    if (state != State::Stopped && state != State::Failed)
        m_reason.clear();
    emit changed();
}

// --- opening ------------------------------------------------------------------------------------

/// Until it may be tried again. What fails again and again must not keep the engine busy.
std::chrono::milliseconds DockerPlace::patienceLeft() const
{
    if (m_state != State::Failed)
        return 0ms;
    const auto now = SteadyClock::now();
    SteadyClock::time_point next = now;
    if (m_imageFailedAt != SteadyClock::time_point())
        next = std::max(next, m_imageFailedAt + imageRest);
    if (!m_failures.isEmpty()) {
        const auto recent = std::ranges::count_if(m_failures, [now](SteadyClock::time_point then) {
            return now - then < failureMemory;
        });
        const auto step = std::clamp<qsizetype>(recent - 1, 0, std::ssize(patience) - 1);
        next = std::max(next, recent >= mostFailures
                                  ? m_failures.at(m_failures.size() - mostFailures) + failureMemory
                                  : m_failures.last() + patience.at(static_cast<size_t>(step)));
    }
    return std::chrono::ceil<std::chrono::milliseconds>(next - now);
}

core::Result<> DockerPlace::checkPatience() const
{
    if (m_fetchCancelledAt && SteadyClock::now() - *m_fetchCancelledAt < failureMemory)
        return core::fail(Error::Kind::Unavailable,
                          m_failure.message + " Start the workspace to fetch it again.");
    const std::chrono::milliseconds left = patienceLeft();
    if (left <= 0ms)
        return {};
    return core::fail(Error::Kind::Unavailable,
                      m_failure.message
                          + QString(" It will be tried again in %1 s.")
                                .arg(std::chrono::ceil<std::chrono::seconds>(left).count()));
}

static core::Task<> forward(core::Deferred<DockerPlace::Opened> from,
                            core::Deferred<DockerPlace::Opened> to)
{
    const DockerPlace::Opened opened = co_await from;
    to.resolve(opened);
    co_return {};
}

void DockerPlace::forgetFailures()
{
    m_failures.clear();
    m_imageFailedAt = {};
    m_fetchCancelledAt.reset();
}

void DockerPlace::adopt(const WorkspaceSettings &settings)
{
    m_record.settings = settings;
    forgetFailures(); // it may have failed by what is no more
    if (m_channel)
        awaitRest();
}

core::Task<std::shared_ptr<Channel>> DockerPlace::open(std::shared_ptr<docker::Engine> engine)
{
    const Self self = shared_from_this();
    emit used();
    if (m_state == State::Paused)
        (void)co_await thaw(self);
    if (m_channel && m_channel->isOpen()) {
        const std::shared_ptr<Channel> channel = m_bounded; // a member would be moved from
        channel->setLongestCommand(longestCommandOf(m_options.settingsFor(m_record)));
        co_return channel;
    }
    // What ends at once has ended, and is forgotten, when spawn() returns.
    const core::Deferred<Opened> opened = m_opening.value_or(core::Deferred<Opened>());
    if (!m_opening) {
        const core::Result<> allowed = checkPatience();
        if (!allowed)
            co_return std::unexpected(allowed.error());
        m_opening = opened;
        m_fetchStop = {};
        core::spawn(reach(self, std::move(engine)), "opening a container");
    }
    const core::Deferred<Opened> answer;
    core::spawn(forward(opened, answer), "waiting for a workspace");
    std::stop_source answered;
    core::spawn(giveUpOnImage(weak_from_this(), answer, answered.get_token()),
                "waiting for an image");
    const Opened channel = co_await answer;
    answered.request_stop();
    co_return channel;
}

core::Task<bool> DockerPlace::isRunning(std::shared_ptr<docker::Engine> engine)
{
    const Self self = shared_from_this();
    if (m_channel && m_channel->isOpen())
        co_return true;
    const docker::ContainerSpec spec = containerSpec(m_options, m_record, QString());
    docker::Containers containers(std::move(engine));
    const auto turn = m_turns.ask();
    co_await turn->called();
    const auto found = co_await containers.inspect(spec.name);
    if (!found && found.error().kind == Error::Kind::NotFound)
        co_return false;
    if (!found)
        co_return std::unexpected(found.error());
    const bool isOurs = found->labels.value(instanceLabel) == spec.labels.value(instanceLabel);
    co_return isOurs && (found->isRunning() || found->status == "paused");
}

/// A pull may take longer than anybody waits for an answer. It goes on.
core::Task<> DockerPlace::giveUpOnImage(std::weak_ptr<DockerPlace> place,
                                        core::Deferred<Opened> opened, std::stop_token stop)
{
    const core::Result<> waited = co_await core::sleepFor(imagePatience, stop);
    const Self self = place.lock();
    if (waited && self && self->m_state == State::Fetching)
        opened.resolve(
            core::fail(Error::Kind::Unavailable, "The workspace's image is not here yet. "
                                                     + self->m_reason + " Try again in a while."));
    co_return {};
}

void DockerPlace::showFetching(const ImageProgress &progress)
{
    setState(State::Fetching);
    m_reason = progress.text;
    if (progress.total > 0)
        m_reason += QString(" (%1 %)").arg(100 * progress.done / progress.total);
    emit changed();
}

/// Sees to the image and the helper that fits it.
core::Task<> DockerPlace::chooseContainer(std::shared_ptr<docker::Engine> engine)
{
    const WorkspaceSettings settings = m_options.settingsFor(m_record);
    ImageRequest request;
    request.image = settings.image.value_or(defaultImage);
    if (request.image != m_options.settings.image)
        request.userId = m_record.userId;
    request.program = m_options.program;
    request.sharedFolders = m_options.bounds.sharedFolders;
    const auto image = co_await ensureImage(engine, request,
                                            [weak = weak_from_this()](const ImageProgress &now) {
        if (const Self self = weak.lock())
            self->showFetching(now);
    }, m_fetchStop.get_token());
    if (!image && m_fetchStop.stop_requested())
        co_return core::fail(Error::Kind::Cancelled,
                             "The workspace was stopped before its image was here.");
    if (!image && image.error().kind != Error::Kind::Cancelled) {
        // Unless it is the engine that is away.
        const core::Result<docker::Machine> machine = co_await docker::machineOf(engine);
        if (machine)
            m_imageFailedAt = SteadyClock::now();
    }
    if (!image)
        co_return std::unexpected(image.error());
    DockerOptions options = m_options;
    const core::Result<QString> helper = helperFolder(image->program, options.helperRoot);
    if (!helper)
        co_return std::unexpected(helper.error());
    options.helperFolder = *helper;
    m_container = std::make_unique<DockerContainer>(engine, options, m_record, image->id);
    co_return {};
}

core::Task<> DockerPlace::reach(Self self, std::shared_ptr<docker::Engine> engine)
{
    const auto turn = self->m_turns.ask();
    co_await turn->called();
    self->m_stages.clear();
    core::Result<std::shared_ptr<WireChannel>> channel =
        core::fail(Error::Kind::Unavailable, "The workspace is being deleted.");
    if (!self->m_isDestroyed) {
        const core::Result<> chosen = co_await self->chooseContainer(engine);
        channel = std::unexpected(chosen ? Error() : chosen.error());
        if (chosen)
            channel = co_await self->bringUp();
    }
    self->m_start.reset();
    if (channel)
        self->take(*channel);
    else
        self->fail(channel.error());
    co_return {};
}

core::Task<std::shared_ptr<WireChannel>> DockerPlace::bringUp()
{
    const core::Result<QString> found = co_await m_container->find();
    if (!found)
        co_return std::unexpected(found.error());
    // Whoever works in a container can break the way into it, but not its volumes.
    if (!found->isEmpty()) {
        const auto adopted = co_await adopt(*found);
        if (adopted)
            co_return *adopted;
    }
    setState(State::Queued);
    m_start = m_starts.ask();
    const std::shared_ptr<Turns::Ticket> ticket = m_start;
    co_await ticket->called();
    core::Result<std::shared_ptr<WireChannel>> channel;
    for (int attempt = 0; attempt < 2; ++attempt) {
        setState(State::Creating);
        const core::Result<QString> id = co_await m_container->create();
        if (!id)
            co_return std::unexpected(id.error());
        setState(State::Starting);
        const core::Result<> started = co_await m_container->start(*id);
        if (!started)
            co_return std::unexpected(started.error());
        m_containerId = *id;
        setState(State::Connecting);
        channel = co_await m_container->connect(*id);
        if (channel)
            co_return channel;
        const core::Result<> removed = co_await m_container->remove();
        if (!removed)
            co_return std::unexpected(removed.error());
    }
    co_return core::fail(Error::Kind::Upstream, channel.error().message);
}

/// The channel into a container that is there; without it the container is removed.
core::Task<std::shared_ptr<WireChannel>> DockerPlace::adopt(QString id)
{
    setState(State::Connecting);
    m_containerId = id;
    const auto channel = co_await m_container->connect(id);
    if (channel)
        co_return channel;
    const core::Result<> removed = co_await m_container->remove();
    if (!removed)
        co_return std::unexpected(removed.error());
    co_return channel;
}

void DockerPlace::take(std::shared_ptr<WireChannel> channel)
{
    m_channel = std::move(channel);
    m_bounded = QuotaChannel::around(m_channel, m_container->quota());
    m_bounded->setLongestCommand(longestCommandOf(m_options.settingsFor(m_record)));
    m_failures.clear();
    connect(m_channel.get(), &Channel::lost, this, [this](const QString &reason) {
        const core::LogScope scope(logContext());
        qCWarning(lcWorkspace).noquote()
            << "The container" << m_container->name() << "was lost:" << reason;
        letGo(reason);
        emit lost();
    });
    connect(m_channel.get(), &WireChannel::wanted, this, [this] {
        if (!std::exchange(m_isWaking, true))
            core::spawn(thaw(shared_from_this()), "waking a workspace");
    });
    setState(State::Ready);
    awaitRest();
    const auto opening = std::exchange(m_opening, {});
    opening->resolve(Opened(m_bounded));
}

QMap<QString, QString> DockerPlace::logContext() const
{
    return {{"user", m_record.userId}, {"workspace", m_record.id}};
}

void DockerPlace::tellOfRest() const
{
    const core::LogScope scope(logContext());
    qCInfo(lcWorkspace).noquote() << "The container" << m_container->name()
                                  << "is removed: it was not used.";
}

void DockerPlace::fail(Error error)
{
    const core::LogScope scope(logContext());
    const bool isGivenUp = error.kind == Error::Kind::Cancelled;
    qCWarning(lcWorkspace).noquote()
        << "The workspace" << m_record.id << "could not be opened:" << error.message;
    // An engine that is away says nothing about the container.
    if (!isGivenUp && error.kind != Error::Kind::Unavailable
        && error.kind != Error::Kind::Invalid) {
        m_failures.append(SteadyClock::now());
        if (m_failures.size() > mostFailures)
            m_failures.removeFirst();
    }
    // What a person has cancelled does not begin again because an agent goes on.
    if (isGivenUp && !m_fetchStop.stop_requested())
        m_fetchCancelledAt = SteadyClock::now();
    m_failure = error;
    if (m_options.helperVolumes)
        m_options.helperVolumes->forget();
    // Whatever it was, there is nothing to work in.
    error.kind = Error::Kind::Unavailable;
    m_reason = error.message;
    setState(isGivenUp ? State::Stopped : State::Failed);
    const auto opening = std::exchange(m_opening, {});
    opening->resolve(std::unexpected(std::move(error)));
    emit lost();
}

// --- rest ---------------------------------------------------------------------------------------

std::chrono::milliseconds DockerPlace::idleFor() const
{
    return m_channel ? m_channel->idleFor() : 0ms;
}

/// Looks again when it may have been idle for long enough.
void DockerPlace::awaitRest()
{
    const std::chrono::milliseconds removal = idleTimeoutOf(m_options, m_record);
    const std::chrono::milliseconds pause = m_options.lifecycle.pauseAfter;
    const bool pauses = m_state == State::Ready && m_canPause && pause < removal;
    const auto left = (pauses ? pause : removal) - idleFor();
    m_restTimer.start(std::max(left, std::chrono::milliseconds(10)));
}

/// Pauses or removes the container when it has not been used for long.
core::Task<> DockerPlace::rest(Self self)
{
    const auto turn = self->m_turns.ask();
    co_await turn->called();
    if (!self->m_channel)
        co_return {};
    const auto idle = self->idleFor();
    core::Result<> done;
    if (idle >= idleTimeoutOf(self->m_options, self->m_record)) {
        self->tellOfRest();
        done = co_await self->discard();
        self->m_reason = QStringLiteral("It was not used for long; its files are kept.");
    } else if (self->m_state == State::Ready && idle >= self->m_options.lifecycle.pauseAfter) {
        done = co_await self->freeze();
    }
    if (self->m_channel)
        self->awaitRest();
    co_return done;
}

core::Task<> DockerPlace::freeze()
{
    // From here on whoever sends something wakes it, once the engine has paused it.
    m_channel->setFrozen(true);
    setState(State::Paused);
    const core::Result<> paused = co_await m_container->pause();
    if (paused)
        co_return {};
    m_canPause = false;
    if (m_channel)
        m_channel->setFrozen(false);
    if (m_state == State::Paused)
        setState(State::Ready);
    co_return paused;
}

core::Task<> DockerPlace::thaw(Self self)
{
    const auto turn = self->m_turns.ask();
    co_await turn->called();
    self->m_isWaking = false;
    if (self->m_state != State::Paused || !self->m_channel)
        co_return {};
    const core::Result<> woken = co_await self->m_container->unpause();
    // Conflict: somebody else has woken it.
    if (!woken && woken.error().kind != Error::Kind::Conflict) {
        if (self->m_channel)
            self->m_channel->close("The workspace could not be woken: " + woken.error().message);
        co_return {};
    }
    if (!self->m_channel)
        co_return {};
    self->m_channel->setFrozen(false);
    self->setState(State::Ready);
    self->awaitRest();
    co_return {};
}

core::Task<> DockerPlace::pause()
{
    const Self self = shared_from_this();
    const auto turn = m_turns.ask();
    co_await turn->called();
    if (m_state != State::Ready || !m_channel)
        co_return core::fail(Error::Kind::Conflict, "The workspace is not running.");
    const core::Result<> frozen = co_await freeze();
    if (m_channel)
        awaitRest();
    co_return frozen;
}

// --- the end ------------------------------------------------------------------------------------

void DockerPlace::letGo(const QString &reason)
{
    m_restTimer.stop();
    if (const auto channel = std::exchange(m_channel, {})) {
        channel->disconnect(this);
        channel->close();
        // The signal that brought us here may come from inside it.
        core::later([channel, bounded = std::exchange(m_bounded, {})] {});
    }
    m_containerId.clear();
    if (m_state == State::Ready || m_state == State::Paused)
        setState(State::Stopped);
    m_reason = reason;
}

void DockerPlace::close()
{
    letGo({});
}

/// Removes the container.
core::Task<> DockerPlace::discard()
{
    letGo({});
    setState(State::Removing);
    const core::Result<> removed = co_await m_container->remove();
    setState(State::Stopped);
    co_return removed;
}

core::Task<> DockerPlace::removeContainer(std::shared_ptr<docker::Engine> engine)
{
    const Self self = shared_from_this();
    // Nobody waits until an image is here that is not wanted any more.
    m_fetchStop.request_stop();
    const auto turn = m_turns.ask();
    co_await turn->called();
    if (!m_container)
        m_container = std::make_unique<DockerContainer>(engine, m_options, m_record, QString());
    co_return co_await discard();
}

core::Task<> DockerPlace::destroy(std::shared_ptr<docker::Engine> engine)
{
    const Self self = shared_from_this();
    m_isDestroyed = true;
    const core::Result<> removed = co_await removeContainer(engine);
    if (!removed)
        co_return removed;
    co_return co_await m_container->removeVolumes();
}

void DockerPlace::containerEnded(const QString &containerId, const QString &reason)
{
    if (m_channel && containerId == m_containerId)
        m_channel->close(reason);
}

} // namespace workspace

#include "moc_DockerPlace.cpp"
