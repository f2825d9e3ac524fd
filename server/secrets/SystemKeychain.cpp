// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/SystemKeychain.h"

#include <QCoroSignal>
#include <qt6keychain/keychain.h>

using core::Error;

namespace {

const QString service = "Berth";
constexpr std::chrono::seconds patience{60};

/// Whether a session bus was announced; asking for the keychain without one costs a start.
bool hasSession()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS");
#else
    return true;
#endif
}

/// Runs a job to its end. NotFound when the keychain has no such entry.
core::Task<> finished(QKeychain::Job *job)
{
    job->setAutoDelete(false);
    job->start();
    const auto done = co_await qCoro(job, &QKeychain::Job::finished, patience);
    if (!done)
        co_return core::fail(Error::Kind::Unavailable, "it did not answer within a minute.");
    if (job->error() == QKeychain::EntryNotFound)
        co_return core::fail(Error::Kind::NotFound, "it has no such entry.");
    if (job->error() != QKeychain::NoError)
        co_return core::fail(Error::Kind::Unavailable, job->errorString());
    co_return {};
}

core::Task<std::optional<QByteArray>> readEntry(QString name)
{
    // Deleted by the event loop: the job may still be on its stack when it says that it finished.
    std::unique_ptr<QKeychain::ReadPasswordJob, QScopedPointerDeleteLater> job(
        new QKeychain::ReadPasswordJob(service));
    job->setKey(name);
    const core::Result<> done = co_await finished(job.get());
    if (done)
        co_return job->binaryData();
    if (done.error().kind == Error::Kind::NotFound)
        co_return std::nullopt;
    co_return std::unexpected(done.error());
}

core::Task<> writeEntry(QString name, QByteArray text)
{
    std::unique_ptr<QKeychain::WritePasswordJob, QScopedPointerDeleteLater> job(
        new QKeychain::WritePasswordJob(service));
    job->setKey(name);
    job->setBinaryData(text);
    co_return co_await finished(job.get());
}

} // namespace

std::optional<secrets::Vault::Keychain> secrets::systemKeychain()
{
    if (!hasSession() || !QKeychain::isAvailable())
        return std::nullopt;
    return Vault::Keychain{.read = readEntry, .write = writeEntry};
}
