// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Line.h"

#include <QIODevice>
#include <QRandomGenerator>

namespace workspace {

using Kind = core::Error::Kind;

// What waits to be written, in our memory and in the device's.
static constexpr size_t outboxCapacity = 1024 * 1024;
static constexpr qint64 deviceCapacity = 256 * 1024;
static constexpr qint64 readSize = 256 * 1024;
// What the other side has not acknowledged; an honest one lets no more than a part of this gather.
static constexpr size_t unacknowledgedLimit = 8 * 1024 * 1024;
// Answers that wait to be read. An honest helper waits for each before it asks for much more.
static constexpr size_t unreadAnswers = 4 * 1024 * 1024;
static constexpr std::chrono::milliseconds farewellTime{2000};

Line::Line(std::shared_ptr<QIODevice> device, WireOptions options)
    : m_options(std::move(options))
    , m_outbox(wire::Outbox::Greeting::None, outboxCapacity)
    , m_received(Exchange::Clock::now())
    , m_pinged(m_received)
{
    adopt(std::move(device));
    connect(&m_ticker, &QTimer::timeout, this, &Line::tick);
    const auto shortest = qMin(qMin(m_options.beat, m_options.silence), m_options.patience);
    m_ticker.start(
        std::clamp(shortest / 4, std::chrono::milliseconds(10), std::chrono::milliseconds(1000)));
}

Line::~Line()
{
    close("The workspace was closed.");
}

void Line::adopt(std::shared_ptr<QIODevice> device)
{
    m_device = std::move(device);
    m_reader = wire::FrameReader();
    connect(m_device.get(), &QIODevice::readyRead, this, &Line::readDevice);
    connect(m_device.get(), &QIODevice::bytesWritten, this, &Line::flush);
    connect(m_device.get(), &QIODevice::readChannelFinished, this, [this] {
        const QPointer<Line> guard(this);
        readDevice();
        if (guard)
            breakOff("The program that works in the workspace has ended.");
    });
}

// Past the outbox: what is in there waits until the other side has answered.
void Line::sayHello()
{
    wire::Hello hello;
    hello.client = "berth " BERTH_VERSION;
    hello.token = m_options.token.toStdString();
    hello.isResumable = m_options.reopen != nullptr;
    hello.session = m_session;
    hello.received = static_cast<qint64>(m_receipt.received());
    wire::Frame frame;
    frame.type = wire::FrameType::Hello;
    frame.payload = hello.encode();
    std::string bytes(wire::magic);
    wire::appendEncoded(bytes, frame);
    m_device->write(bytes.data(), static_cast<qint64>(bytes.size()));
}

core::Task<> Line::greet()
{
    sayHello();
    QTimer::singleShot(m_options.handshake, this, [this] {
        if (m_state == State::Greeting)
            close("The program that works in the workspace did not greet in time.");
    });
    const core::Deferred<bool> greeted = m_greeted;
    if (!co_await greeted)
        co_return core::fail(Kind::Unavailable, m_reason);
    co_return {};
}

static std::string randomOperationId()
{
    std::array<quint32, 4> words;
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return {reinterpret_cast<const char *>(words.data()), sizeof words};
}

std::shared_ptr<Exchange> Line::request(std::string_view operation, wire::Value arguments,
                                        Effect effect)
{
    const std::shared_ptr<Exchange> stream(new Exchange(this, m_nextId));
    if (!isOpen()) {
        core::later(
            [stream, reason = m_reason] { stream->finish(core::fail(Kind::Unavailable, reason)); });
        return stream;
    }
    if (m_streams.size() >= wire::maxStreams) {
        core::later([stream] {
            stream->finish(core::fail(Kind::RateLimited, "Too many operations at a time."));
        });
        return stream;
    }
    m_streams.emplace(std::exchange(m_nextId, m_nextId + 2), stream);
    // Looking at it is not using it.
    if (operation == wire::op::sysStats || operation == wire::op::sysProcesses)
        m_looks.insert(stream->id());
    else
        m_used = Exchange::Clock::now();
    wire::Request request;
    request.op = operation;
    request.args = std::move(arguments);
    if (effect == Effect::Changes)
        request.opid = randomOperationId();
    wire::Frame frame;
    frame.type = wire::FrameType::Request;
    frame.stream = stream->id();
    frame.payload = request.encode();
    if (frame.payload.size() > wire::maxPayload)
        endStream(stream->id(), core::fail(Kind::TooLarge, "The command is too long."));
    else
        send(std::move(frame));
    return stream;
}

core::Task<wire::Value> Line::call(std::string_view operation, wire::Value arguments, Effect effect)
{
    const std::shared_ptr<Exchange> stream = request(operation, std::move(arguments), effect);
    stream->expectProgress(m_options.patience);
    const core::Deferred<Ending> end = stream->end();
    const Ending ending = co_await end;
    co_return ending.result;
}

// Its end must not be overtaken by the closing.
static void closeWhenWritten(const std::shared_ptr<QIODevice> &device)
{
    if (!device->isOpen() || device->bytesToWrite() == 0)
        return device->close();
    QObject::connect(device.get(), &QIODevice::bytesWritten, device.get(),
                     [closing = device.get()] {
        if (closing->bytesToWrite() == 0)
            closing->close();
    }, Qt::QueuedConnection);
    QTimer::singleShot(farewellTime, [device] { device->close(); });
}

void Line::close(const QString &reason)
{
    if (m_state == State::Lost)
        return;
    const bool wasOpen = isOpen();
    if (m_state == State::Open)
        sayGoodbye();
    m_state = State::Lost;
    m_reason = reason;
    m_ticker.stop();
    m_device->disconnect(this);
    closeWhenWritten(m_device);
    const QPointer<Line> guard(this);
    m_greeted.resolve(false);
    for (const auto &[id, stream] : std::exchange(m_streams, {}))
        stream->finish(core::fail(Kind::Unavailable, reason));
    if (wasOpen && guard)
        emit lost(reason);
}

// So that the helper does not wait for us to come back.
void Line::sayGoodbye()
{
    if (m_session.empty())
        return;
    wire::Frame frame;
    frame.type = wire::FrameType::GoAway;
    frame.payload = wire::Value::map({{"reason", "closed"}}).encode();
    m_outbox.push(std::move(frame));
    // The first may be half a frame that waits to be finished.
    for (int batch = 0; batch < 2; ++batch) {
        const std::string_view bytes = m_outbox.pending();
        const qint64 written = m_device->write(bytes.data(), static_cast<qint64>(bytes.size()));
        if (written > 0)
            m_outbox.wrote(static_cast<size_t>(written));
    }
}

void Line::setFrozen(bool frozen)
{
    m_frozen = frozen;
    const auto now = Exchange::Clock::now();
    m_received = now;
    for (const auto &[id, stream] : m_streams)
        stream->m_progress = now;
}

// --- frames -------------------------------------------------------------------------------------

void Line::send(wire::Frame frame)
{
    if (m_state == State::Lost)
        return;
    const bool isWanted = m_frozen && frame.stream != 0;
    m_outbox.push(std::move(frame));
    flush();
    if (isWanted)
        emit wanted();
}

std::chrono::milliseconds Line::idleFor() const
{
    if (m_streams.size() > m_looks.size())
        return std::chrono::milliseconds::zero();
    return std::chrono::duration_cast<std::chrono::milliseconds>(Exchange::Clock::now() - m_used);
}

qint64 Line::roomFor(qint64 wanted)
{
    const auto room = static_cast<qint64>(m_outbox.room());
    m_roomWanted = m_roomWanted || room < wanted;
    return qMin(room, wanted);
}

void Line::flush()
{
    while (m_state == State::Open && m_device->bytesToWrite() < deviceCapacity) {
        const std::string_view bytes = m_outbox.pending();
        if (bytes.empty())
            break;
        const qint64 written = m_device->write(bytes.data(), static_cast<qint64>(bytes.size()));
        if (written < 0)
            return breakOff("The workspace does not take anything any more.");
        m_outbox.wrote(static_cast<size_t>(written));
    }
    if (m_outbox.kept() > unacknowledgedLimit)
        return close("The workspace does not acknowledge what it receives.");
    if (m_roomWanted && m_outbox.room() >= outboxCapacity / 2
        && !std::exchange(m_offeringRoom, true))
        QMetaObject::invokeMethod(this, &Line::offerRoom, Qt::QueuedConnection);
}

void Line::offerRoom()
{
    m_offeringRoom = false;
    m_roomWanted = false;
    const auto streams = m_streams;
    for (const auto &[id, stream] : streams) {
        if (!stream->m_abandoned)
            emit stream->roomMade();
    }
}

void Line::readDevice()
{
    const QPointer<Line> guard(this);
    while (guard && m_state != State::Lost && m_state != State::Cut && m_device->isOpen()) {
        const QByteArray bytes = m_device->read(readSize);
        if (bytes.isEmpty())
            return;
        m_received = Exchange::Clock::now();
        m_reader.feed({bytes.data(), static_cast<size_t>(bytes.size())});
        readFrames();
    }
}

void Line::readFrames()
{
    const QPointer<Line> guard(this);
    while (guard && m_state != State::Lost && m_state != State::Cut) {
        const auto frame = m_reader.next();
        if (!frame)
            return close("The workspace sent something broken: "
                         + QString::fromStdString(std::string(wire::describe(frame.error())))
                         + ".");
        if (!*frame)
            return;
        const bool isAckDue = m_receipt.take(**frame) && !m_session.empty();
        receive(**frame);
        if (guard && isAckDue)
            send(m_receipt.acknowledge());
    }
}

void Line::receive(const wire::Frame &frame)
{
    if (frame.type == wire::FrameType::GoAway) {
        const auto value = wire::Value::decode(frame.payload);
        const std::string reason(value ? (*value)["reason"].string() : "");
        return close("The program that works in the workspace hung up ("
                     + QString::fromStdString(reason) + ").");
    }
    if (m_state != State::Open)
        return receiveWelcome(frame);
    if (frame.stream == 0)
        return receiveOnLine(frame);
    if (frame.type == wire::FrameType::Open)
        return receiveOpen(frame);
    receiveOnStream(frame);
}

void Line::receiveWelcome(const wire::Frame &frame)
{
    const auto welcome = wire::Welcome::decode(frame.payload);
    if (frame.type != wire::FrameType::Welcome || !welcome)
        return close("The program that works in the workspace did not greet properly.");
    receiveSession(*welcome);
}

void Line::receiveOnLine(const wire::Frame &frame)
{
    if (frame.type == wire::FrameType::Ping)
        return send(wire::pongFrame(frame.payload));
    if (frame.type == wire::FrameType::Ack) {
        const auto received = wire::decodeNumber64(frame.payload);
        if (!received || m_session.empty() || !m_outbox.acknowledge(*received))
            return close("The workspace broke the rules of the connection.");
        return flush();
    }
    if (frame.type != wire::FrameType::Event)
        return;
    if (const auto event = wire::Value::decode(frame.payload))
        emit eventReceived(*event);
}

static core::Result<wire::Value> answerOf(const wire::Frame &frame)
{
    if (frame.type == wire::FrameType::Response) {
        const auto response = wire::Response::decode(frame.payload);
        if (response && response->result)
            return *response->result;
        if (response)
            return std::unexpected(errorOf(response->result.error()));
    } else if (const auto value = wire::Value::decode(frame.payload)) {
        return *value;
    }
    return core::fail(Kind::Internal, "The workspace gave an answer that cannot be read.");
}

void Line::receiveOnStream(const wire::Frame &frame)
{
    const auto found = m_streams.find(frame.stream);
    if (found == m_streams.end())
        return;
    const bool isTheirs = frame.stream % 2 == 0;
    if (!isTheirs
        && (frame.type == wire::FrameType::Response || frame.type == wire::FrameType::Exit))
        return endStream(frame.stream, answerOf(frame));
    const std::shared_ptr<Exchange> stream = found->second;
    const QPointer<Line> guard(this);
    if (!stream->receive(frame) && guard)
        close("The workspace broke the rules of the connection.");
}

void Line::receiveOpen(const wire::Frame &frame)
{
    const auto wanted = wire::Open::decode(frame.payload);
    const bool isNewEven = frame.stream % 2 == 0 && frame.stream > m_lastTheirs;
    if (!wanted || !isNewEven || m_outbox.queuedControl() > unreadAnswers)
        return close("The workspace broke the rules of the connection.");
    m_lastTheirs = frame.stream;
    const std::shared_ptr<Exchange> stream(new Exchange(this, frame.stream));
    const auto theirs = std::ranges::count_if(m_streams, [](const auto &each) {
        return each.second->isTheirs();
    });
    if (!m_opened || wanted->kind != "tcp")
        return stream->refuse(
            {std::string(wire::code::unimplemented), 0, "This workspace has no network."});
    if (static_cast<size_t>(theirs) >= wire::maxTunnels)
        return stream->refuse(
            {std::string(wire::code::limit), 0, "The workspace has too many connections."});
    m_streams.emplace(frame.stream, stream);
    m_opened(stream, *wanted);
}

void Line::endStream(quint32 id, core::Result<wire::Value> result)
{
    const auto node = m_streams.extract(id);
    if (node.empty())
        return;
    if (m_looks.erase(id) == 0)
        m_used = Exchange::Clock::now();
    node.mapped()->finish(std::move(result));
}

void Line::tick()
{
    const auto now = Exchange::Clock::now();
    if (m_state == State::Cut || m_state == State::Resuming) {
        if (now - m_cutAt > m_options.grace && !m_frozen)
            close(m_cutReason);
        return;
    }
    if (m_frozen)
        return;
    // After a time in which this thread could not read, what has arrived counts.
    if (now - m_received > m_options.silence && m_device->bytesAvailable() == 0)
        return breakOff("The workspace has been silent for too long.");
    beat(now);
    const QPointer<Line> guard(this);
    const auto streams = m_streams;
    for (const auto &[id, stream] : streams) {
        if (guard && stream->isOverdue(now))
            stream->giveUp();
    }
}

void Line::beat(Exchange::Clock::time_point now)
{
    if (m_state != State::Open || now - m_pinged < m_options.beat)
        return;
    m_pinged = now;
    if (m_receipt.isOwed() && !m_session.empty())
        send(m_receipt.acknowledge());
    send(wire::pingFrame(static_cast<quint64>(now.time_since_epoch().count())));
}

core::Error errorOf(const wire::Failure &failure)
{
    static constexpr std::pair<std::string_view, Kind> kinds[]{
        {wire::code::invalid, Kind::Invalid},      {wire::code::notFound, Kind::NotFound},
        {wire::code::exists, Kind::Conflict},      {wire::code::conflict, Kind::Conflict},
        {wire::code::busy, Kind::Conflict},        {wire::code::duplicate, Kind::Conflict},
        {wire::code::permission, Kind::Forbidden}, {wire::code::notDirectory, Kind::Invalid},
        {wire::code::isDirectory, Kind::Invalid},  {wire::code::notEmpty, Kind::Conflict},
        {wire::code::tooLarge, Kind::TooLarge},    {wire::code::limit, Kind::RateLimited},
        {wire::code::cancelled, Kind::Cancelled},  {wire::code::timeout, Kind::Timeout},
    };
    const auto row = std::ranges::find(kinds, failure.code,
                                       &std::pair<std::string_view, Kind>::first);
    return {row == std::end(kinds) ? Kind::Internal : row->second,
            QString::fromStdString(failure.message)};
}

} // namespace workspace

#include "moc_Line.cpp"
