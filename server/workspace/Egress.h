// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "workspace/EgressPolicy.h"
#include "workspace/EgressRecord.h"
#include "workspace/Throttle.h"
#include "workspace/Tunnel.h"

#include <QHash>

namespace workspace {

class EgressControl;

/// The addresses of a name.
using HostLookup = std::function<core::Task<QList<QHostAddress>>(QString host, std::stop_token)>;
/// Asks somebody whether a workspace may reach what no list has, for as long as they may take to
/// answer; stopped when nobody waits for the answer any more.
using AskForHost = std::function<core::Task<bool>(QString host, quint16 port, std::stop_token)>;
/// What somebody said of a host earlier; nothing when nobody did.
using RuleForHost = std::function<core::Task<std::optional<bool>>(EgressTarget target)>;

/// What the network of a workspace is made of.
struct EgressOptions
{
    QString workspace = {}; ///< for the log
    QString user = {}; ///< whose it is
    EgressControl *control = nullptr; ///< fills in what follows of rule, ask and notes
    EgressPolicy policy = {};
    HostLookup lookup = {}; ///< of the system when empty
    RuleForHost rule = {}; ///< goes before the list
    /// Told of each decision; its answer is given back with the bytes of a connection that ended.
    std::function<qint64(const EgressDecision &decision)> note = {};
    std::function<void(qint64 noted, qint64 up, qint64 down)> noteBytes = {};
    AskForHost ask = {}; ///< nobody is asked when empty
    /// A question that no connection waits for any more ends when it is as old as this; 0: when
    /// ask does.
    std::chrono::milliseconds unwaited{0};
    Tunnel::Limits limits = {};
    int tunnels = 128; ///< at a time, with those that are not connected yet
    qint64 bytesPerSecond = 64LL << 20; ///< of all connections, both ways together
    qint64 bytes = 256LL << 30; ///< the same, in all
};

/// The way out of one workspace: it decides about each connection that a program in there wants,
/// dials what is allowed, and remembers what it decided.
class Egress : public QObject
{
    Q_OBJECT

public:
    explicit Egress(EgressOptions options);
    ~Egress() override;

    /// Takes a stream that the helper began.
    void open(std::shared_ptr<Exchange> stream, const wire::Open &wanted);

    const EgressRecord &record() const { return m_record; }
    qsizetype tunnels() const { return m_tunnels.size(); }
    /// Of all connections, those that are open included.
    qint64 bytesUp() const;
    qint64 bytesDown() const;

signals:
    void decided(const workspace::EgressDecision &decision);

private:
    using Clock = std::chrono::steady_clock;

    struct Denial
    {
        EgressReason reason;
        QString address;
    };

    static core::Task<> admit(QPointer<Egress> egress, std::shared_ptr<Tunnel> tunnel);
    static core::Task<> connectOut(QPointer<Egress> egress, std::shared_ptr<Tunnel> tunnel);
    static core::Task<QList<QHostAddress>> addressesOf(QPointer<Egress> egress,
                                                       std::shared_ptr<Tunnel> tunnel);
    static core::Task<EgressReason> admission(QPointer<Egress> egress,
                                              std::shared_ptr<Tunnel> tunnel);
    static core::Task<bool> mayTry(QPointer<Egress> egress, std::shared_ptr<Tunnel> tunnel);
    static core::Task<> forgetAnswered(QPointer<Egress> egress, QString key,
                                       core::Deferred<bool> answer);
    std::optional<Denial> judge(const QList<QHostAddress> &addresses, quint16 port) const;
    core::Result<> deny(Tunnel *tunnel, const Denial &denial);
    void allow(Tunnel *tunnel, EgressReason reason);
    void drop(Tunnel *tunnel);
    struct Noted
    {
        qint64 id = 0; ///< in the record
        qint64 journalled = 0; ///< what EgressOptions::note answered
    };
    Noted note(EgressDecision decision);
    void log(const EgressDecision &decision);

    struct Question
    {
        core::Deferred<bool> answer;
        std::stop_source stop;
        Clock::time_point askedAt = Clock::now();
        std::shared_ptr<int> waiting = std::make_shared<int>(0); ///< connections
    };
    Question question(const EgressTarget &target);
    void leave(const Question &question);
    static void stopAsking(Question question);

    struct Entry
    {
        std::shared_ptr<Tunnel> tunnel;
        Noted decision = {}; ///< the one that allowed it
    };

    EgressOptions m_options;
    Throttle m_throttle;
    EgressRecord m_record;
    QHash<Tunnel *, Entry> m_tunnels;
    int m_admitting = 0;
    QHash<QString, Question> m_questions; ///< by host:port
    Clock::time_point m_logStart;
    int m_logged = 0;
    qint64 m_unlogged = 0;
};

} // namespace workspace
