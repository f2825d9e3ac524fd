// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Operations.h"

#include <dirent.h>

#include <set>

/// `sys.stats`: what the workspace uses. Folders are measured a piece at a time, between other
/// work.
class StatsStream : public Stream
{
public:
    static StreamOutcome open(Session &session, std::uint32_t id, const std::string &opid,
                              Arguments args);

    StatsStream(Session &session, std::uint32_t id, std::string opid,
                std::vector<std::string> folders);
    ~StatsStream() override;

    void cancel(wire::CancelMode mode) override;
    void expire() override;

private:
    struct Usage
    {
        std::string path;
        dev_t device = 0;
        std::int64_t bytes = 0;
        std::int64_t files = 0; // entries of any kind
        bool isComplete = true;
    };

    void step();
    void begin();
    void measure(int budget);
    void count(const dirent &entry);
    void enter(int parent, const char *name);
    void finish();
    void fail(std::string_view code, std::string_view message);

    std::vector<std::string> m_folders; // still to be measured, the next one last
    std::vector<Usage> m_usages;
    std::vector<DIR *> m_open; // from the folder that is measured down to where we are
    std::set<std::pair<dev_t, ino_t>> m_linked; // files with several names count once
    bool m_isOver = false;
    std::shared_ptr<int> m_alive = std::make_shared<int>(0);
};
