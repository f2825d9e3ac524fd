// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Options.h"
#include "core/Result.h"

#include <QHash>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTimer>

namespace api {

/// Accepts connections, as many as the limits allow in all and from one address.
class Listener : public QTcpServer
{
    Q_OBJECT

public:
    explicit Listener(const Options &options);

    core::Result<> start();
    /// Sockets that live, whoever holds them by now.
    int socketCount() const { return m_total; }

signals:
    void accepted(QTcpSocket *socket);
    /// The last socket has gone.
    void emptied();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    core::Result<> loadCertificate();
    bool isFull(const QHostAddress &address) const;
    void count(QTcpSocket *socket);

    const Options m_options;
    std::optional<QSslConfiguration> m_tls; // made only when asked for: it loads OpenSSL
    QTimer m_retry;
    QHash<QHostAddress, int> m_perAddress;
    int m_total = 0;
};

} // namespace api
