// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/SandboxProbe.h"

#include "workspace/ProcessEnd.h"

#include <QDir>
#include <QFile>

namespace workspace {

static constexpr std::chrono::seconds probePatience{10};
static constexpr qsizetype mostWords = 500;

static bool isInContainer()
{
    return QFile::exists("/.dockerenv") || QFile::exists("/run/.containerenv");
}

QString sandboxAdvice(const QString &words, bool isInContainer)
{
    static const QStringList signs{"namespace", "uid map",    "gid map",      "setgroups",
                                   "pivot",     "permission", "not permitted"};
    const bool isForbidden = std::ranges::any_of(signs, [&words](const QString &sign) {
        return words.contains(sign, Qt::CaseInsensitive);
    });
    const QString what = "bubblewrap cannot make a sandbox here: " + words + '\n';
    if (!isForbidden)
        return what;
    if (isInContainer)
        return what
               + "The server runs in a container, which may not make sandboxes of its own. Give it "
                 "the socket of an engine instead.";
    return what
           + "This machine forbids user namespaces. An administrator allows them with \"sysctl "
             "kernel.unprivileged_userns_clone=1\", or on Ubuntu with \"sysctl "
             "kernel.apparmor_restrict_unprivileged_userns=0\".";
}

core::Task<> tryLaunch(LocalLaunch launch)
{
    const auto process = std::make_shared<QProcess>();
    process->setUnixProcessParameters(QProcess::UnixProcessFlag::ResetSignalHandlers);
    process->setChildProcessModifier(
        [process = process.get(), inChild = launch.inChild] { inChild(*process); });
    process->setProcessEnvironment(launch.environment);
    process->setWorkingDirectory(QDir::rootPath());
    process->setStandardInputFile(QProcess::nullDevice());
    process->start(launch.program, launch.arguments);
    co_await hasEnded(process, probePatience);
    if (process->error() != QProcess::FailedToStart && process->exitStatus() == QProcess::NormalExit
        && process->exitCode() == 0)
        co_return {};
    QString words = QString::fromUtf8(process->readAllStandardError()).trimmed().left(mostWords);
    if (words.isEmpty())
        words = process->errorString();
    co_return core::fail(core::Error::Kind::Unavailable, sandboxAdvice(words, isInContainer()));
}

} // namespace workspace
