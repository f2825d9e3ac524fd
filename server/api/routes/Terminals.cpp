// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/Terminals.h"

#include "api/routes/Common.h"

namespace api {

using core::Error;
using workspace::Job;

static constexpr int mostTerminals = 20; // of a user
static constexpr int largestTerminal = 1000; // columns or rows
static constexpr qsizetype mostEarly = 64; // frames before the shell is there
static constexpr qint64 sentAhead = 256 * 1024; // bytes that a client has not taken yet

static void sendFrame(Socket &socket, const QJsonObject &frame)
{
    socket.sendText(json::text(frame));
}

/// One shell and the socket that it is shown on.
class Terminal : public QObject
{
public:
    explicit Terminal(std::weak_ptr<Socket> socket)
        : m_socket(std::move(socket))
    {}

    void begin(std::shared_ptr<Job> job)
    {
        m_job = std::move(job);
        connect(m_job.get(), &Job::outputReceived, this, &Terminal::show);
        connect(m_job.get(), &Job::finished, this, &Terminal::end);
        for (const QString &text : std::exchange(m_early, {}))
            take(text);
    }

    void take(const QString &text)
    {
        if (!m_job) {
            if (m_early.size() < mostEarly)
                m_early.append(text);
            return;
        }
        const core::Result<QJsonValue> frame = json::parse(text.toUtf8());
        const QString type = frame ? (*frame)["type"].toString() : QString();
        if (type == "input" && (*frame)["data"].isString())
            return m_job->write((*frame)["data"].toString().toUtf8());
        const int columns = frame ? (*frame)["cols"].toInt() : 0;
        const int rows = frame ? (*frame)["rows"].toInt() : 0;
        const bool isSize = columns > 0 && rows > 0 && columns <= largestTerminal
                            && rows <= largestTerminal;
        if (type == "resize" && isSize)
            return m_job->resize({rows, columns});
        if (const auto socket = m_socket.lock())
            sendFrame(*socket, {{"type", "error"},
                                {"message", "Expected {\"type\": \"input\", \"data\": text} or "
                                            "{\"type\": \"resize\", \"cols\": number, \"rows\": "
                                            "number}."}});
    }

private:
    /// The shell waits while its client is slow.
    void show(Job::Stream, const QByteArray &bytes)
    {
        const auto socket = m_socket.lock();
        if (!socket)
            return;
        m_unseen += bytes.size();
        socket->sendBinary(bytes);
        goOn();
    }

    void goOn()
    {
        const auto socket = m_socket.lock();
        if (!socket || m_isWaiting)
            return;
        if (socket->queuedBytes() < sentAhead)
            return m_job->consumed(std::exchange(m_unseen, 0));
        m_isWaiting = true;
        QTimer::singleShot(std::chrono::milliseconds(10), this, [this] {
            m_isWaiting = false;
            goOn();
        });
    }

    void end(const workspace::Exit &exit)
    {
        const auto socket = m_socket.lock();
        if (!socket)
            return;
        if (exit.lost)
            sendFrame(*socket, {{"type", "error"}, {"message", "The workspace was lost."}});
        else
            sendFrame(*socket, {{"type", "exit"},
                                {"code", exit.signal != 0 ? 128 + exit.signal : exit.code}});
        socket->close(exit.lost ? CloseCode::TryAgainLater : CloseCode::Normal);
    }

    std::weak_ptr<Socket> m_socket;
    std::shared_ptr<Job> m_job; ///< null until it has begun
    QStringList m_early; ///< frames that came before
    qint64 m_unseen = 0;
    bool m_isWaiting = false;
};

Terminals::Terminals(workspace::Workspaces *workspaces)
    : m_workspaces(workspaces)
{}

Terminals::~Terminals() = default;

QList<Route> Terminals::table()
{
    return {socketRoute("/workspaces/{id}/terminal", "openWorkspaceTerminal", this,
                        &Terminals::open, {.access = Access::Write, .tag = "Sockets"})};
}

void Terminals::open(Caller caller, std::shared_ptr<Socket> socket, Path<ById> path,
                     Query<Wishes> query)
{
    const QString userId = caller.userId;
    if (m_counts.value(userId) >= mostTerminals)
        return socket->close(CloseCode::TryAgainLater, "Too many terminals");
    ++m_counts[userId];
    const auto terminal = std::make_shared<Terminal>(socket);
    m_terminals.insert(socket.get(), terminal);
    QObject::connect(socket.get(), &Socket::textReceived, terminal.get(), &Terminal::take);
    QObject::connect(socket.get(), &Socket::closed, &m_context, [this, userId, raw = socket.get()] {
        // It may be the terminal's own doing.
        core::later([ended = m_terminals.take(raw)] {});
        if (--m_counts[userId] == 0)
            m_counts.remove(userId);
    });
    core::spawn(begin(std::move(caller), socket, path->id, *query), "opening a terminal");
}

static core::Result<workspace::Command> shellCommand(int columns, int rows,
                                                     const std::optional<QString> &directory)
{
    const bool isSize = columns > 0 && rows > 0 && columns <= largestTerminal
                        && rows <= largestTerminal;
    if (!isSize)
        return core::fail(Error::Kind::Invalid,
                          QString("cols and rows must be from 1 to %1.").arg(largestTerminal));
    if (directory && !directory->startsWith('/'))
        return core::fail(Error::Kind::Invalid, "cwd must be an absolute path.");
    workspace::Command command;
    command.arguments = QStringList{"/bin/sh", "-c", "exec \"$(command -v bash || echo /bin/sh)\""};
    command.directory = directory.value_or(QString());
    command.environment.insert("TERM", "xterm-256color");
    command.terminal = workspace::TerminalSize{rows, columns};
    return command;
}

static core::Task<std::shared_ptr<Job>> startShell(workspace::Workspaces *workspaces,
                                                   QString userId, QString id,
                                                   core::Result<workspace::Command> command)
{
    const auto channel = co_await workspaces->open(userId, id);
    if (!channel)
        co_return std::unexpected(channel.error());
    if (!command)
        co_return std::unexpected(command.error());
    co_return co_await (*channel)->start(*command);
}

core::Task<> Terminals::begin(Caller caller, std::weak_ptr<Socket> socket, QString id,
                              Wishes wishes)
{
    auto command = shellCommand(wishes.columns, wishes.rows, wishes.directory);
    const core::Result<std::shared_ptr<Job>> job = co_await startShell(m_workspaces, caller.userId,
                                                                       id, std::move(command));
    const std::shared_ptr<Socket> open = socket.lock();
    if (!open || !open->isOpen())
        co_return {};
    if (!job) {
        const bool isUnknown = job.error().kind == Error::Kind::NotFound;
        sendFrame(*open, {{"type", "error"},
                          {"message", isUnknown ? "Workspace not found" : job.error().message}});
        open->close(isUnknown ? CloseCode::NotFound : CloseCode::TryAgainLater);
        co_return {};
    }
    if (const auto terminal = m_terminals.value(open.get()))
        terminal->begin(*job);
    co_return {};
}

} // namespace api
