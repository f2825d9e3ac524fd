// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Egress.h"

#include "core/Json.h"
#include "core/LogSink.h"
#include "core/Logging.h"
#include "net/Lookup.h"

namespace workspace {

using core::Error;
using Reason = EgressReason;

static constexpr qsizetype mostQuestions = 8; // to somebody, at a time
static constexpr int mostLogged = 20; // denials a minute
static constexpr qsizetype mostAddresses = 64; // of one name

/// What the program is told, and with which code.
static std::pair<std::string_view, QString> wording(const QString &host, int port, Reason reason)
{
    const QString target = QString("%1:%2").arg(host).arg(port);
    switch (reason) {
    case Reason::NoSuchHost: return {wire::code::notFound, "There is no host " + host + '.'};
    case Reason::Unreachable: return {wire::code::io, target + " cannot be reached."};
    case Reason::TimedOut: return {wire::code::timeout, target + " did not answer in time."};
    case Reason::TooMany:
        return {wire::code::limit, "The workspace has too many connections; try again later."};
    case Reason::Quota:
        return {wire::code::permission, "The workspace has used up what it may transfer."};
    case Reason::BadTarget:
        return {wire::code::permission, "This is no host name or address that can be reached."};
    case Reason::Refused:
        return {wire::code::permission,
                "Somebody decided that the workspace may not reach " + target + '.'};
    case Reason::NotPublic:
        return {wire::code::permission,
                host + " leads to an address that a workspace may not reach."};
    case Reason::OwnListener:
        return {wire::code::permission, "The server itself cannot be reached from a workspace."};
    default:
        return {wire::code::permission,
                target
                    + " is not on the list of hosts that this workspace may reach "
                      "(allowed_hosts)."};
    }
}

static std::unexpected<Error> gone()
{
    return core::fail(Error::Kind::Cancelled, "Nobody waits for it any more.");
}

Egress::Egress(EgressOptions options)
    : m_options(std::move(options))
    , m_throttle(m_options.bytesPerSecond, m_options.bytes)
{
    if (!m_options.lookup)
        m_options.lookup = &net::lookUp;
}

Egress::~Egress()
{
    const QList<Question> asked = m_questions.values();
    for (const Question &each : asked)
        stopAsking(each);
    for (const Entry &entry : std::as_const(m_tunnels)) {
        entry.tunnel->disconnect(this);
        entry.tunnel->reset("closed");
    }
}

void Egress::open(std::shared_ptr<Exchange> stream, const wire::Open &wanted)
{
    const QString host = QString::fromStdString(wanted.host);
    const std::optional<EgressTarget> target = EgressTarget::from(host, wanted.port);
    // Those that were cancelled may still be on their way.
    const bool isFull = m_tunnels.size() >= m_options.tunnels
                        || m_admitting >= 2 * m_options.tunnels;
    if (!target || isFull || m_throttle.isUsedUp()) {
        const Reason reason = !target  ? Reason::BadTarget
                              : isFull ? Reason::TooMany
                                       : Reason::Quota;
        EgressDecision decision;
        decision.host = host;
        decision.port = wanted.port;
        decision.reason = reason;
        note(decision);
        const auto [code, message] = wording(host, wanted.port, reason);
        return stream->refuse({std::string(code), 0, message.toStdString()});
    }
    const auto tunnel = std::make_shared<Tunnel>(std::move(stream), *target, m_options.limits,
                                                 &m_throttle);
    m_tunnels.insert(tunnel.get(), {tunnel, {}});
    connect(tunnel.get(), &Tunnel::ended, this, [this, each = tunnel.get()] { drop(each); });
    connect(tunnel.get(), &Tunnel::misnamed, this, [this, each = tunnel.get()](const QString &) {
        EgressDecision decision;
        decision.host = each->target().host();
        decision.port = each->target().port;
        decision.address = each->peer().toString();
        decision.reason = Reason::ServerName;
        note(decision);
    });
    ++m_admitting;
    core::spawn(admit(this, tunnel), "connecting a workspace");
}

core::Task<> Egress::admit(QPointer<Egress> egress, std::shared_ptr<Tunnel> tunnel)
{
    const core::Result<> done = co_await connectOut(egress, tunnel);
    if (!done)
        qCDebug(lcWorkspace).noquote() << "A connection ended early:" << done.error().message;
    if (egress)
        --egress->m_admitting;
    co_return {};
}

/// Cancelled when the program has not waited.
core::Task<> Egress::connectOut(QPointer<Egress> egress, std::shared_ptr<Tunnel> tunnel)
{
    const EgressTarget target = tunnel->target();
    if (target.isLiteral()) {
        const QList<QHostAddress> itself{target.address};
        if (const std::optional<Denial> denial = egress->judge(itself, target.port))
            co_return egress->deny(tunnel.get(), *denial);
    }
    const auto admitted = co_await admission(egress, tunnel);
    if (!egress || tunnel->isOver())
        co_return gone();
    const Reason reason = admitted.value_or(Reason::NotListed);
    if (reason != Reason::Listed && reason != Reason::Confirmed)
        co_return egress->deny(tunnel.get(), Denial{reason, QString()});
    const auto deadline = Clock::now() + egress->m_options.limits.connect;
    const core::Result<QList<QHostAddress>> found = co_await addressesOf(egress, tunnel);
    if (!egress || tunnel->isOver())
        co_return gone();
    if (!found) {
        const bool isLate = found.error().kind == Error::Kind::Cancelled;
        const Reason why = isLate ? Reason::TimedOut : Reason::NoSuchHost;
        co_return egress->deny(tunnel.get(), Denial{why, QString()});
    }
    const QList<QHostAddress> addresses = found->first(std::min(found->size(), mostAddresses));
    if (const std::optional<Denial> denial = egress->judge(addresses, target.port))
        co_return egress->deny(tunnel.get(), *denial);
    const core::Result<> dialled = co_await tunnel->dial(addresses, deadline);
    if (!egress || tunnel->isOver())
        co_return gone();
    if (!dialled) {
        const bool isLate = dialled.error().kind == Error::Kind::Timeout;
        const Reason why = isLate ? Reason::TimedOut : Reason::Unreachable;
        co_return egress->deny(tunnel.get(), Denial{why, addresses.constFirst().toString()});
    }
    egress->allow(tunnel.get(), reason);
    co_return {};
}

/// Cancelled when it takes too long, or when the tunnel is over.
core::Task<QList<QHostAddress>> Egress::addressesOf(QPointer<Egress> egress,
                                                    std::shared_ptr<Tunnel> tunnel)
{
    if (tunnel->target().isLiteral())
        co_return QList<QHostAddress>(1, tunnel->target().address);
    std::stop_source stop;
    const std::stop_callback end(tunnel->stopToken(), [&stop] { stop.request_stop(); });
    QObject context;
    QTimer::singleShot(egress->m_options.limits.connect, &context,
                       [&stop] { stop.request_stop(); });
    core::Result<QList<QHostAddress>> found =
        co_await egress->m_options.lookup(tunnel->target().name, stop.get_token());
    if (found && found->isEmpty())
        co_return core::fail(Error::Kind::Unavailable, "The name has no address.");
    co_return found;
}

/// What somebody said, then the list, then who is asked. A rule that cannot be read counts as none.
core::Task<EgressReason> Egress::admission(QPointer<Egress> egress, std::shared_ptr<Tunnel> tunnel)
{
    const EgressTarget target = tunnel->target();
    const bool isListed = egress->m_options.policy.lists(target);
    if (egress->m_options.rule) {
        const auto rule = egress->m_options.rule;
        const core::Result<std::optional<bool>> said = co_await rule(target);
        if (!egress)
            co_return Reason::NotListed;
        if (said && *said)
            co_return **said ? isListed ? Reason::Listed : Reason::Confirmed : Reason::Refused;
    }
    if (isListed)
        co_return Reason::Listed;
    if (!egress->m_options.ask)
        co_return Reason::NotListed;
    const core::Result<bool> may = co_await mayTry(egress, tunnel);
    co_return may.value_or(false) ? Reason::Confirmed : Reason::NotListed;
}

/// Whether somebody who is asked lets the workspace try.
core::Task<bool> Egress::mayTry(QPointer<Egress> egress, std::shared_ptr<Tunnel> tunnel)
{
    const Question asked = egress->question(tunnel->target());
    ++*asked.waiting;
    const std::stop_callback left(tunnel->stopToken(), [egress, asked] {
        if (egress)
            egress->leave(asked);
    });
    const core::Deferred<bool> answer = asked.answer;
    const bool isAllowed = co_await answer;
    co_return isAllowed;
}

/// A connection that waited for the answer is over.
void Egress::leave(const Question &question)
{
    if (--*question.waiting > 0 || m_options.unwaited.count() == 0)
        return;
    const auto end = question.askedAt + m_options.unwaited;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
    QTimer::singleShot(std::max(left, std::chrono::milliseconds(0)), this, [question] {
        if (*question.waiting == 0)
            stopAsking(question);
    });
}

static core::Task<> askInto(core::Deferred<bool> answer, AskForHost ask, EgressTarget target,
                            std::stop_token stop)
{
    const core::Result<bool> said = co_await ask(target.host(), target.port, stop);
    answer.resolve(said.value_or(false));
    co_return {};
}

/// One question for all connections that wait for the same answer.
Egress::Question Egress::question(const EgressTarget &target)
{
    const QString key = QString("%1 %2").arg(target.host()).arg(target.port);
    if (const auto asked = m_questions.constFind(key); asked != m_questions.constEnd())
        return *asked;
    const Question question;
    if (m_questions.size() >= mostQuestions) {
        question.answer.resolve(false);
        return question;
    }
    m_questions.insert(key, question);
    core::spawn(forgetAnswered(this, key, question.answer), "asking about a host");
    core::spawn(askInto(question.answer, m_options.ask, target, question.stop.get_token()),
                "asking about a host");
    return question;
}

void Egress::stopAsking(Question question)
{
    question.answer.resolve(false);
    question.stop.request_stop();
}

core::Task<> Egress::forgetAnswered(QPointer<Egress> egress, QString key,
                                    core::Deferred<bool> answer)
{
    (void)co_await answer;
    if (egress)
        egress->m_questions.remove(key);
    co_return {};
}

/// Every address counts: whoever owns a name could add a harmless one.
std::optional<Egress::Denial> Egress::judge(const QList<QHostAddress> &addresses,
                                            quint16 port) const
{
    using Verdict = EgressPolicy::Verdict;
    for (const QHostAddress &address : addresses) {
        const Verdict verdict = m_options.policy.judge(address, port);
        if (verdict != Verdict::Allowed)
            return Denial{verdict == Verdict::Own ? Reason::OwnListener : Reason::NotPublic,
                          address.toString()};
    }
    return {};
}

core::Result<> Egress::deny(Tunnel *tunnel, const Denial &denial)
{
    EgressDecision decision;
    decision.host = tunnel->target().host();
    decision.port = tunnel->target().port;
    decision.address = denial.address;
    decision.reason = denial.reason;
    note(decision);
    const auto [code, message] = wording(decision.host, decision.port, denial.reason);
    tunnel->refuse(code, message);
    return {};
}

void Egress::allow(Tunnel *tunnel, EgressReason reason)
{
    EgressDecision decision;
    decision.host = tunnel->target().host();
    decision.port = tunnel->target().port;
    decision.address = tunnel->peer().toString();
    decision.allowed = true;
    decision.reason = reason;
    m_tunnels[tunnel].decision = note(decision);
    tunnel->carry();
}

void Egress::drop(Tunnel *tunnel)
{
    const Entry entry = m_tunnels.take(tunnel);
    if (!entry.tunnel)
        return;
    if (entry.decision.id > 0)
        m_record.setBytes(entry.decision.id, tunnel->bytesUp(), tunnel->bytesDown());
    if (entry.decision.id > 0 && m_options.noteBytes)
        m_options.noteBytes(entry.decision.journalled, tunnel->bytesUp(), tunnel->bytesDown());
    // The signal comes from inside it.
    core::later([ended = entry.tunnel] {});
}

qint64 Egress::bytesUp() const
{
    qint64 bytes = m_record.bytesUp();
    for (const Entry &entry : m_tunnels)
        bytes += entry.tunnel->bytesUp();
    return bytes;
}

qint64 Egress::bytesDown() const
{
    qint64 bytes = m_record.bytesDown();
    for (const Entry &entry : m_tunnels)
        bytes += entry.tunnel->bytesDown();
    return bytes;
}

Egress::Noted Egress::note(EgressDecision decision)
{
    const EgressDecision noted = m_record.add(std::move(decision));
    if (!noted.allowed)
        log(noted);
    emit decided(noted);
    return {noted.id, m_options.note ? m_options.note(noted) : 0};
}

void Egress::log(const EgressDecision &decision)
{
    const core::LogScope scope({{"workspace", m_options.workspace}});
    const auto now = Clock::now();
    if (now - m_logStart > std::chrono::minutes(1)) {
        if (m_unlogged > 0)
            qCInfo(lcWorkspace).noquote() << "The workspace" << m_options.workspace
                                          << "was kept from" << m_unlogged << "more connections.";
        m_logStart = now;
        m_logged = 0;
        m_unlogged = 0;
    }
    if (m_logged++ >= mostLogged) {
        ++m_unlogged;
        return;
    }
    qCInfo(lcWorkspace).noquote().nospace()
        << "The workspace " << m_options.workspace << " did not reach " << decision.host << ':'
        << decision.port << " (" << json::name(decision.reason) << ").";
}

} // namespace workspace

#include "moc_Egress.cpp"
