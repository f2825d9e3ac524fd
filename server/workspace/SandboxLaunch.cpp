// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/SandboxLaunch.h"

#include "workspace/MemoryFile.h"

#include <QFile>

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace workspace {

namespace {

/// Where mounts are shown to the user that root becomes. It is a folder of every system, and what
/// is in it is hidden from that process only.
constexpr auto stage = "/tmp";
constexpr size_t mostStaged = 64;

struct ProcessLimit
{
    __rlimit_resource resource;
    rlim_t most;
};

/// All that the new process needs, made before it is: there it may do system calls only.
struct Preparation
{
    MemoryFile arguments;
    MemoryFile filter;
    std::vector<QByteArray> sources; ///< to show, as root
    std::vector<QByteArray> staged;  ///< where; a slash ends the path of a folder
    std::optional<uint> owner;
    std::vector<ProcessLimit> limits;
};

void expect(bool isFine, const char *what, QProcess &process)
{
    if (!isFine)
        process.failChildProcessModifier(what, errno);
}

void lower(const ProcessLimit &limit)
{
    rlimit now{};
    if (::getrlimit(limit.resource, &now) != 0)
        return;
    now.rlim_max = std::min(now.rlim_max, limit.most);
    now.rlim_cur = now.rlim_max;
    ::setrlimit(limit.resource, &now);
}

/// Makes what a mount of @p source is put on.
bool makeTarget(const QByteArray &path, bool isFolder)
{
    if (isFolder)
        return ::mkdir(path.constData(), 0755) == 0;
    const int file = ::open(path.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    return file >= 0 && ::close(file) == 0;
}

void showMounts(const Preparation &preparation, QProcess &process)
{
    expect(::unshare(CLONE_NEWNS) == 0, "a mount namespace", process);
    expect(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "private mounts",
           process);
    // Opened before the stage hides what may lie below it.
    std::array<int, mostStaged> open{};
    for (size_t index = 0; index < preparation.sources.size(); ++index) {
        open[index] = ::open(preparation.sources[index].constData(),
                             O_PATH | O_NOFOLLOW | O_CLOEXEC);
        expect(open[index] >= 0, "a folder to show", process);
    }
    expect(::mount("tmpfs", stage, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=1m") == 0,
           "a file system in memory", process);
    for (size_t index = 0; index < preparation.sources.size(); ++index) {
        struct stat state{};
        expect(::fstat(open[index], &state) == 0, "a folder to show", process);
        const QByteArray &target = preparation.staged[index];
        expect(makeTarget(target, S_ISDIR(state.st_mode)), "a place for a folder", process);
        std::array<char, 32> source{};
        // snprintf() may take locks that were held when the process was made.
        char *digits = std::ranges::copy(std::string_view("/proc/self/fd/"), source.begin()).out;
        std::to_chars(digits, source.end() - 1, open[index]);
        expect(::mount(source.data(), target.constData(), nullptr, MS_BIND | MS_REC, nullptr) == 0,
               "showing a folder", process);
        ::close(open[index]);
    }
}

void become(uint owner, QProcess &process)
{
    expect(::setgroups(0, nullptr) == 0, "leaving the groups of root", process);
    expect(::setresgid(owner, owner, owner) == 0, "another group", process);
    expect(::setresuid(owner, owner, owner) == 0, "another user", process);
}

/// Everything else that is open ends with this process's program.
void keepOpen(const Preparation &preparation, QProcess &process)
{
    if (::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) != 0) {
        rlimit files{};
        ::getrlimit(RLIMIT_NOFILE, &files);
        const int most = static_cast<int>(std::min<rlim_t>(files.rlim_cur, 1 << 20));
        for (int descriptor = STDERR_FILENO + 1; descriptor < most; ++descriptor)
            ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    }
    for (const MemoryFile *file : {&preparation.arguments, &preparation.filter})
        expect(::fcntl(file->descriptor(), F_SETFD, 0) == 0, "its arguments", process);
}

void prepareChild(const Preparation &preparation, QProcess &process)
{
    keepOpen(preparation, process);
    if (preparation.owner) {
        showMounts(preparation, process);
        become(*preparation.owner, process);
    }
    for (const ProcessLimit &limit : preparation.limits)
        lower(limit);
}

QByteArray joined(const QStringList &arguments)
{
    QByteArray bytes;
    for (const QString &argument : arguments)
        bytes += argument.toUtf8() + '\0';
    return bytes;
}

std::vector<ProcessLimit> limitsOf(const SandboxSpec &spec)
{
    std::vector<ProcessLimit> limits{{RLIMIT_CORE, 0}};
    const auto add = [&limits](__rlimit_resource resource, qint64 most) {
        if (most > 0)
            limits.push_back({resource, static_cast<rlim_t>(most)});
    };
    add(RLIMIT_NOFILE, spec.openFiles);
    add(RLIMIT_FSIZE, spec.fileBytes);
    add(RLIMIT_DATA, spec.dataBytes);
    return limits;
}

} // namespace

core::Result<LocalLaunch> sandboxLaunch(const SandboxSpec &spec, const QByteArray &filter)
{
    QStringList sources;
    std::vector<QByteArray> real;
    std::vector<QByteArray> staged;
    for (const docker::ContainerSpec::Mount &mount : spec.mounts) {
        real.push_back(QFile::encodeName(mount.source));
        staged.push_back(stage + QByteArray("/") + QByteArray::number(real.size()));
        sources.append(spec.owner ? QString::fromLatin1(staged.back()) : mount.source);
    }
    if (real.size() > mostStaged)
        return core::fail(core::Error::Kind::Invalid, "mounts: a sandbox has too many.");
    auto arguments = MemoryFile::with(joined(bubblewrapArguments(spec, sources)));
    if (!arguments)
        return std::unexpected(arguments.error());
    auto program = MemoryFile::with(filter);
    if (!program)
        return std::unexpected(program.error());
    LocalLaunch launch;
    launch.program = spec.bubblewrap;
    launch.directory = spec.workingDirectory;
    // Others of this machine can read a command line, and the environment may hold secrets.
    launch.arguments = QStringList{"--args", QString::number(arguments->descriptor()), "--seccomp",
                                   QString::number(program->descriptor()), "--"};
    launch.arguments += spec.command;
    launch.environment.insert("PATH", "/usr/bin:/bin");
    launch.inChild =
        [preparation = std::make_shared<Preparation>(std::move(*arguments), std::move(*program),
                                                     std::move(real), std::move(staged), spec.owner,
                                                     limitsOf(spec))](QProcess &process) {
        prepareChild(*preparation, process);
    };
    return launch;
}

} // namespace workspace
