// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Engine.h"

#include <QIODevice>

namespace docker {

/// A program to run in a container that is running already.
struct ExecSpec
{
    QString containerId;
    QStringList command;
    QString user = {}; ///< "uid:gid"; the container's own when empty
    QMap<QString, QString> environment = {};
};

/// The input and output of a program in a container as one sequential device, over a connection of
/// its own that honours back-pressure. What it writes to its error stream goes to the log. Its end
/// shows as readChannelFinished().
class ExecStream : public QIODevice
{
    Q_OBJECT

public:
    /// Starts the program. NotFound without such a container, Conflict when it does not run.
    static core::Task<std::shared_ptr<ExecStream>> open(std::shared_ptr<Engine> engine,
                                                        ExecSpec spec);
    ~ExecStream() override;

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override;
    qint64 bytesToWrite() const override;
    void close() override;

protected:
    qint64 readData(char *data, qint64 limit) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    class Hijack;
    explicit ExecStream(std::unique_ptr<Hijack> hijack, QByteArray first);

    void pump();
    void takeFrames();
    void finish();
    void logErrors(const QByteArray &text);

    std::unique_ptr<Hijack> m_hijack;
    QByteArray m_raw;    ///< as it came, less than a frame's head or inside a frame
    QByteArray m_output; ///< taken out of frames, not read yet
    qint64 m_left = 0;   ///< bytes of the frame that is being read
    bool m_isError = false;
    bool m_isPumping = false;
    bool m_hasEnded = false;
    qint64 m_loggedBytes = 0;
};

} // namespace docker
