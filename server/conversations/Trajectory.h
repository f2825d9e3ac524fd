// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/State.h"
#include "conversations/ZipWriter.h"
#include "store/Events.h"

#include <QIODevice>

namespace conversations {

/// A conversation as a zip archive, made while it is read: HEX/meta.json, HEX/base_state.json and
/// HEX/events/event-00000-ID.json, as many events as there were at the beginning. Secrets are
/// masked. Sequential; ends with readChannelFinished(), or closes itself when the store fails.
class Trajectory : public QIODevice, public std::enable_shared_from_this<Trajectory>
{
    Q_OBJECT

public:
    /// @p events must outlive it.
    static core::Task<std::shared_ptr<QIODevice>> open(State state, store::Events *events);

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override;
    bool atEnd() const override;

protected:
    qint64 readData(char *data, qint64 size) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    Trajectory(const State &state, store::Events *events, qint64 lastSeq);

    void begin(const State &state);
    void startFilling();
    static core::Task<> fill(std::shared_ptr<Trajectory> self);
    static core::Task<> fillEvents(std::shared_ptr<Trajectory> self);
    void fillTable();
    void breakOff(const QString &reason);

    store::Events *m_events;
    QString m_id;
    QByteArray m_folder;
    qint64 m_nextSeq = 0;
    qint64 m_lastSeq;
    ZipWriter m_zip;
    QByteArray m_ready; ///< made, not read yet
    bool m_isFilling = false;
    bool m_complete = false;
};

/// @p body, an object as JSON text, with what is secret in it masked: the credentials of models and
/// sealed texts.
QByteArray withoutSecrets(const QByteArray &body);

} // namespace conversations
