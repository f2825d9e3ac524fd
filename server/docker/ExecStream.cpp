// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/ExecStream.h"

#include "core/Logging.h"
#include "net/HttpGrammar.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QSslSocket>
#include <QtEndian>

using namespace docker;
using core::Error;

namespace {

constexpr qint64 bufferLimit = 1 << 20;
constexpr qint64 errorLimit = 64 << 10; // of a program's error stream in the log
constexpr std::chrono::seconds patience{10};
constexpr qsizetype frameHead = 8;

std::unique_ptr<QIODevice> connectedTo(const Endpoint &endpoint)
{
    if (!endpoint.socketPath.isEmpty()) {
        auto socket = std::make_unique<QLocalSocket>();
        socket->setReadBufferSize(bufferLimit);
        socket->connectToServer(endpoint.socketPath);
        return socket;
    }
    auto socket = std::make_unique<QSslSocket>();
    socket->setReadBufferSize(bufferLimit);
    const auto port = static_cast<quint16>(endpoint.url.port());
    if (endpoint.url.scheme() == "https") {
        socket->setSslConfiguration(tlsOf(endpoint));
        socket->connectToHostEncrypted(endpoint.url.host(), port);
    } else {
        socket->connectToHost(endpoint.url.host(), port);
    }
    return socket;
}

} // namespace

/// A connection to the engine that stops being HTTP after one request.
class ExecStream::Hijack : public QObject
{
public:
    Hijack(const Endpoint &endpoint, QByteArray request)
        : m_device(connectedTo(endpoint))
    {
        m_deadline.setSingleShot(true);
        QObject::connect(&m_deadline, &QTimer::timeout, this, [this] { opened.resolve(false); });
        QObject::connect(m_device.get(), &QIODevice::readyRead, this, [this] { readHead(); });
        const auto gone = [this] { opened.resolve(false); };
        const auto ready = [this, request] { m_device->write(request); };
        if (auto *local = qobject_cast<QLocalSocket *>(m_device.get())) {
            QObject::connect(local, &QLocalSocket::disconnected, this, gone);
            QObject::connect(local, &QLocalSocket::errorOccurred, this, gone);
            if (local->state() == QLocalSocket::ConnectedState)
                ready();
            else
                QObject::connect(local, &QLocalSocket::connected, this, ready);
        } else if (auto *socket = qobject_cast<QSslSocket *>(m_device.get())) {
            QObject::connect(socket, &QSslSocket::disconnected, this, gone);
            QObject::connect(socket, &QSslSocket::errorOccurred, this, gone);
            if (endpoint.url.scheme() == "https")
                QObject::connect(socket, &QSslSocket::encrypted, this, ready);
            else
                QObject::connect(socket, &QSslSocket::connected, this, ready);
        }
        m_deadline.start(patience);
    }

    QIODevice *device() const { return m_device.get(); }
    /// Nothing of the stream is lost: what came with the head is handed over once.
    QByteArray takeFirst() { return std::exchange(m_first, {}); }
    int status() const { return m_head.head().status; }
    QByteArray body() const { return m_body; }
    bool isConnected() const
    {
        if (const auto *local = qobject_cast<const QLocalSocket *>(m_device.get()))
            return local->state() == QLocalSocket::ConnectedState;
        const auto *socket = qobject_cast<const QSslSocket *>(m_device.get());
        return socket && socket->state() == QAbstractSocket::ConnectedState;
    }
    void abort()
    {
        m_device->disconnect();
        if (auto *local = qobject_cast<QLocalSocket *>(m_device.get()))
            local->abort();
        else if (auto *socket = qobject_cast<QSslSocket *>(m_device.get()))
            socket->abort();
    }
    /// Calls @p action whenever the connection ends from now on.
    void onGone(QObject *context, const std::function<void()> &action)
    {
        if (auto *local = qobject_cast<QLocalSocket *>(m_device.get()))
            QObject::connect(local, &QLocalSocket::disconnected, context, action);
        else if (auto *socket = qobject_cast<QSslSocket *>(m_device.get()))
            QObject::connect(socket, &QSslSocket::disconnected, context, action);
    }

    core::Deferred<bool> opened;

private:
    void readHead()
    {
        if (opened.isResolved())
            return;
        const QByteArray bytes = m_device->readAll();
        qsizetype at = 0;
        for (;;) {
            const net::HttpGrammar::Step step = m_head.feed(QByteArrayView(bytes).sliced(at));
            at += step.consumed;
            using enum net::HttpGrammar::Stop;
            if (step.stop == HeadComplete && (status() == 101 || status() == 200))
                return open(bytes.sliced(at));
            if (step.stop == Upgraded)
                return open(bytes.sliced(at));
            m_body += m_head.takeBody();
            if (step.stop == MessageComplete || step.stop == Failed)
                return opened.resolve(false);
            if (step.stop == NeedsMore)
                return;
        }
    }

    void open(const QByteArray &first)
    {
        m_first = first;
        m_deadline.stop();
        m_device->disconnect(this);
        opened.resolve(true);
    }

    std::unique_ptr<QIODevice> m_device;
    net::HttpGrammar m_head{net::HttpGrammar::Mode::Response};
    QByteArray m_body;
    QByteArray m_first;
    QTimer m_deadline;
};

static core::Task<QString> createExec(std::shared_ptr<Engine> engine, ExecSpec spec)
{
    QJsonArray environment;
    for (auto it = spec.environment.begin(); it != spec.environment.end(); ++it)
        environment.append(it.key() + '=' + it.value());
    QJsonObject body{{"AttachStdin", true},
                     {"AttachStdout", true},
                     {"AttachStderr", true},
                     {"Tty", false},
                     {"Cmd", QJsonArray::fromStringList(spec.command)},
                     {"Env", environment}};
    if (!spec.user.isEmpty())
        body.insert("User", spec.user);
    Call call;
    call.method = "POST";
    call.path = "/containers/" + spec.containerId + "/exec";
    call.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    const core::Result<QJsonValue> answer = co_await engine->json(std::move(call));
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return (*answer)["Id"].toString();
}

core::Task<std::shared_ptr<ExecStream>> ExecStream::open(std::shared_ptr<Engine> engine,
                                                         ExecSpec spec)
{
    const core::Result<QString> id = co_await createExec(engine, std::move(spec));
    if (!id)
        co_return std::unexpected(id.error());
    const QByteArray body = "{\"Detach\":false,\"Tty\":false}";
    const QByteArray request = "POST " + engine->target("/exec/" + *id + "/start")
                               + " HTTP/1.1\r\nHost: engine\r\nConnection: Upgrade\r\n"
                                 "Upgrade: tcp\r\nContent-Type: application/json\r\n"
                                 "Content-Length: "
                               + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    auto hijack = std::make_unique<Hijack>(engine->endpoint(), request);
    const core::Deferred<bool> opened = hijack->opened;
    const bool isOpen = co_await opened;
    if (!isOpen && hijack->status() == 0)
        co_return core::fail(Error::Kind::Unavailable, "The engine at " + engine->endpoint().text()
                                                           + " does not start a program.");
    if (!isOpen)
        co_return std::unexpected(Engine::errorOf(hijack->status(), hijack->body()));
    QByteArray first = hijack->takeFirst();
    co_return std::shared_ptr<ExecStream>(new ExecStream(std::move(hijack), std::move(first)));
}

ExecStream::ExecStream(std::unique_ptr<Hijack> hijack, QByteArray first)
    : m_hijack(std::move(hijack))
    , m_raw(std::move(first))
{
    QIODevice::open(QIODevice::ReadWrite | QIODevice::Unbuffered);
    QIODevice *device = m_hijack->device();
    connect(device, &QIODevice::readyRead, this, &ExecStream::pump);
    connect(device, &QIODevice::bytesWritten, this, &QIODevice::bytesWritten);
    m_hijack->onGone(this, [this] { pump(); });
    // Whoever opened it connects first; then it hears of what is there already.
    QMetaObject::invokeMethod(this, &ExecStream::pump, Qt::QueuedConnection);
}

ExecStream::~ExecStream()
{
    m_hijack->abort();
}

qint64 ExecStream::bytesAvailable() const
{
    return m_output.size() + QIODevice::bytesAvailable();
}

qint64 ExecStream::bytesToWrite() const
{
    return m_hijack->device()->bytesToWrite();
}

void ExecStream::close()
{
    m_hijack->abort();
    QIODevice::close();
}

qint64 ExecStream::readData(char *data, qint64 limit)
{
    const qint64 size = qMin(limit, static_cast<qint64>(m_output.size()));
    std::copy_n(m_output.constData(), size, data);
    m_output.remove(0, size);
    // What waits in the socket came without a signal that is still to be heard.
    if (size > 0 && m_output.size() < bufferLimit / 2 && !m_hasEnded)
        QMetaObject::invokeMethod(this, &ExecStream::pump, Qt::QueuedConnection);
    return size == 0 && m_hasEnded ? -1 : size;
}

qint64 ExecStream::writeData(const char *data, qint64 size)
{
    return m_hijack->isConnected() ? m_hijack->device()->write(data, size) : -1;
}

void ExecStream::pump()
{
    if (m_isPumping || m_hasEnded)
        return;
    m_isPumping = true;
    const qsizetype before = m_output.size();
    takeFrames();
    QIODevice *device = m_hijack->device();
    while (m_output.size() < bufferLimit && device->bytesAvailable() > 0) {
        m_raw += device->read(bufferLimit);
        takeFrames();
    }
    m_isPumping = false;
    const QPointer<ExecStream> self(this);
    if (m_output.size() > before)
        emit readyRead();
    if (self && !m_hijack->isConnected() && device->bytesAvailable() == 0)
        finish();
}

void ExecStream::takeFrames()
{
    qsizetype at = 0;
    while (at < m_raw.size()) {
        if (m_left == 0) {
            if (m_raw.size() - at < frameHead)
                break;
            m_isError = m_raw.at(at) == 2;
            m_left = qFromBigEndian<quint32>(m_raw.constData() + at + 4);
            at += frameHead;
            continue;
        }
        const qsizetype size = qMin(static_cast<qsizetype>(m_left), m_raw.size() - at);
        if (m_isError)
            logErrors(m_raw.mid(at, size));
        else
            m_output.append(m_raw.constData() + at, size);
        m_left -= size;
        at += size;
    }
    m_raw.remove(0, at);
}

void ExecStream::logErrors(const QByteArray &text)
{
    if (m_loggedBytes < errorLimit)
        qCWarning(lcDocker).noquote()
            << "A program in a container says:" << QString::fromUtf8(text.left(1000)).trimmed();
    m_loggedBytes += text.size();
}

void ExecStream::finish()
{
    m_hasEnded = true;
    emit readChannelFinished();
}

#include "moc_ExecStream.cpp"
