// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <wire/Value.h>

#include <string>
#include <string_view>

/// The control group that the workspace lives in, of version 1 or 2: what it uses, what it may use,
/// and how often the kernel ended something in it for memory.
class ControlGroup
{
public:
    explicit ControlGroup(std::string root = "/sys/fs/cgroup",
                          std::string membership = "/proc/self/cgroup");

    wire::Value usage() const; // docs/wire.md, sys.stats
    // It only grows; 0 where the system does not say.
    std::int64_t oomKills() const;

private:
    bool isUnified() const;
    wire::Value unifiedUsage() const;
    wire::Value splitUsage() const;
    std::string groupOf(std::string_view controller) const;
    std::string folderOf(std::string_view controller, std::string_view file) const;

    std::string m_root;
    std::string m_membership;
    std::string m_killsFile; // of lines `name number`, one of them oom_kill
};

// Whether a wait status is that of a program, or of a shell whose program, was killed.
bool endsInKill(int status);
