// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"

namespace model {

/// What is added to an agent for one conversation.
struct LaunchAdditions
{
    std::optional<QString> systemMessageSuffixAppend; ///< at most 32,768 characters
    std::optional<QJsonArray> skills;
    std::optional<QString> llmProfileRef; ///< for agents of a profile only

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::field("system_message_suffix_append",
                                      &LaunchAdditions::systemMessageSuffixAppend),
                          json::field("skills", &LaunchAdditions::skills),
                          json::field("llm_profile_ref", &LaunchAdditions::llmProfileRef)};
    }
};

enum class WorktreeBase { DefaultBranch, Head, Ref };

constexpr auto enumNames(WorktreeBase)
{
    return std::array{std::pair{WorktreeBase::DefaultBranch, "default_branch"},
                      std::pair{WorktreeBase::Head, "head"}, std::pair{WorktreeBase::Ref, "ref"}};
}

/// Where a conversation's git worktree begins and how its branch is called.
struct WorktreeOptions
{
    WorktreeBase base = WorktreeBase::DefaultBranch;
    std::optional<QString> ref; ///< a branch, tag or commit for WorktreeBase::Ref
    QString branchPrefix = "openhands/"; ///< the conversation's id follows

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::optional("base", &WorktreeOptions::base),
                          json::field("ref", &WorktreeOptions::ref),
                          json::optional("branch_prefix", &WorktreeOptions::branchPrefix)};
    }
};

} // namespace model
