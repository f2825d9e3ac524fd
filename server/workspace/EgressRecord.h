// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QMap>
#include <QString>

#include <array>
#include <deque>
#include <optional>

namespace workspace {

/// Why a connection was allowed or not.
enum class EgressReason {
    Listed,
    Confirmed, ///< somebody who was asked said so
    BadTarget, ///< neither a name nor an address
    NotListed,
    Refused, ///< somebody said no
    NotPublic, ///< it leads to an address that names may not lead to
    OwnListener,
    NoSuchHost,
    Unreachable,
    TimedOut,
    TooMany,
    Quota,
    ServerName, ///< TLS asked for another name, or it was no TLS
};

constexpr auto enumNames(EgressReason)
{
    using enum EgressReason;
    return std::array{std::pair{Listed, "listed"},
                      std::pair{Confirmed, "confirmed"},
                      std::pair{BadTarget, "bad_target"},
                      std::pair{NotListed, "not_listed"},
                      std::pair{Refused, "refused"},
                      std::pair{NotPublic, "not_public"},
                      std::pair{OwnListener, "own_listener"},
                      std::pair{NoSuchHost, "no_such_host"},
                      std::pair{Unreachable, "unreachable"},
                      std::pair{TimedOut, "timed_out"},
                      std::pair{TooMany, "too_many"},
                      std::pair{Quota, "quota"},
                      std::pair{ServerName, "server_name"}};
}

/// What became of one wish to reach something.
struct EgressDecision
{
    qint64 id = 0; ///< counts up from 1
    QDateTime time;
    QString host; ///< as it was asked for, shortened and made printable
    int port = 0;
    QString address; ///< that was dialled, or that was the reason
    bool allowed = false;
    EgressReason reason = EgressReason::NotListed;
    qint64 bytesUp = 0; ///< once the connection has ended
    qint64 bytesDown = 0;
};

/// The newest decisions of a workspace and counts of all.
class EgressRecord
{
public:
    static constexpr std::size_t most = 500;

    const EgressDecision &add(EgressDecision decision);
    void setBytes(qint64 id, qint64 up, qint64 down);

    const std::deque<EgressDecision> &newest() const { return m_newest; } ///< oldest first
    qint64 count(EgressReason reason) const { return m_counts.value(reason); }
    qint64 bytesUp() const { return m_up; }
    qint64 bytesDown() const { return m_down; }

private:
    std::deque<EgressDecision> m_newest;
    QMap<EgressReason, qint64> m_counts;
    qint64 m_lastId = 0;
    qint64 m_up = 0;
    qint64 m_down = 0;
};

} // namespace workspace
