// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Job.h"
#include "Operations.h"

wire::Value valueOf(const JobResult &result); // for an EXIT

/// `proc.start`: a job and the peer that watches it.
class JobStream : public Stream, public JobListener
{
public:
    static StreamOutcome open(Session &session, std::uint32_t id, const std::string &opid,
                              Arguments args);

    JobStream(Session &session, std::uint32_t id, std::string opid, int job);
    ~JobStream() override;

    void data(wire::Channel channel, std::string bytes) override;
    void eof(wire::Channel channel) override;
    void cancel(wire::CancelMode mode) override;
    void resume() override;

    std::size_t room(wire::Channel channel) override;
    void output(wire::Channel channel, std::string bytes) override;
    void inputWritten(std::size_t bytes) override;
    void ended(const JobResult &result) override;

private:
    Job *job() const;

    int m_job;
};
