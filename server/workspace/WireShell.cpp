// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/WireShell.h"

namespace workspace {

// The most that one shell.input takes.
static constexpr qsizetype inputSize = 64 * 1024;

core::Task<std::shared_ptr<Shell>> WireShell::open(std::shared_ptr<Line> line,
                                                   wire::Value arguments)
{
    const core::Result<wire::Value> answer =
        co_await line->call(wire::op::shellOpen, std::move(arguments), Effect::Changes);
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return std::shared_ptr<Shell>(new WireShell(line, (*answer)["shell"].integer()));
}

WireShell::WireShell(std::shared_ptr<Line> line, qint64 id)
    : m_line(std::move(line))
    , m_id(id)
{
    connect(m_line.get(), &Line::lost, this, &WireShell::lose);
    connect(m_line.get(), &Line::eventReceived, this, [this](const wire::Value &event) {
        if (event["event"].string() == "shell.ended" && event["shell"].integer() == m_id)
            lose();
    });
}

WireShell::~WireShell()
{
    close();
    if (m_command)
        m_command->abandon();
}

void WireShell::run(const QString &command)
{
    Q_ASSERT_X(!m_command, "WireShell::run", "a shell runs one command at a time");
    wire::Value arguments = wire::Value::map({{"shell", m_id}, {"command", command.toStdString()}});
    m_command = m_line->request(wire::op::shellRun, std::move(arguments), Effect::Changes);
    Exchange *const exchange = m_command.get();
    connect(exchange, &Exchange::dataReceived, this,
            [this, exchange](wire::Channel channel, const QByteArray &bytes) {
        exchange->consumed(channel, bytes.size());
        emit outputReceived(bytes);
    });
    connect(exchange, &Exchange::ended, this, &WireShell::end);
}

void WireShell::input(const QByteArray &bytes)
{
    for (qsizetype at = 0; at < bytes.size() && !m_isClosed; at += inputSize) {
        const QByteArray part = bytes.sliced(at, qMin(inputSize, bytes.size() - at));
        wire::Value arguments = wire::Value::map(
            {{"shell", m_id}, {"data", wire::Value::bytes(part.toStdString())}});
        m_line->call(wire::op::shellInput, std::move(arguments), Effect::Changes);
    }
}

void WireShell::close()
{
    if (m_isClosed)
        return;
    m_isClosed = true;
    m_line->call(wire::op::shellClose, wire::Value::map({{"shell", m_id}}), Effect::Changes);
}

void WireShell::end(const Ending &ending)
{
    m_command.reset();
    ShellResult result;
    if (ending.result) {
        const wire::Value &exit = *ending.result;
        const qint64 signal = exit["signal"].integer();
        result.exitCode = static_cast<int>(signal > 0 ? 128 + signal
                                                      : exit["exit_code"].integer(-1));
        result.directory = QString::fromStdString(std::string(exit["cwd"].string()));
        result.shellEnded = exit["ended"].boolean();
        result.outOfMemory = exit["oom"].boolean();
    } else {
        result.shellEnded = m_isClosed || ending.result.error().kind != core::Error::Kind::Conflict;
    }
    const QPointer<WireShell> guard(this);
    emit commandFinished(result);
    if (guard && result.shellEnded)
        lose();
}

void WireShell::lose()
{
    // A command that runs ends first; the end of it says the rest.
    if (m_command && !m_command->isEnded())
        return;
    if (m_command || std::exchange(m_isClosed, true))
        return;
    emit closed();
}

} // namespace workspace

#include "moc_WireShell.cpp"
