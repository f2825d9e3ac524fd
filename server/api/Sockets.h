// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Exchange.h"
#include "api/Hooks.h"
#include "api/Options.h"

#include <QTimer>

class QTcpSocket;

namespace api {

class Socket;

/// What is done with a socket whose key comes in its first frame.
enum class LateKeys { Take, Refuse };

/// The WebSockets of a server: takes them from handshake through authentication to their route, and
/// keeps one heart for all.
class Sockets : public QObject
{
    Q_OBJECT

public:
    Sockets(const Limits &limits, Authenticate authenticate);
    ~Sockets() override;

    void setLateKeys(LateKeys lateKeys) { m_lateKeys = lateKeys; }
    /// Asked about keys in first frames that nobody here knows.
    void setAskWho(AskWho askWho) { m_askWho = std::move(askWho); }
    /// Takes over a socket whose request was admitted and is still unread.
    void accept(QTcpSocket *transport, ExchangePtr exchange);
    /// Closes the sockets that were opened with a key which works no longer.
    void closeKey(const QString &keyId);
    /// The same for every key of a user.
    void closeUser(const QString &userId);
    int count() const { return static_cast<int>(m_sockets.size()); }
    /// Those that a user has authenticated for.
    int count(const QString &userId) const { return m_perUser.value(userId); }
    /// Closes every socket with 1001.
    void closeAll();
    void abortAll();

private:
    void greet(const std::shared_ptr<Socket> &socket, const ExchangePtr &exchange);
    void forget(Socket *socket);
    void countFor(const QString &userId, Socket *socket);
    void open(const std::shared_ptr<Socket> &socket, const ExchangePtr &exchange);
    void authenticate(Socket *socket, const ExchangePtr &exchange, const QString &text);
    static core::Task<> askAbout(QPointer<Sockets> self, QPointer<Socket> socket,
                                 ExchangePtr exchange, QByteArray key);
    void admit(Socket *socket, const ExchangePtr &exchange, const Principal &principal);
    void beat();

    const Limits m_limits;
    const Authenticate m_authenticate;
    AskWho m_askWho;
    LateKeys m_lateKeys = LateKeys::Take;
    QTimer m_heart;
    QHash<Socket *, std::shared_ptr<Socket>> m_sockets;
    QHash<QString, int> m_perUser;
    QMultiHash<QString, Socket *> m_byKey;
    QMultiHash<QString, Socket *> m_byUser;
};

} // namespace api
