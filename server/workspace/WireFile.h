// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/ChunkQueue.h"
#include "workspace/Line.h"

#include <QIODevice>

namespace workspace {

/// A file that arrives over a line: sequential, ends with readChannelFinished(). One that breaks
/// off closes itself first and says why in errorString().
class WireFile : public QIODevice
{
    Q_OBJECT

public:
    /// Opens what @p arguments say (docs/wire.md, fs.read).
    static core::Task<std::shared_ptr<QIODevice>> open(std::shared_ptr<Line> line,
                                                       wire::Value arguments);
    ~WireFile() override;

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override;
    bool atEnd() const override;

protected:
    qint64 readData(char *data, qint64 size) override;
    qint64 writeData(const char *data, qint64 size) override;
    void connectNotify(const QMetaMethod &signal) override;

private:
    explicit WireFile(std::shared_ptr<Exchange> exchange);
    void receive(wire::Channel channel, const QByteArray &bytes);
    void end(const Ending &ending);

    std::shared_ptr<Exchange> m_exchange;
    core::Deferred<core::Result<>> m_opened;
    ChunkQueue m_chunks;
    bool m_complete = false;
};

/// Reads what @p arguments say (fs.read) into memory.
core::Task<QByteArray> readFile(std::shared_ptr<Line> line, wire::Value arguments);

/// Writes what @p arguments say (fs.write) from @p source; nothing changes when the source breaks
/// off.
core::Task<> writeFile(std::shared_ptr<Line> line, wire::Value arguments,
                       std::shared_ptr<QIODevice> source);

} // namespace workspace
