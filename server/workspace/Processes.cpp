// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Processes.h"

namespace workspace {

using Kind = core::Error::Kind;

static const char *nameOf(ProcessSignal signal)
{
    static constexpr auto names = enumNames(ProcessSignal());
    return std::ranges::find(names, signal, &decltype(names)::value_type::first)->second;
}

core::Task<> sendSignal(std::shared_ptr<Channel> channel, int process, ProcessSignal signal)
{
    const core::Result<QList<ProcessInfo>> known = co_await channel->processes();
    if (!known)
        co_return std::unexpected(known.error());
    const bool isThere = std::ranges::contains(*known, process, &ProcessInfo::id);
    if (!isThere)
        co_return core::fail(Kind::NotFound, QString("There is no process %1.").arg(process));
    Command command;
    command.shell = QString("kill -s %1 %2").arg(nameOf(signal)).arg(process);
    command.timeout = std::chrono::seconds(10);
    command.outputLimit = 4096;
    const core::Result<Output> output = co_await channel->run(command, {});
    if (!output)
        co_return std::unexpected(output.error());
    if (output->exit.code == 0 && output->exit.signal == 0)
        co_return {};
    const QString words = QString::fromUtf8(output->standardError).trimmed();
    co_return core::fail(Kind::Conflict, "The signal could not be sent: " + words);
}

} // namespace workspace
