// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "DetachedJob.h"
#include "Operations.h"

/// `proc.attach`, and `proc.start` of a detached job: the peer that watches it.
class DetachedStream : public Stream, public DetachedWatcher
{
public:
    static StreamOutcome start(Session &session, std::uint32_t id, const std::string &opid,
                               JobSpec spec);
    static StreamOutcome attach(Session &session, std::uint32_t id, const std::string &opid,
                                Arguments args);

    DetachedStream(Session &session, std::uint32_t id, std::string opid, std::string tag);
    ~DetachedStream() override;

    void cancel(wire::CancelMode mode) override;
    void resume() override;

    std::size_t room(wire::Channel channel) override;
    void output(wire::Channel channel, std::string bytes) override;
    void ended(const JobResult &result) override;
    void dismissed() override;

private:
    DetachedJob *job() const;

    std::string m_tag;
    bool m_isWatching = true;
};
