// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QLocalSocket>

#include <functional>
#include <memory>

/// Carries bytes between whoever connects to it and another socket, until it is told to break or a
/// connection has used up its budget. What is on its way at that moment is lost, half frames too.
class Relay : public QObject
{
public:
    /// @p budget gives the number of bytes, both ways together, after which a new connection
    /// breaks.
    Relay(const QString &path, QString target, std::function<qint64()> budget)
        : m_target(std::move(target))
        , m_budget(std::move(budget))
    {
        if (!m_server.listen(path))
            qFatal("%s", qPrintable(m_server.errorString()));
        connect(&m_server, &QLocalServer::newConnection, this, &Relay::begin);
    }

    void breakAll()
    {
        for (const auto &pair : std::exchange(m_pairs, {}))
            end(*pair);
    }

    bool isClosed = false; ///< connections are cut at once
    int connections = 0;

private:
    struct Pair
    {
        std::unique_ptr<QLocalSocket> near;
        QLocalSocket far;
        qint64 left = 0;
    };

    void begin()
    {
        const auto pair = std::make_shared<Pair>();
        pair->near.reset(m_server.nextPendingConnection());
        pair->near->setParent(nullptr);
        if (isClosed)
            return;
        ++connections;
        pair->left = m_budget();
        pair->far.connectToServer(m_target);
        m_pairs.append(pair);
        join(pair.get(), pair->near.get(), &pair->far);
        join(pair.get(), &pair->far, pair->near.get());
    }

    void join(Pair *pair, QLocalSocket *from, QLocalSocket *to)
    {
        from->setReadBufferSize(capacity);
        connect(from, &QLocalSocket::readyRead, this, [=, this] { carry(pair, from, to); });
        connect(to, &QLocalSocket::bytesWritten, this, [=, this] { carry(pair, from, to); });
        connect(from, &QLocalSocket::disconnected, this, [=, this] { drop(pair); },
                Qt::QueuedConnection);
        carry(pair, from, to);
    }

    void carry(Pair *pair, QLocalSocket *from, QLocalSocket *to)
    {
        const qint64 room = capacity - to->bytesToWrite();
        const QByteArray bytes = from->read(qMin(room, pair->left));
        to->write(bytes);
        pair->left -= bytes.size();
        if (pair->left > 0)
            return;
        to->flush();
        QMetaObject::invokeMethod(this, [=, this] { drop(pair); }, Qt::QueuedConnection);
    }

    void drop(Pair *pair)
    {
        const auto found = std::ranges::find(m_pairs, pair, &std::shared_ptr<Pair>::get);
        if (found == m_pairs.end())
            return;
        const std::shared_ptr<Pair> ended = *found;
        m_pairs.erase(found);
        end(*ended);
    }

    void end(Pair &pair)
    {
        for (QLocalSocket *socket : {pair.near.get(), &pair.far}) {
            socket->disconnect(this);
            socket->abort();
        }
    }

    static constexpr qint64 capacity = 256 * 1024;
    QLocalServer m_server;
    QString m_target;
    std::function<qint64()> m_budget;
    QList<std::shared_ptr<Pair>> m_pairs;
};
