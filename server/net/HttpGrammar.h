// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHttpHeaders>

#include <memory>

namespace net {

/// The first line and the header fields of one message.
struct HttpHead
{
    QByteArray method; ///< requests only
    QByteArray target; ///< requests only, as sent
    int status = 0;    ///< responses only
    int majorVersion = 0;
    int minorVersion = 0;
    QHttpHeaders headers;
    bool upgrades = false;  ///< Connection and Upgrade ask for another protocol
    bool keepsAlive = true; ///< the connection may be used again after this message
};

/// How much of a head is read before it is refused.
struct HttpHeadLimits
{
    qsizetype targetBytes = 8 * 1024;
    qsizetype headBytes = 32 * 1024;
    int fields = 100;
};

/// Parses a stream of HTTP/1 messages, strictly: one reading per byte, nothing guessed. It is fed
/// each byte once and stops where the caller has to decide something.
class HttpGrammar
{
public:
    enum class Mode { Request, Response };
    enum class Stop {
        NeedsMore,       ///< everything was consumed
        HeadComplete,    ///< head() is valid; feed the rest, even if it is empty
        MessageComplete, ///< the next byte belongs to another message
        Upgraded,        ///< the head asked for another protocol, whose bytes follow
        Failed,
    };
    enum class Failure {
        None,
        Malformed,
        UnknownMethod,
        UnknownVersion,
        TargetTooLong,
        HeadTooLarge
    };

    struct Step
    {
        Stop stop = Stop::NeedsMore;
        qsizetype consumed = 0;
    };

    explicit HttpGrammar(Mode mode, HttpHeadLimits limits = {});
    ~HttpGrammar();
    HttpGrammar(const HttpGrammar &) = delete;
    HttpGrammar &operator=(const HttpGrammar &) = delete;

    /// Called at HeadComplete: the message goes on as if it had not asked for another protocol.
    void declineUpgrade();
    /// Consumes a prefix of @p bytes, which are new.
    Step feed(QByteArrayView bytes);
    /// The peer has closed: MessageComplete when that ends a response, Failed inside a message.
    Stop finish();

    const HttpHead &head() const;
    /// The body bytes decoded since the last call.
    QByteArray takeBody();

    Failure failure() const;
    /// The parser's own words about the failure.
    QByteArray reason() const;

private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace net
