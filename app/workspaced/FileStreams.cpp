// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "FileStreams.h"

#include "FileInfo.h"
#include "Session.h"

#include <fcntl.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <climits>

using wire::CancelMode;
using wire::Channel;
using wire::Failure;
using wire::Value;

namespace {

Failure failure(std::string_view code, std::string_view message)
{
    return {.code = std::string(code), .errnum = 0, .message = std::string(message)};
}

std::string temporaryName()
{
    unsigned long long number = 0;
    [[maybe_unused]] const ssize_t got = ::getrandom(&number, sizeof(number), 0);
    return ".berth-" + std::to_string(number);
}

// Where a write to this path ends up: links are followed, also one whose target does not exist yet.
std::string resolveLinks(std::string path)
{
    for (int hops = 0; hops < 40; ++hops) {
        const std::string target = readLink(path);
        if (target.empty())
            return path;
        path = target.starts_with('/') ? target : parentOf(path) + '/' + target;
    }
    return {};
}

std::optional<Failure> checkTarget(const WriteStream::Plan &plan)
{
    struct stat info{};
    const bool exists = ::lstat(plan.path.c_str(), &info) == 0;
    if (!exists && errno != ENOENT && errno != ENOTDIR)
        return Failure::fromErrno(errno, plan.path);
    if (exists && S_ISDIR(info.st_mode))
        return Failure::fromErrno(EISDIR, plan.path);
    if (exists && !S_ISREG(info.st_mode))
        return failure(wire::code::invalid, plan.path + " is not a regular file");
    if (exists && plan.isCreateOnly)
        return Failure::fromErrno(EEXIST, plan.path);
    if (plan.match
        && (!exists || modifiedNs(info) != plan.match->first || info.st_size != plan.match->second))
        return failure(wire::code::conflict, plan.path + " has changed");
    return {};
}

/// When a file was changed and how long it is.
using Version = std::pair<std::int64_t, std::int64_t>;

/// What the file must be; @p time names the time's key and unit.
std::optional<Version> versionFrom(Arguments &args, const char *time)
{
    if (!args.has("if_match"))
        return {};
    Arguments match = args.map("if_match");
    const std::int64_t modified = match.integer(time, INT64_MIN, INT64_MAX);
    const std::int64_t size = match.integer("size", 0, INT64_MAX);
    args.adopt(match);
    return Version(modified, size);
}

WriteStream::Plan planFrom(Arguments &args)
{
    WriteStream::Plan plan;
    plan.path = args.path("path");
    if (args.has("mode"))
        plan.mode = static_cast<mode_t>(args.integer("mode", 0, 07777));
    if (args.has("size"))
        plan.size = args.integer("size", 0, INT64_MAX);
    plan.match = versionFrom(args, "mtime_ns");
    plan.isCreateOnly = args.flag("create_only", false);
    plan.syncs = args.flag("sync", false);
    if (args.isFine() && plan.path.ends_with('/'))
        args.fail("path", "must name a file");
    return plan;
}

} // namespace

StreamOutcome ReadStream::open(Session &session, std::uint32_t id, const std::string &opid,
                               Arguments args)
{
    const std::string path = args.path("path");
    const std::int64_t offset = args.integerOr("offset", 0, 0, INT64_MAX);
    const std::int64_t length = args.integerOr("length", -1, -1, INT64_MAX);
    const std::optional<Version> match = versionFrom(args, "mtime_us");
    if (!args.isFine())
        return std::unexpected(args.failure());
    // Without O_NONBLOCK a FIFO would stop the whole helper.
    Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat info{};
    if (!file || ::fstat(file.get(), &info) < 0)
        return std::unexpected(Failure::fromErrno(errno, path));
    if (S_ISDIR(info.st_mode))
        return std::unexpected(Failure::fromErrno(EISDIR, path));
    if (!S_ISREG(info.st_mode))
        return std::unexpected(failure(wire::code::invalid, path + " is not a regular file"));
    if (match && *match != Version(modifiedNs(info) / 1000, info.st_size))
        return std::unexpected(failure(wire::code::conflict, path + " has changed"));
    return std::make_unique<ReadStream>(session, id, opid, std::move(file), path, offset, length);
}

ReadStream::ReadStream(Session &session, std::uint32_t id, std::string opid, Fd file,
                       std::string path, std::int64_t offset, std::int64_t length)
    : Stream(session, id, std::move(opid))
    , m_file(std::move(file))
    , m_path(std::move(path))
    , m_offset(offset)
    , m_left(length)
{}

void ReadStream::resume()
{
    while (!m_isOver) {
        std::size_t most = std::min(wire::dataChunk, roomFor(Channel::File));
        if (m_left >= 0)
            most = static_cast<std::size_t>(
                std::min<std::int64_t>(m_left, static_cast<std::int64_t>(most)));
        if (m_left == 0) {
            finish();
            return;
        }
        if (most == 0)
            return;
        std::string bytes;
        ssize_t got = 0;
        bytes.resize_and_overwrite(most, [&](char *data, std::size_t size) {
            got = ::pread(m_file.get(), data, size, m_offset);
            return got > 0 ? static_cast<std::size_t>(got) : 0;
        });
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            m_isOver = true;
            respond(std::unexpected(Failure::fromErrno(errno, m_path)));
            return;
        }
        if (got == 0) {
            finish();
            return;
        }
        m_offset += got;
        m_sent += got;
        if (m_left > 0)
            m_left -= got;
        send(Channel::File, std::move(bytes));
    }
}

void ReadStream::finish()
{
    m_isOver = true;
    struct stat info{};
    if (::fstat(m_file.get(), &info) < 0) {
        respond(std::unexpected(Failure::fromErrno(errno, m_path)));
        return;
    }
    sendEof(Channel::File);
    respond(Value::map({{"size", static_cast<std::int64_t>(info.st_size)},
                        {"mtime_ns", modifiedNs(info)},
                        {"mode", static_cast<std::int64_t>(info.st_mode & 07777)},
                        {"sent", m_sent}}));
}

void ReadStream::cancel(CancelMode)
{
    if (!m_isOver) {
        m_isOver = true;
        respond(std::unexpected(failure(wire::code::cancelled, "Reading was cancelled")));
    }
}

void ReadStream::expire()
{
    if (!m_isOver) {
        m_isOver = true;
        respond(std::unexpected(failure(wire::code::timeout, "Reading took too long")));
    }
}

StreamOutcome WriteStream::open(Session &session, std::uint32_t id, const std::string &opid,
                                Arguments args)
{
    Plan plan = planFrom(args);
    const bool makesParents = args.flag("make_parents", false);
    if (!args.isFine())
        return std::unexpected(args.failure());
    plan.path = resolveLinks(plan.path);
    if (plan.path.empty())
        return std::unexpected(Failure::fromErrno(ELOOP, args.path("path")));
    if (const auto wrong = checkTarget(plan))
        return std::unexpected(*wrong);
    if (makesParents) {
        if (const int errnum = makeParents(plan.path); errnum != 0)
            return std::unexpected(Failure::fromErrno(errnum, parentOf(plan.path)));
    }
    const std::string temporary = parentOf(plan.path) + '/' + temporaryName();
    Fd file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!file)
        return std::unexpected(Failure::fromErrno(errno, plan.path));
    return std::make_unique<WriteStream>(session, id, opid, std::move(plan), temporary,
                                         std::move(file));
}

WriteStream::WriteStream(Session &session, std::uint32_t id, std::string opid, Plan plan,
                         std::string temporary, Fd file)
    : Stream(session, id, std::move(opid))
    , m_plan(std::move(plan))
    , m_temporary(std::move(temporary))
    , m_file(std::move(file))
{}

WriteStream::~WriteStream()
{
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
}

void WriteStream::data(Channel channel, std::string bytes)
{
    consumed(channel, bytes.size());
    if (channel != Channel::File || m_isOver)
        return;
    m_size += static_cast<std::int64_t>(bytes.size());
    if (m_plan.size && m_size > *m_plan.size) {
        fail(failure(wire::code::invalid, "More bytes than `size` says"));
        return;
    }
    for (std::string_view rest = bytes; !rest.empty();) {
        const ssize_t done = ::write(m_file.get(), rest.data(), rest.size());
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            fail(Failure::fromErrno(errno, m_plan.path));
            return;
        }
        rest.remove_prefix(static_cast<std::size_t>(done));
    }
}

void WriteStream::eof(Channel channel)
{
    if (channel != Channel::File || m_isOver)
        return;
    const Outcome outcome = commit();
    if (!outcome) {
        fail(outcome.error());
        return;
    }
    m_isOver = true;
    respond(outcome);
}

Outcome WriteStream::commit()
{
    if (m_plan.size && m_size != *m_plan.size)
        return std::unexpected(failure(wire::code::invalid, "Fewer bytes than `size` says"));
    if (const auto wrong = checkTarget(m_plan))
        return std::unexpected(*wrong);
    const auto failed = [this] { return std::unexpected(Failure::fromErrno(errno, m_plan.path)); };
    struct stat old{};
    const bool exists = ::lstat(m_plan.path.c_str(), &old) == 0;
    if (exists && adopt(old) < 0)
        return failed();
    if (m_plan.mode && ::fchmod(m_file.get(), *m_plan.mode) < 0)
        return failed();
    if (m_plan.syncs && ::fsync(m_file.get()) < 0)
        return failed();
    struct stat info{};
    if (::fstat(m_file.get(), &info) < 0)
        return failed();
    if (m_plan.isCreateOnly) {
        // A link does not replace what somebody else has created meanwhile.
        if (::link(m_temporary.c_str(), m_plan.path.c_str()) < 0)
            return failed();
        ::unlink(m_temporary.c_str());
    } else if (::rename(m_temporary.c_str(), m_plan.path.c_str()) < 0) {
        return failed();
    }
    m_temporary.clear();
    return Value::map({{"size", static_cast<std::int64_t>(info.st_size)},
                       {"mtime_ns", modifiedNs(info)},
                       {"mode", static_cast<std::int64_t>(info.st_mode & 07777)},
                       {"created", !exists}});
}

// Owner first: changing it clears the set-id bits.
int WriteStream::adopt(const struct stat &old)
{
    if (old.st_uid != ::geteuid() || old.st_gid != ::getegid()) {
        [[maybe_unused]] const int changed = ::fchown(m_file.get(), old.st_uid, old.st_gid);
    }
    return ::fchmod(m_file.get(), old.st_mode & 07777);
}

void WriteStream::fail(const Failure &failure)
{
    m_isOver = true;
    ::unlink(m_temporary.c_str());
    m_temporary.clear();
    respond(std::unexpected(failure));
}

void WriteStream::cancel(CancelMode)
{
    if (!m_isOver)
        fail(failure(wire::code::cancelled, "Writing was cancelled"));
}

void WriteStream::expire()
{
    if (!m_isOver)
        fail(failure(wire::code::timeout, "Writing took too long"));
}
