// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Exchange.h"
#include "workspace/WireChannel.h"

#include "wire/Frame.h"
#include "wire/Outbox.h"
#include "wire/Receipt.h"

#include <QPointer>
#include <QTimer>

#include <set>

namespace workspace {

/// Whether doing an operation twice would matter; it then carries a key that stops the helper from
/// it.
enum class Effect { None, Changes };

/// A greeted session with berth-workspaced that carries streams and beats a heart. When its
/// connection breaks and the options say how to open another one, the session goes on over that:
/// both sides send again what the other has not received. It is lost once.
class Line : public QObject
{
    Q_OBJECT

public:
    Line(std::shared_ptr<QIODevice> device, WireOptions options);
    ~Line() override;

    /// Exchanges HELLO and WELCOME.
    core::Task<> greet();
    /// Also while it waits for another connection.
    bool isOpen() const { return m_state != State::Greeting && m_state != State::Lost; }
    const WireOptions &options() const { return m_options; }

    /// Begins an operation; on a line that is lost the stream ends at once with Unavailable.
    std::shared_ptr<Exchange> request(std::string_view operation, wire::Value arguments,
                                      Effect effect);
    /// Begins an operation and waits for its answer.
    core::Task<wire::Value> call(std::string_view operation, wire::Value arguments, Effect effect);
    /// Takes the streams that the helper begins; as long as there is nobody they are refused.
    using Opened = std::function<void(std::shared_ptr<Exchange> stream, wire::Open wanted)>;
    void setOpened(Opened opened) { m_opened = std::move(opened); }
    void close(const QString &reason);
    void setFrozen(bool frozen);
    bool isFrozen() const { return m_frozen; }
    /// Since the last operation ended; zero while one goes on.
    std::chrono::milliseconds idleFor() const;

signals:
    /// It is frozen, and something was sent to it.
    void wanted();
    void eventReceived(const wire::Value &event);
    void lost(const QString &reason);

private:
    friend class Exchange;
    enum class State {
        Greeting,
        Open,
        Cut, // without a connection
        Resuming, // greeting over another one
        Lost,
    };

    void adopt(std::shared_ptr<QIODevice> device);
    void sayHello();
    void breakOff(const QString &reason);
    void retry();
    static core::Task<> reopen(QPointer<Line> line, Reopen opener);
    void resume(std::shared_ptr<QIODevice> device);
    void receiveSession(const wire::Welcome &welcome);
    void sayGoodbye();

    void send(wire::Frame frame);
    qint64 roomFor(qint64 wanted);
    void flush();
    void offerRoom();
    void readDevice();
    void readFrames();
    void receive(const wire::Frame &frame);
    void receiveWelcome(const wire::Frame &frame);
    void receiveOnLine(const wire::Frame &frame);
    void receiveOnStream(const wire::Frame &frame);
    void receiveOpen(const wire::Frame &frame);
    void endStream(quint32 id, core::Result<wire::Value> result);
    void tick();
    void beat(Exchange::Clock::time_point now);

    std::shared_ptr<QIODevice> m_device;
    WireOptions m_options;
    State m_state = State::Greeting;
    QString m_reason;
    core::Deferred<bool> m_greeted;
    wire::FrameReader m_reader;
    wire::Outbox m_outbox;
    wire::Receipt m_receipt;
    std::string m_session; // by which the helper knows us again; empty: it would not
    std::string m_boot;
    QString m_cutReason;
    Exchange::Clock::time_point m_cutAt;
    qsizetype m_attempts = 0; // to reopen, since the cut
    int m_refusals = 0;       // streams since the cut that opened and brought no greeting
    std::map<quint32, std::shared_ptr<Exchange>> m_streams;
    std::set<quint32> m_looks; // streams that do not count as use
    Exchange::Clock::time_point m_used = Exchange::Clock::now();
    quint32 m_nextId = 1;
    quint32 m_lastTheirs = 0; ///< of the streams that the helper began
    Opened m_opened;
    QTimer m_ticker;
    Exchange::Clock::time_point m_received;
    Exchange::Clock::time_point m_pinged;
    bool m_frozen = false;
    bool m_roomWanted = false;
    bool m_offeringRoom = false;
};

/// The error that the helper's failure is for everybody above the wire.
core::Error errorOf(const wire::Failure &failure);

} // namespace workspace
