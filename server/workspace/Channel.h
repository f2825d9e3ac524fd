// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

#include <QIODevice>
#include <QMap>
#include <QObject>

#include <chrono>
#include <memory>

namespace workspace {

/// How much a terminal shows.
struct TerminalSize
{
    int rows = 24;
    int columns = 80;
};

/// A program to run in a workspace. Nothing of the server's environment is inherited; the runtime
/// adds the workspace's own base environment (PATH, HOME, LANG, AI_AGENT, ...) below `environment`.
struct Command
{
    QStringList arguments; ///< argv; empty when `shell` is used
    QString shell; ///< a command line for /bin/sh -c
    QString directory; ///< absolute; the workspace's default when empty
    QMap<QString, QString> environment;
    bool takesInput = false;
    QByteArray input = {}; ///< all of it, for run(); at most 16 MiB
    std::chrono::milliseconds timeout{0}; ///< 0 = none
    qint64 outputLimit = 0; ///< bytes per stream that are kept; 0 = no limit (streaming)
    /// By which start() makes it a job that outlives a channel that is lost, for attach(); not with
    /// input.
    QString tag = {};
    /// For start(): it runs in a terminal of its own, reads what is typed there, and all it prints
    /// is its output.
    std::optional<TerminalSize> terminal = {};
};

/// How a program ended.
struct Exit
{
    int code = 0; ///< exit status; meaningless when signal != 0
    int signal = 0; ///< signal that ended it, 0 when it exited
    bool timedOut = false;
    bool lost = false; ///< the channel or the program that ran it went away
    bool outOfMemory = false; ///< the kernel killed it, or a program that it waited for
};

/// A program that ran to its end and what it printed.
struct Output
{
    Exit exit;
    QByteArray standardOutput;
    QByteArray standardError;
    bool truncated = false;
};

/// A running program. Output that is not acknowledged stops the program's pipe, so a flood waits
/// for its reader: call consumed() once the bytes of an outputReceived() are dealt with. Nothing is
/// signalled before somebody is connected to finished(). Dropping the last reference ends the
/// program's whole tree.
class Job : public QObject
{
    Q_OBJECT

public:
    enum class Stream { Output, Error };
    enum class Stop { Polite, Now }; ///< SIGTERM then SIGKILL after a grace, or SIGKILL at once

    using QObject::QObject;
    virtual void consumed(qint64 bytes) = 0;
    virtual void write(const QByteArray &bytes) = 0;
    virtual void closeInput() = 0;
    virtual void stop(Stop how) = 0;
    /// Of one that runs in a terminal.
    virtual void resize(TerminalSize size) { Q_UNUSED(size) }

signals:
    void outputReceived(workspace::Job::Stream stream, const QByteArray &bytes);
    void finished(const workspace::Exit &exit);
};

/// A place in the output of a job, in bytes from its beginning.
struct JobOffsets
{
    qint64 output = 0;
    qint64 error = 0;

    bool operator==(const JobOffsets &) const = default;
};

/// A job that was found again.
struct AttachedJob
{
    std::shared_ptr<Job> job;
    JobOffsets begin; ///< of what it will signal; later than asked for where output was lost
};

/// How a shell is opened.
struct ShellOptions
{
    QString directory;
    QMap<QString, QString> environment;
    int rows = 200;
    int columns = 256;
};

/// The end of one command in a persistent shell.
struct ShellResult
{
    int exitCode = -1;
    QString directory; ///< the shell's current directory afterwards; empty when unknown
    bool shellEnded = false; ///< the command ended the shell itself (exit, kill)
    bool outOfMemory = false; ///< the kernel killed the command, or the shell
};

/// A persistent interactive shell in a terminal. One command at a time; its output arrives as the
/// terminal shows it, without prompt, echo or markers. Dropping the last reference ends it.
class Shell : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    /// Starts @p command; commandFinished() follows. Only when none is running.
    virtual void run(const QString &command) = 0;
    /// Types raw bytes into the terminal, control characters included.
    virtual void input(const QByteArray &bytes) = 0;
    virtual void close() = 0;

signals:
    void outputReceived(const QByteArray &bytes);
    void commandFinished(const workspace::ShellResult &result);
    /// The shell is gone; nothing follows.
    void closed();
};

/// What is at a path.
struct FileInfo
{
    enum class Type { File, Directory, Link, Other };
    QString path;
    Type type = Type::File;
    qint64 size = 0;
    qint64 modified = 0; ///< microseconds since 1970
    int mode = 0; ///< permission bits
};

/// By what two contents of one file are told apart.
struct FileVersion
{
    qint64 size = 0;
    qint64 modified = 0; ///< microseconds since 1970
};

/// A piece of a file.
struct FilePart
{
    qint64 offset = 0;
    qint64 length = -1; ///< bytes; -1: to the end
    std::optional<FileVersion> version = {}; ///< Conflict when the file is no longer this one
};

struct WriteOptions
{
    bool makeParents = false;
    bool createOnly = false; ///< Conflict when the file exists
};

/// A process in a workspace.
struct ProcessInfo
{
    int id = 0;
    int parent = 0;
    int user = -1; ///< its number
    QString state; ///< the letter that ps shows
    qint64 processorTime = 0; ///< microseconds
    qint64 memoryBytes = 0;
    qint64 age = 0; ///< milliseconds
    QString command; ///< at most 1 KiB
};

/// Who works in the workspace and where.
struct PlaceInfo
{
    QString user;
    QString host;
    QString home;
    QString directory; ///< the workspace's default working directory
};

/// The one line into a workspace: everything that tools, endpoints and terminals do there goes
/// through it, and none of them knows what is below. Paths are absolute. Errors: NotFound,
/// Forbidden, Conflict, Invalid with the system's words, Unavailable when the workspace is gone.
class Channel : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual core::Task<PlaceInfo> info() = 0;
    /// What whoever works there should know at the moment, such as that space runs out; mostly
    /// nothing.
    virtual QString notice() const { return {}; }
    /// How long whoever works there may let one command run; 0: as long as they like. Those who
    /// run commands for them keep to it.
    std::chrono::milliseconds longestCommand() const { return m_longestCommand; }
    void setLongestCommand(std::chrono::milliseconds longest) { m_longestCommand = longest; }

    virtual core::Task<std::shared_ptr<Job>> start(Command command) = 0;
    /// The job that was started with @p tag, running or ended, with its output from @p from on; it
    /// takes it from whoever has it. NotFound when there is none.
    virtual core::Task<AttachedJob> attach(QString tag, JobOffsets from)
    {
        Q_UNUSED(tag)
        Q_UNUSED(from)
        co_return core::fail(core::Error::Kind::NotFound, "There is no such command.");
    }
    /// Runs to the end and collects; @p stop ends the whole process tree.
    virtual core::Task<Output> run(Command command, std::stop_token stop) = 0;
    virtual core::Task<std::shared_ptr<Shell>> openShell(ShellOptions options) = 0;
    /// What runs there, at most 2000, by number.
    virtual core::Task<QList<ProcessInfo>> processes() = 0;

    virtual core::Task<FileInfo> stat(QString path) = 0;
    virtual core::Task<QString> realPath(QString path) = 0;
    /// Entries sorted by path, the folder itself left out; @p depth 1 = direct children.
    virtual core::Task<QList<FileInfo>> list(QString path, int depth, int limit) = 0;
    /// At most @p limit bytes from @p offset.
    virtual core::Task<QByteArray> read(QString path, qint64 offset, qint64 limit) = 0;
    /// A sequential device that delivers the part as it arrives, with flow control.
    virtual core::Task<std::shared_ptr<QIODevice>> openRead(QString path, FilePart part) = 0;
    /// Writes a temporary file beside @p path and renames it: readers see the old or the new file.
    virtual core::Task<> write(QString path, QByteArray bytes, WriteOptions options) = 0;
    /// The same from an open device (a spooled upload), without holding it in memory. Nothing
    /// changes when reading it fails or when a sequential one closes itself.
    virtual core::Task<> writeFrom(QString path, std::shared_ptr<QIODevice> source,
                                   WriteOptions options) = 0;
    /// With its parents; one that exists is fine.
    virtual core::Task<> makeDirectory(QString path) = 0;
    /// A folder goes with everything in it, a link alone.
    virtual core::Task<> remove(QString path) = 0;

signals:
    /// The workspace is gone; every operation in flight has failed with Unavailable.
    void lost(const QString &reason);

private:
    std::chrono::milliseconds m_longestCommand{0};
};

/// What the answer of a command says that was ended for it.
inline QString overLongText(std::chrono::milliseconds longest)
{
    return QString("It was ended after %1 seconds: this workspace lets no command run longer.")
        .arg(static_cast<double>(longest.count()) / 1000);
}

} // namespace workspace
