// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Machine.h"

#include <wire/Message.h>

#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>

namespace {

constexpr std::size_t remembered = 1000;
constexpr std::size_t largestRemembered = 64 * 1024;
constexpr std::size_t maxDrains = 128;

constexpr std::chrono::minutes longestRemembered{10};

} // namespace

std::string randomHex(std::size_t bytes)
{
    std::string raw(bytes, '\0');
    [[maybe_unused]] const ssize_t got = ::getrandom(raw.data(), raw.size(), 0);
    constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    for (const char byte : raw) {
        hex.push_back(digits[(byte >> 4) & 0xf]);
        hex.push_back(digits[byte & 0xf]);
    }
    return hex;
}

Memory::State Memory::stateOf(const std::string &opid)
{
    forgetOld();
    const auto found = m_responses.find(opid);
    if (found == m_responses.end())
        return State::New;
    return found->second.empty() ? State::Begun : State::Done;
}

const std::string &Memory::responseTo(const std::string &opid) const
{
    return m_responses.find(opid)->second;
}

void Memory::begin(const std::string &opid)
{
    m_responses[opid].clear();
    m_order.emplace_back(std::chrono::steady_clock::now(), opid);
    forgetOld();
}

void Memory::forgetOld()
{
    const Moment oldest = std::chrono::steady_clock::now() - longestRemembered;
    while (!m_order.empty() && (m_order.size() > remembered || m_order.front().first < oldest)) {
        m_responses.erase(m_order.front().second);
        m_order.pop_front();
    }
}

void Memory::finish(const std::string &opid, const std::string &response)
{
    const auto found = m_responses.find(opid);
    if (found != m_responses.end() && response.size() <= largestRemembered)
        found->second = response;
}

void Memory::forget(const std::string &opid)
{
    if (m_responses.erase(opid) > 0)
        std::erase_if(m_order, [&](const auto &entry) { return entry.second == opid; });
}

Machine::Machine(Loop &loop)
    : m_loop(loop)
    , m_boot(randomHex(8))
{}

Machine::~Machine()
{
    for (const auto &[fd, pipe] : m_drains)
        m_loop.forget(fd);
}

std::string Machine::nextTag()
{
    ++m_lastId;
    return m_boot + '.' + std::to_string(m_lastId);
}

Machine::JobStarted Machine::startJob(JobSpec spec)
{
    const std::string tag = nextTag();
    spec.program.env.push_back("BERTH_JOB=" + tag);
    auto job = std::make_unique<Job>(m_lastId, tag, m_loop, *this);
    if (auto started = job->start(std::move(spec)); !started)
        return std::unexpected(started.error());
    return m_jobs.emplace(job->id(), std::move(job)).first->second.get();
}

Machine::ShellStarted Machine::startShell(ShellSpec spec)
{
    const std::string tag = nextTag();
    spec.program.env.push_back("BERTH_JOB=" + tag);
    auto shell = std::make_unique<Shell>(m_lastId, tag, m_loop, *this);
    if (auto started = shell->start(std::move(spec)); !started)
        return std::unexpected(started.error());
    return m_shells.emplace(shell->id(), std::move(shell)).first->second.get();
}

Job *Machine::job(std::int64_t id)
{
    const auto found = m_jobs.find(static_cast<int>(id));
    return found == m_jobs.end() ? nullptr : found->second.get();
}

Shell *Machine::shell(std::int64_t id)
{
    const auto found = m_shells.find(static_cast<int>(id));
    return found == m_shells.end() || found->second->hasEnded() ? nullptr : found->second.get();
}

void Machine::reap()
{
    while (true) {
        int status = 0;
        rusage usage{};
        const pid_t pid = ::wait4(-1, &status, WNOHANG, &usage);
        if (pid < 0 && errno == EINTR)
            continue;
        if (pid <= 0)
            return;
        for (const auto &[id, job] : m_jobs) {
            if (job->pid() != pid)
                continue;
            job->leaderEnded(status, usage);
            break;
        }
        for (const auto &[id, shell] : m_shells) {
            if (shell->pid() != pid || shell->hasEnded())
                continue;
            shell->leaderEnded(status);
            break;
        }
    }
}

void Machine::killAll()
{
    for (const auto &[id, job] : m_jobs)
        job->sendSignal(SIGKILL, true);
    for (const auto &[id, shell] : m_shells) {
        if (!shell->hasEnded())
            ::kill(-shell->pid(), SIGKILL);
    }
    // Whatever has been re-parented to us is ours.
    killTree({.tag = m_boot + '.', .leader = 0, .strayStart = 1, .known = {}});
}

void Machine::killAllButDetached()
{
    const std::set<int> detached = m_detached.runningIds();
    if (detached.empty()) {
        killAll();
        return;
    }
    for (const auto &[id, job] : m_jobs) {
        if (!detached.contains(id))
            job->killNow();
    }
    for (const auto &[id, shell] : m_shells) {
        if (!shell->hasEnded())
            shell->killNow();
    }
    // An orphan without a tag may be a detached job's: it stays.
    Tree rest{.tag = m_boot + '.', .leader = 0, .strayStart = 0, .known = {}, .spared = {}};
    for (const int id : detached)
        rest.spared.push_back(m_boot + '.' + std::to_string(id));
    killTree(rest);
}

void Machine::askForShutdown()
{
    m_loop.defer([this] {
        if (m_listener)
            m_listener->shutdownAsked();
    });
}

// An orphan without a tag could come from any tree. It is surely this one's only when there is no
// other.
bool Machine::ownsStrays() const
{
    return m_jobs.size() + m_shells.size() == 1;
}

void Machine::drain(Fd pipe)
{
    if (m_drains.size() >= maxDrains)
        return;
    const int fd = pipe.get();
    m_drains[fd] = std::move(pipe);
    m_loop.watch(fd, EPOLLIN, [this, fd](std::uint32_t) { readDrain(fd); });
}

void Machine::readDrain(int fd)
{
    static char nowhere[64 * 1024];
    const ssize_t got = ::read(fd, nowhere, sizeof(nowhere));
    if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR)))
        return;
    m_loop.forget(fd);
    m_drains.erase(fd);
}

void Machine::jobEnded(int id)
{
    m_loop.defer([this, id] { m_jobs.erase(id); });
}

void Machine::shellReady(int id)
{
    if (m_listener)
        m_listener->shellReady(id);
}

void Machine::shellEnded(int id, int exitCode, int signal)
{
    if (m_listener)
        m_listener->shellEnded(id, exitCode, signal);
    m_loop.defer([this, id] { m_shells.erase(id); });
}
