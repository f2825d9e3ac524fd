// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/WireFile.h"

#include <QMetaMethod>

namespace workspace {

using Kind = core::Error::Kind;

// --- reading ------------------------------------------------------------------------------------

WireFile::WireFile(std::shared_ptr<Exchange> exchange)
    : m_exchange(std::move(exchange))
{
    connect(m_exchange.get(), &Exchange::dataReceived, this, &WireFile::receive);
    connect(m_exchange.get(), &Exchange::ended, this, &WireFile::end);
}

WireFile::~WireFile()
{
    m_exchange->abandon();
}

core::Task<std::shared_ptr<QIODevice>> WireFile::open(std::shared_ptr<Line> line,
                                                      wire::Value arguments)
{
    const std::shared_ptr<Exchange> exchange = line->request(wire::op::fsRead, std::move(arguments),
                                                             Effect::None);
    exchange->expectProgress(line->options().patience);
    const std::shared_ptr<WireFile> file(new WireFile(exchange));
    file->QIODevice::open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    const core::Deferred<core::Result<>> opened = file->m_opened;
    const core::Result<> result = co_await opened;
    if (!result)
        co_return std::unexpected(result.error());
    co_return file;
}

void WireFile::receive(wire::Channel, const QByteArray &bytes)
{
    m_chunks.append(bytes);
    m_opened.resolve(core::Result<>());
    emit readyRead();
}

void WireFile::end(const Ending &ending)
{
    m_complete = true;
    if (ending.result) {
        m_opened.resolve(core::Result<>());
    } else {
        m_opened.resolve(std::unexpected(ending.result.error()));
        m_chunks.clear();
        QIODevice::close();
        setErrorString(ending.result.error().message);
    }
    emit readChannelFinished();
}

// A small file has arrived before anybody could listen.
void WireFile::connectNotify(const QMetaMethod &signal)
{
    if (m_complete && signal == QMetaMethod::fromSignal(&QIODevice::readChannelFinished))
        QMetaObject::invokeMethod(this, &QIODevice::readChannelFinished, Qt::QueuedConnection);
}

qint64 WireFile::bytesAvailable() const
{
    return m_chunks.size() + QIODevice::bytesAvailable();
}

bool WireFile::atEnd() const
{
    return m_complete && bytesAvailable() == 0;
}

qint64 WireFile::readData(char *data, qint64 size)
{
    const qint64 taken = m_chunks.take(data, size);
    m_exchange->consumed(wire::Channel::File, taken);
    return taken == 0 && m_complete && size > 0 ? -1 : taken;
}

qint64 WireFile::writeData(const char *, qint64)
{
    return -1;
}

core::Task<QByteArray> readFile(std::shared_ptr<Line> line, wire::Value arguments)
{
    const std::shared_ptr<Exchange> exchange = line->request(wire::op::fsRead, std::move(arguments),
                                                             Effect::None);
    exchange->expectProgress(line->options().patience);
    QByteArray content;
    QObject context;
    QObject::connect(exchange.get(), &Exchange::dataReceived, &context,
                     [&content, file = exchange.get()](wire::Channel channel,
                                                       const QByteArray &bytes) {
        content.append(bytes);
        file->consumed(channel, bytes.size());
    });
    const core::Deferred<Ending> end = exchange->end();
    const Ending ending = co_await end;
    if (!ending.result)
        co_return std::unexpected(ending.result.error());
    co_return content;
}

// --- writing ------------------------------------------------------------------------------------

namespace {

/// Moves a device's bytes into an exchange as fast as the other side takes them.
class Upload : public QObject
{
public:
    Upload(std::shared_ptr<Exchange> exchange, std::shared_ptr<QIODevice> source,
           std::chrono::milliseconds patience)
        : m_exchange(std::move(exchange))
        , m_source(std::move(source))
        , m_patience(patience)
    {
        connect(m_exchange.get(), &Exchange::roomMade, this, &Upload::pump);
        connect(m_source.get(), &QIODevice::readyRead, this, &Upload::pump);
        connect(m_source.get(), &QIODevice::readChannelFinished, this, [this] {
            m_sourceFinished = true;
            pump();
        });
        pump();
    }

    bool hasFailed() const { return m_failed; }

private:
    void pump()
    {
        while (!m_done) {
            const qint64 room = qMin<qint64>(m_exchange->sendable(wire::Channel::File),
                                             wire::dataChunk);
            if (room == 0)
                return;
            QByteArray bytes(room, Qt::Uninitialized);
            const qint64 size = m_source->isOpen() ? m_source->read(bytes.data(), room) : -1;
            if (size <= 0)
                return finish(size);
            m_exchange->expectProgress(m_patience);
            m_exchange->send(wire::Channel::File, QByteArrayView(bytes).first(size));
        }
    }

    // A sequential device has ended when it says so; others end where nothing is left to read.
    void finish(qint64 size)
    {
        const bool isComplete = m_source->isOpen() && m_source->atEnd();
        if (size == 0 && m_source->isSequential() && !m_sourceFinished && !isComplete)
            return;
        m_done = true;
        m_failed = !m_source->isOpen() || (size < 0 && !isComplete);
        if (m_failed)
            m_exchange->cancel(wire::CancelMode::Now);
        else
            m_exchange->sendEof(wire::Channel::File);
    }

    std::shared_ptr<Exchange> m_exchange;
    std::shared_ptr<QIODevice> m_source;
    std::chrono::milliseconds m_patience;
    bool m_sourceFinished = false;
    bool m_done = false;
    bool m_failed = false;
};

} // namespace

core::Task<> writeFile(std::shared_ptr<Line> line, wire::Value arguments,
                       std::shared_ptr<QIODevice> source)
{
    const std::shared_ptr<Exchange> exchange = line->request(wire::op::fsWrite,
                                                             std::move(arguments), Effect::Changes);
    const std::chrono::milliseconds patience = line->options().patience;
    exchange->expectProgress(patience);
    const Upload upload(exchange, source, patience);
    const core::Deferred<Ending> end = exchange->end();
    const Ending ending = co_await end;
    exchange->abandon();
    if (upload.hasFailed())
        co_return core::fail(Kind::Invalid, "The content broke off: " + source->errorString());
    if (!ending.result)
        co_return std::unexpected(ending.result.error());
    co_return {};
}

} // namespace workspace

#include "moc_WireFile.cpp"
