// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Line.h"

#include <QQueue>

namespace workspace {

/// A program that runs at the other end of a line. Nothing is signalled before somebody listens to
/// finished(), so no output is lost between the start and the connection.
class WireJob : public Job
{
    Q_OBJECT

public:
    /// Starts what @p arguments say (docs/wire.md, proc.start).
    static core::Task<std::shared_ptr<Job>> start(std::shared_ptr<Line> line,
                                                  wire::Value arguments);
    /// Finds a detached one again.
    static core::Task<AttachedJob> attach(std::shared_ptr<Line> line, QString tag, JobOffsets from);
    ~WireJob() override;

    void consumed(qint64 bytes) override;
    void write(const QByteArray &bytes) override;
    void closeInput() override;
    void stop(Stop how) override;
    void resize(TerminalSize size) override;

protected:
    void connectNotify(const QMetaMethod &signal) override;

private:
    struct Chunk
    {
        wire::Channel channel;
        QByteArray bytes;
    };

    WireJob(std::shared_ptr<Line> line, std::shared_ptr<Exchange> stream);
    static core::Task<std::shared_ptr<WireJob>> begin(std::shared_ptr<Line> line,
                                                      std::shared_ptr<Exchange> stream);
    void startListening(const wire::Value &event);
    void receive(wire::Channel channel, const QByteArray &bytes);
    void deliver();
    void end(const Ending &ending);
    void pump();

    std::shared_ptr<Line> m_line;
    std::shared_ptr<Exchange> m_stream;
    qint64 m_id = 0; ///< by which the helper knows it
    core::Deferred<core::Result<>> m_started;
    QQueue<Chunk> m_arrived;                             ///< not signalled yet
    QQueue<std::pair<wire::Channel, qint64>> m_signalled; ///< not consumed yet
    QByteArray m_input;                                   ///< not sent yet
    JobOffsets m_begin;
    std::optional<Exit> m_exit;
    bool m_inputClosed = false;
    bool m_listening = false;
    bool m_finished = false;
};

/// Runs @p arguments to the end with @p input; keeps @p limit bytes of each output.
core::Task<Output> runJob(std::shared_ptr<Line> line, wire::Value arguments, QByteArray input,
                          qint64 limit, std::stop_token stop);

} // namespace workspace
