// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerThread.h"

#include "composition/ServerApplication.h"
#include "core/PrivateFile.h"

using namespace desktop;

static constexpr std::chrono::seconds stopLimit{10};

namespace desktop {

/// The server itself. Everything but its signals happens in its thread.
class ServerWorker : public QObject
{
    Q_OBJECT

public:
    explicit ServerWorker(composition::Configuration configuration)
        : m_configuration(std::move(configuration))
    {}

    core::Task<> start();
    void stop();

signals:
    void started(const QUrl &url, const QString &keyFile);
    void failed(const QString &reason);
    void stopped();

private:
    core::Task<> end();

    composition::Configuration m_configuration;
    std::unique_ptr<composition::ServerApplication> m_server;
    std::optional<core::Task<>> m_ending; ///< not spawned, for it waits for all that are
};

} // namespace desktop

core::Task<> ServerWorker::start()
{
    m_server = std::make_unique<composition::ServerApplication>(m_configuration);
    core::Result<> begun = co_await m_server->start();
    if (!begun && m_server->failedToListen() && m_configuration.port() != 0) {
        // Another program has the port: on a desktop any other will do, as long as it is shown.
        const core::Result<> undone = co_await m_server->stop();
        if (!undone)
            qCWarning(lcApp).noquote() << undone.error().message;
        m_server.reset();
        composition::Configuration other = m_configuration;
        other.useAnyPort();
        m_server = std::make_unique<composition::ServerApplication>(other);
        begun = co_await m_server->start();
    }
    if (begun) {
        emit started(m_server->url(), m_server->keyFile());
        co_return {};
    }
    const core::Result<> undone = co_await m_server->stop();
    if (!undone)
        qCWarning(lcApp).noquote() << undone.error().message;
    m_server.reset();
    emit failed(begun.error().message);
    co_return {};
}

void ServerWorker::stop()
{
    if (!m_ending || m_ending->isReady())
        m_ending = end();
}

core::Task<> ServerWorker::end()
{
    core::Result<> ended;
    if (m_server)
        ended = co_await m_server->stop();
    if (!ended)
        qCWarning(lcApp).noquote() << "Failed while ending the server -" << ended.error().message;
    m_server.reset();
    emit stopped();
    co_return ended;
}

ServerThread::ServerThread(composition::Configuration configuration)
    : m_configuration(std::move(configuration))
    , m_worker(new ServerWorker(m_configuration))
{
    m_thread.setObjectName("server");
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &ServerWorker::started, this, &ServerThread::run);
    connect(m_worker, &ServerWorker::failed, this, [this](const QString &reason) {
        m_problem = reason;
        setState(State::Failed);
    });
    connect(m_worker, &ServerWorker::stopped, this, [this] { setState(State::Stopped); });
    connect(&m_folder, &QFileSystemWatcher::directoryChanged, this, &ServerThread::lookAgain);
    m_thread.start();
}

ServerThread::~ServerThread()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, thread = &m_thread] {
        connect(worker, &ServerWorker::stopped, thread, &QThread::quit, Qt::DirectConnection);
        worker->stop();
    });
    m_thread.wait(QDeadlineTimer(stopLimit));
}

void ServerThread::start()
{
    if (m_state != State::Stopped && m_state != State::Failed)
        return;
    if (findRunning())
        return;
    setState(State::Starting);
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] {
        core::spawn(worker->start(), "starting the server");
    });
}

bool ServerThread::findRunning()
{
    const auto running = composition::runningServer(m_configuration.dataDirectory());
    if (!running)
        return false;
    m_isAttached = true;
    m_folder.addPath(m_configuration.dataDirectory());
    run(QUrl(running->url), running->keyFile);
    return true;
}

/// Somebody else's server that ends and starts again may come back at another place.
void ServerThread::lookAgain()
{
    const auto running = composition::runningServer(m_configuration.dataDirectory());
    if (running)
        run(QUrl(running->url), running->keyFile);
}

void ServerThread::stop()
{
    if (m_state != State::Running || m_isAttached)
        return;
    setState(State::Stopping);
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->stop(); });
}

void ServerThread::run(const QUrl &url, const QString &keyFile)
{
    m_url = url;
    const core::Result<std::optional<QByteArray>> key = core::readPrivateFile(keyFile);
    m_key = key && *key ? QString::fromUtf8((*key)->trimmed()) : QString();
    setState(State::Running);
}

void ServerThread::setState(State state)
{
    m_state = state;
    if (state != State::Failed)
        m_problem.clear();
    emit stateChanged();
}

#include "ServerThread.moc"
#include "moc_ServerThread.cpp"
