// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "DailyBackup.h"

#include "core/Clock.h"
#include "core/Logging.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QTimeZone>

#include <chrono>
#include <csignal>
#include <sys/prctl.h>
#include <sys/resource.h>

using namespace std::chrono;
using composition::DailyBackup;

namespace {

constexpr seconds firstCheck{10}; ///< after the start, which it must not slow down
constexpr hours period{1};
constexpr hours oldest{24}; ///< of the newest copy
constexpr const char *namePattern = "'berth-'yyyyMMdd'T'HHmmss'Z.db'";

QDateTime now()
{
    const auto sinceEpoch = duration_cast<milliseconds>(core::Clock::system().now());
    return QDateTime::fromMSecsSinceEpoch(sinceEpoch.count(), QTimeZone::UTC);
}

QDateTime timeOf(const QString &name)
{
    QDateTime time = QDateTime::fromString(name, namePattern);
    time.setTimeZone(QTimeZone::UTC);
    return time;
}

/// Enough to load the libraries; nothing of the keys that may be in this one.
QProcessEnvironment plainEnvironment()
{
    const QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment plain;
    for (const QString &name : {QString("PATH"), QString("LD_LIBRARY_PATH"),
                                QString("QT_PLUGIN_PATH"), QString("LANG")}) {
        if (own.contains(name))
            plain.insert(name, own.value(name));
    }
    return plain;
}

} // namespace

DailyBackup::DailyBackup(QString dataDirectory, int keep)
    : m_dataDirectory(std::move(dataDirectory))
    , m_folder(m_dataDirectory + "/backups")
    , m_keep(keep)
    , m_began(core::Clock::system().now())
{
    m_process.setProcessEnvironment(plainEnvironment());
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([] {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::setpriority(PRIO_PROCESS, 0, 10);
    });
    connect(&m_process, &QProcess::finished, this, &DailyBackup::finish);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            note("the program could not be started");
    });
    connect(&m_timer, &QTimer::timeout, this, &DailyBackup::check);
    if (m_keep > 0)
        m_timer.start(firstCheck);
}

DailyBackup::~DailyBackup()
{
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(1000);
}

QStringList DailyBackup::copies() const
{
    QStringList names = QDir(m_folder).entryList({"berth-*.db"}, QDir::Files, QDir::Name);
    names.removeIf([](const QString &name) { return !timeOf(name).isValid(); });
    return names;
}

std::optional<microseconds> DailyBackup::newest() const
{
    if (m_keep == 0)
        return {};
    const QStringList names = copies();
    if (names.isEmpty())
        return m_began;
    return milliseconds(timeOf(names.constLast()).toMSecsSinceEpoch());
}

void DailyBackup::check()
{
    m_timer.start(period);
    if (m_process.state() != QProcess::NotRunning)
        return;
    const QStringList names = copies();
    if (names.isEmpty() || timeOf(names.constLast()).addDuration(oldest) <= now())
        begin();
}

void DailyBackup::begin()
{
    QDir folder(m_folder);
    if (!folder.mkpath("."))
        return note("the folder " + m_folder + " cannot be made");
    QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    for (const QString &name : folder.entryList({"berth-*.partial"}, QDir::Files))
        folder.remove(name); // what a process left that was ended
    m_process.start(QCoreApplication::applicationDirPath() + "/berthd",
                    {"backup", "--data-dir", m_dataDirectory,
                     folder.filePath(now().toString(namePattern))});
}

void DailyBackup::finish()
{
    const QString said = QString::fromLocal8Bit(m_process.readAllStandardError()).trimmed();
    if (m_process.exitStatus() != QProcess::NormalExit || m_process.exitCode() != 0)
        return note(said.isEmpty() ? QString("its process ended early") : said);
    m_problem.clear();
    QStringList names = copies();
    while (names.size() > m_keep)
        QFile::remove(m_folder + '/' + names.takeFirst());
}

void DailyBackup::note(const QString &problem)
{
    if (std::exchange(m_problem, problem) != problem)
        qCWarning(lcApp).noquote() << "No daily copy of the database was made:" << problem;
}

#include "moc_DailyBackup.cpp"
