// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <chrono>
#include <optional>

namespace api {

/// How many requests come through: so many in a second, and a number at once.
struct Rate
{
    double perSecond = 500;
    int burst = 1000;
    /// How long a request may be kept waiting before it is refused.
    std::chrono::milliseconds patience = std::chrono::seconds(1);
};

/// How much a client may ask for, and how long it may take.
struct Limits
{
    qsizetype requestLineBytes = 8 * 1024;
    qsizetype headBytes = 32 * 1024;
    int headerFields = 100;
    int connections = 4096;
    int connectionsPerAddress = 512; ///< loopback addresses are exempt
    int socketsPerUser = 2048;
    Rate perKey = {};
    Rate perAddress = {1000, 2000}; ///< loopback addresses are exempt
    std::chrono::milliseconds headTime = std::chrono::seconds(10);
    std::chrono::milliseconds idleTime = std::chrono::seconds(60);
    std::chrono::milliseconds bodyProgressTime = std::chrono::seconds(20);
    std::chrono::milliseconds sendProgressTime = std::chrono::seconds(60);
    std::chrono::milliseconds drainTime = std::chrono::seconds(5);
    std::chrono::milliseconds stopTime = std::chrono::seconds(2);
    qint64 socketQueueBytes = 8 * 1024 * 1024;
    quint64 socketFrameBytes = 1024 * 1024;
    quint64 socketMessageBytes = 4 * 1024 * 1024;
    std::chrono::milliseconds socketAuthTime = std::chrono::seconds(10);
    std::chrono::milliseconds socketBeat = std::chrono::seconds(20);
};

/// PEM files of the certificate chain and its key.
struct Tls
{
    QString certificateFile;
    QString keyFile;
};

struct Options
{
    QString host = "127.0.0.1";
    quint16 port = 8000; ///< 0: any free port
    std::optional<Tls> tls;
    /// Tells browsers to come by https only from then on.
    bool insistsOnTls = false;
    /// Names that may stand in Host besides loopback and the bound address; "*" lets every name
    /// pass.
    QStringList allowedHosts;
    /// Origins ("https://app.example") that browsers may call from besides loopback and our own.
    QStringList corsOrigins;
    /// A regular expression that a whole origin may match instead; empty: none.
    QString corsOriginPattern;
    /// Hosts whose origins pass with any scheme and port.
    QStringList corsHosts;
    Limits limits;
};

} // namespace api
