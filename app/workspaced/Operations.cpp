// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Operations.h"

#include "DetachedStream.h"
#include "FileStreams.h"
#include "Host.h"
#include "JobStream.h"
#include "Machine.h"
#include "Processes.h"
#include "Proxy.h"
#include "ShellStreams.h"
#include "Stats.h"

#include <algorithm>
#include <array>
#include <climits>

using wire::Failure;
using wire::Value;
namespace op = wire::op;

namespace {

Failure failure(std::string_view code, std::string_view message)
{
    return {.code = std::string(code), .errnum = 0, .message = std::string(message)};
}

template<Outcome (*function)(Arguments)>
Outcome plain(Machine &, Arguments args)
{
    return function(std::move(args));
}

std::expected<Job *, Failure> jobOf(Machine &machine, Arguments &args)
{
    const std::int64_t id = args.integer("job", 1, INT_MAX);
    if (!args.isFine())
        return std::unexpected(args.failure());
    if (Job *job = machine.job(id))
        return job;
    return std::unexpected(failure(wire::code::notFound, "There is no such job"));
}

std::expected<Shell *, Failure> shellOf(Machine &machine, Arguments &args)
{
    const std::int64_t id = args.integer("shell", 1, INT_MAX);
    if (!args.isFine())
        return std::unexpected(args.failure());
    if (Shell *shell = machine.shell(id))
        return shell;
    return std::unexpected(failure(wire::code::notFound, "There is no such shell"));
}

Outcome listJobs(Machine &machine, Arguments)
{
    Value jobs = Value::array();
    for (const auto &[id, job] : machine.jobs()) {
        jobs.append(Value::map({{"job", id},
                                {"pid", job->pid()},
                                {"tag", Value::name(job->spec().tag)},
                                {"pty", job->spec().hasTerminal},
                                {"running_ms", static_cast<std::int64_t>(job->age().count())}}));
    }
    return Value::map({{"jobs", jobs}});
}

Outcome signalJob(Machine &machine, Arguments args)
{
    const auto signal = static_cast<int>(args.integer("signal", 1, 64));
    const bool group = args.flag("group", true);
    const auto job = jobOf(machine, args);
    if (!job)
        return std::unexpected(job.error());
    (*job)->sendSignal(signal, group);
    return Value::map();
}

Outcome resizeJob(Machine &machine, Arguments args)
{
    const auto rows = static_cast<int>(args.integer("rows", 1, USHRT_MAX));
    const auto cols = static_cast<int>(args.integer("cols", 1, USHRT_MAX));
    const auto job = jobOf(machine, args);
    if (!job)
        return std::unexpected(job.error());
    if (!(*job)->resize(rows, cols))
        return std::unexpected(failure(wire::code::invalid, "The job has no terminal"));
    return Value::map();
}

Outcome typeInShell(Machine &machine, Arguments args)
{
    const std::string data = args.text("data");
    if (data.size() > 64 * 1024)
        args.fail("data", "must not be longer than 64 KiB");
    const auto shell = shellOf(machine, args);
    if (!shell)
        return std::unexpected(shell.error());
    if (!(*shell)->type(data))
        return std::unexpected(failure(wire::code::busy, "Too much input waits to be read"));
    return Value::map();
}

Outcome interruptShell(Machine &machine, Arguments args)
{
    const auto signal = static_cast<int>(args.integerOr("signal", 2, 1, 64));
    const auto shell = shellOf(machine, args);
    if (!shell)
        return std::unexpected(shell.error());
    if (!(*shell)->interrupt(signal))
        return std::unexpected(Failure::fromErrno(errno, "Cannot signal the foreground process"));
    return Value::map();
}

Outcome resizeShell(Machine &machine, Arguments args)
{
    const auto rows = static_cast<int>(args.integer("rows", 1, USHRT_MAX));
    const auto cols = static_cast<int>(args.integer("cols", 1, USHRT_MAX));
    const auto shell = shellOf(machine, args);
    if (!shell)
        return std::unexpected(shell.error());
    (*shell)->resize(rows, cols);
    return Value::map();
}

Outcome listShells(Machine &machine, Arguments)
{
    Value shells = Value::array();
    for (const auto &[id, shell] : machine.shells()) {
        if (shell->hasEnded())
            continue;
        shells.append(Value::map({{"shell", id},
                                  {"pid", shell->pid()},
                                  {"running", shell->isRunning()},
                                  {"cwd", Value::name(shell->cwd())},
                                  {"foreground_pid", shell->foreground()}}));
    }
    return Value::map({{"shells", shells}});
}

Outcome closeShell(Machine &machine, Arguments args)
{
    const auto shell = shellOf(machine, args);
    if (!shell)
        return std::unexpected(shell.error());
    (*shell)->killNow();
    return Value::map();
}

Outcome setLease(Machine &machine, Arguments args)
{
    const std::int64_t idle = args.integer("idle_s", 0, 1'000'000'000);
    if (!args.isFine())
        return std::unexpected(args.failure());
    machine.setLease(std::chrono::seconds(idle));
    return Value::map();
}

Outcome shutDown(Machine &machine, Arguments)
{
    machine.askForShutdown();
    return Value::map();
}

constexpr bool reads = false;
constexpr bool changes = true;

constexpr auto operations = std::to_array<Operation>({
    {op::procStart, changes, nullptr, JobStream::open},
    {op::procAttach, reads, nullptr, DetachedStream::attach},
    {op::procList, reads, listJobs, nullptr},
    {op::procSignal, changes, signalJob, nullptr},
    {op::procResize, reads, resizeJob, nullptr},
    {op::shellOpen, changes, nullptr, ShellOpening::open},
    {op::shellRun, changes, nullptr, RunStream::open},
    {op::shellInput, changes, typeInShell, nullptr},
    {op::shellInterrupt, changes, interruptShell, nullptr},
    {op::shellResize, reads, resizeShell, nullptr},
    {op::shellList, reads, listShells, nullptr},
    {op::shellClose, changes, closeShell, nullptr},
    {op::fsStat, reads, plain<files::stat>, nullptr},
    {op::fsLstat, reads, plain<files::lstat>, nullptr},
    {op::fsList, reads, plain<files::list>, nullptr},
    {op::fsRead, reads, nullptr, ReadStream::open},
    {op::fsWrite, changes, nullptr, WriteStream::open},
    {op::fsMkdir, changes, plain<files::mkdir>, nullptr},
    {op::fsRename, changes, plain<files::rename>, nullptr},
    {op::fsRemove, changes, plain<files::remove>, nullptr},
    {op::fsRealpath, reads, plain<files::realpath>, nullptr},
    {op::fsGlob, reads, plain<files::glob>, nullptr},
    {op::netEgress, changes, nullptr, EgressOpening::open},
    {op::sysInfo, reads, plain<host::info>, nullptr},
    {op::sysProcesses, reads, plain<processes::list>, nullptr},
    {op::sysSetLease, changes, setLease, nullptr},
    {op::sysStats, reads, nullptr, StatsStream::open},
    {op::sysShutdown, changes, shutDown, nullptr},
});

} // namespace

const Operation *findOperation(std::string_view name)
{
    const auto found = std::ranges::find(operations, name, &Operation::name);
    return found == operations.end() ? nullptr : &*found;
}
