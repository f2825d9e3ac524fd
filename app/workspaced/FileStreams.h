// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Fd.h"
#include "Operations.h"

#include <sys/stat.h>

#include <optional>

/// `fs.read`: a file on its way to the peer.
class ReadStream : public Stream
{
public:
    static StreamOutcome open(Session &session, std::uint32_t id, const std::string &opid,
                              Arguments args);

    ReadStream(Session &session, std::uint32_t id, std::string opid, Fd file, std::string path,
               std::int64_t offset, std::int64_t length);

    void cancel(wire::CancelMode mode) override;
    void expire() override;
    void resume() override;

private:
    void finish();

    Fd m_file;
    std::string m_path;
    std::int64_t m_offset;
    std::int64_t m_left; // -1: to the end
    std::int64_t m_sent = 0;
    bool m_isOver = false;
};

/// `fs.write`: a file on its way from the peer, in a temporary file until it is complete.
class WriteStream : public Stream
{
public:
    struct Plan
    {
        std::string path; // links resolved
        std::optional<mode_t> mode;
        std::optional<std::int64_t> size;
        std::optional<std::pair<std::int64_t, std::int64_t>> match; // mtime_ns, size
        bool isCreateOnly = false;
        bool syncs = false;
    };

    static StreamOutcome open(Session &session, std::uint32_t id, const std::string &opid,
                              Arguments args);

    WriteStream(Session &session, std::uint32_t id, std::string opid, Plan plan,
                std::string temporary, Fd file);
    ~WriteStream() override;

    void data(wire::Channel channel, std::string bytes) override;
    void eof(wire::Channel channel) override;
    bool isUndoneByLoss() const override { return true; }
    void cancel(wire::CancelMode mode) override;
    void expire() override;

private:
    Outcome commit();
    int adopt(const struct stat &old);
    void fail(const wire::Failure &failure);

    Plan m_plan;
    std::string m_temporary; // empty: gone
    Fd m_file;
    std::int64_t m_size = 0;
    bool m_isOver = false;
};
