// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Job.h"

#include "ControlGroup.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>

using namespace std::chrono;
using wire::Channel;

namespace {

constexpr std::size_t terminalDrain = 256 * 1024; // more than a terminal can hold back

void setNonBlocking(int fd)
{
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

} // namespace

Job::Job(int id, std::string jobTag, Loop &loop, JobHost &host)
    : m_id(id)
    , m_jobTag(std::move(jobTag))
    , m_loop(loop)
    , m_host(host)
    , m_writer(loop, [this](std::size_t bytes) {
        if (m_listener)
            m_listener->inputWritten(bytes);
    })
{}

Job::~Job()
{
    m_listener = nullptr;
    m_loop.cancel(m_timeout);
    m_loop.cancel(m_grace);
    m_writer.abandon();
    for (Source &source : m_sources) {
        if (source.fd)
            m_loop.forget(source.fd.get());
    }
}

std::expected<void, SpawnError> Job::start(JobSpec spec)
{
    m_spec = std::move(spec);
    SpawnSpec &program = m_spec.program;
    std::vector<Fd> childEnds;
    const bool isOpen = m_spec.hasTerminal ? openTerminalFor(program, childEnds)
                                           : openPipes(program, childEnds);
    if (!isOpen)
        return std::unexpected(SpawnError{errno, "Cannot open the pipes of a process"});
    m_oomKills = m_host.oomKills();
    m_started = steady_clock::now();
    const auto pid = spawn(program);
    if (!pid)
        return std::unexpected(pid.error());
    m_pid = *pid;
    m_pidStart = startOf(m_pid);
    if (m_spec.timeout.count() > 0)
        m_timeout = m_loop.after(m_spec.timeout, [this] { begin(true); });
    return {};
}

bool Job::openPipes(SpawnSpec &program, std::vector<Fd> &childEnds)
{
    auto out = makePipe();
    auto err = makePipe();
    auto in = m_spec.hasInput
                  ? makePipe()
                  : std::optional(Pipe{Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC)), Fd()});
    if (!out || !err || !in || !in->read)
        return false;
    program.input = in->read.get();
    program.output = out->write.get();
    program.error = err->write.get();
    childEnds.push_back(std::move(in->read));
    childEnds.push_back(std::move(out->write));
    childEnds.push_back(std::move(err->write));
    if (in->write) {
        m_input = std::move(in->write);
        setNonBlocking(m_input.get());
        m_writer.open(m_input.get());
    }
    openSource(m_sources[0], std::move(out->read), Channel::Output);
    openSource(m_sources[1], std::move(err->read), Channel::Error);
    return true;
}

bool Job::openTerminalFor(SpawnSpec &program, std::vector<Fd> &childEnds)
{
    auto terminal = openTerminal(m_spec.rows, m_spec.cols);
    if (!terminal)
        return false;
    program.input = program.output = program.error = terminal->slave.get();
    program.hasTerminal = true;
    childEnds.push_back(std::move(terminal->slave));
    m_input.reset(::fcntl(terminal->master.get(), F_DUPFD_CLOEXEC, 0));
    m_writer.open(m_input.get());
    openSource(m_sources[0], std::move(terminal->master), Channel::Output);
    return true;
}

void Job::openSource(Source &source, Fd fd, Channel channel)
{
    setNonBlocking(fd.get());
    source.fd = std::move(fd);
    source.channel = channel;
    source.isOpen = true;
    m_loop.watch(source.fd.get(), EPOLLIN, [this, &source](std::uint32_t) { readFrom(source); });
}

void Job::setListener(JobListener *listener)
{
    m_listener = listener;
    resume();
}

void Job::resume()
{
    for (Source &source : m_sources) {
        if (source.isOpen && !m_isFinished)
            m_loop.setEvents(source.fd.get(), EPOLLIN);
    }
    finishWhenDrained();
}

void Job::readFrom(Source &source)
{
    const std::size_t used = m_result.bytes[0] + m_result.bytes[1];
    const bool isOverLimit = m_spec.outputLimit && used >= *m_spec.outputLimit;
    std::size_t most = wire::dataChunk;
    if (!isOverLimit) {
        most = std::min(most, m_listener ? m_listener->room(source.channel) : wire::dataChunk);
        if (m_spec.outputLimit)
            most = std::min<std::size_t>(most, *m_spec.outputLimit - used);
    }
    if (source.left)
        most = std::min(most, *source.left);
    if (most == 0) {
        m_loop.setEvents(source.fd.get(), 0);
        finishWhenDrained();
        return;
    }
    std::string bytes;
    ssize_t got = 0;
    bytes.resize_and_overwrite(most, [&](char *data, std::size_t size) {
        got = ::read(source.fd.get(), data, size);
        return got > 0 ? static_cast<std::size_t>(got) : 0;
    });
    if (got > 0) {
        if (source.left)
            *source.left -= static_cast<std::size_t>(got);
        m_result.bytes[source.channel == Channel::Error] += static_cast<std::uint64_t>(got);
        if (isOverLimit)
            m_result.isTruncated = true;
        else if (m_listener)
            m_listener->output(source.channel, std::move(bytes));
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        closeSource(source); // a terminal without its other side says EIO
    } else if (errno == EAGAIN && source.left) {
        source.left = 0;
    }
    finishWhenDrained();
}

void Job::closeSource(Source &source)
{
    if (!source.fd)
        return;
    m_loop.forget(source.fd.get());
    source.fd.reset();
    source.isOpen = false;
}

void Job::write(std::string bytes)
{
    m_writer.write(std::move(bytes));
}

void Job::closeInput()
{
    if (m_spec.hasTerminal)
        m_writer.write("\x04");
    else
        m_writer.closeWhenWritten([this] { m_input.reset(); });
}

bool Job::resize(int rows, int cols)
{
    return m_spec.hasTerminal && m_sources[0].fd
           && resizeTerminal(m_sources[0].fd.get(), rows, cols);
}

void Job::sendSignal(int signal, bool toGroup)
{
    if (!m_hasEnded)
        ::kill(toGroup ? -m_pid : m_pid, signal);
}

void Job::stop(Stop how)
{
    if (m_isFinished)
        return;
    if (m_hasEnded) {
        // Only output that nobody makes room for is left.
        for (Source &source : m_sources)
            source.left = 0;
        m_result.isTruncated = true;
        finishWhenDrained();
        return;
    }
    if (how == Stop::Now) {
        m_result.isCancelled |= !m_result.isTimedOut;
        m_isStopping = true;
        killNow();
        return;
    }
    begin(false);
}

// Asks politely, and kills the tree when that does not help.
void Job::begin(bool isTimeout)
{
    m_timeout = 0;
    if (m_isStopping || m_hasEnded)
        return;
    m_isStopping = true;
    (isTimeout ? m_result.isTimedOut : m_result.isCancelled) = true;
    if (m_spec.killGrace.count() == 0) {
        killNow();
        return;
    }
    m_members = membersOf(tree());
    sendSignal(SIGTERM, true);
    sendSignal(SIGCONT, true);
    m_grace = m_loop.after(m_spec.killGrace, [this] { killNow(); });
}

void Job::killNow()
{
    sendSignal(SIGKILL, true);
    killTree(tree());
}

Tree Job::tree() const
{
    return {.tag = m_jobTag,
            .leader = m_pid,
            .strayStart = m_host.ownsStrays() ? m_pidStart : 0,
            .known = m_members};
}

void Job::leaderEnded(int status, const rusage &usage)
{
    if (m_isStopping)
        killNow();
    m_hasEnded = true;
    m_loop.cancel(m_timeout);
    m_loop.cancel(m_grace);
    m_result.status = status;
    m_result.isOutOfMemory = endsInKill(status) && !m_isStopping && m_host.oomKills() > m_oomKills;
    m_result.usage = usage;
    m_result.duration = age();
    for (Source &source : m_sources) {
        if (!source.isOpen)
            continue;
        int waiting = 0;
        ::ioctl(source.fd.get(), FIONREAD, &waiting);
        source.left = m_spec.hasTerminal ? terminalDrain
                                         : static_cast<std::size_t>(std::max(waiting, 0));
    }
    m_writer.abandon();
    m_input.reset();
    resume();
    if (m_spec.hasTerminal && !m_isFinished && m_sources[0].isOpen)
        readFrom(m_sources[0]);
}

void Job::finishWhenDrained()
{
    if (!m_hasEnded || m_isFinished)
        return;
    for (const Source &source : m_sources) {
        if (source.isOpen && source.left != std::size_t{0})
            return;
    }
    m_isFinished = true;
    for (Source &source : m_sources) {
        if (!source.isOpen)
            continue;
        m_loop.forget(source.fd.get());
        source.isOpen = false;
        if (!m_spec.hasTerminal)
            m_host.drain(std::move(source.fd));
    }
    if (m_listener)
        m_listener->ended(m_result);
    m_host.jobEnded(m_id);
}

milliseconds Job::age() const
{
    return duration_cast<milliseconds>(steady_clock::now() - m_started);
}
