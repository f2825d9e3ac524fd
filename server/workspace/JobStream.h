// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Channel.h"
#include "workspace/ChunkQueue.h"

namespace workspace {

/// The output of a program as it comes: sequential, ends with readChannelFinished(), for whoever
/// listens to it by then or later. When the program fails it closes itself first. A reader that
/// goes away ends the program politely, so that it can clean up.
class JobStream : public QIODevice
{
    Q_OBJECT

public:
    /// Starts @p command and waits for its first output or its end. Upstream, with what it wrote to
    /// its standard error, when it fails before it has put out anything.
    static core::Task<std::shared_ptr<QIODevice>> open(std::shared_ptr<Channel> channel,
                                                       Command command);
    ~JobStream() override;

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override;
    bool atEnd() const override;

protected:
    qint64 readData(char *data, qint64 size) override;
    qint64 writeData(const char *data, qint64 size) override;
    void connectNotify(const QMetaMethod &signal) override;

private:
    explicit JobStream(std::shared_ptr<Job> job);
    void receive(Job::Stream stream, const QByteArray &bytes);
    void end(const Exit &exit);
    void tellOfTheEnd();

    std::shared_ptr<Job> m_job;
    core::Deferred<core::Result<>> m_opened;
    ChunkQueue m_chunks;
    QByteArray m_complaint; ///< the beginning of its standard error
    bool m_heard = false; ///< somebody listens to the end
    bool m_ended = false;
    bool m_complete = false;
};

} // namespace workspace
