// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Child.h"

#include "conversations/StartRequest.h"
#include "core/Id.h"

using conversations::ChildRequest;
using conversations::State;
using core::Error;

static core::Result<> check(const ChildRequest &request)
{
    if (request.task.isEmpty())
        return core::fail(Error::Kind::Invalid, "task: must not be empty",
                          {{{"task"}, "string_too_short", "must not be empty", request.task}});
    return {};
}

/// What a child has of its parent: everything but what has happened.
static State childOf(const State &parent, const ChildRequest &request)
{
    State child;
    child.id = core::newId();
    child.userId = parent.userId;
    child.parentId = parent.id;
    if (request.title && !request.title->trimmed().isEmpty())
        child.title = request.title->trimmed();
    child.agent = parent.agent;
    child.request = parent.request;
    child.request.insert("worktree", request.isolation == conversations::Isolation::Worktree);
    child.request.remove("worktree_options");
    child.workingDir = parent.directory;
    child.maxIterations = parent.maxIterations;
    child.stuckDetection = parent.stuckDetection;
    child.stuckThresholds = parent.stuckThresholds;
    child.confirmationPolicy = parent.confirmationPolicy;
    child.securityAnalyzer = parent.securityAnalyzer;
    child.secretSources = parent.secretSources;
    child.tags = parent.tags;
    child.hookConfig = parent.hookConfig;
    child.clientTools = parent.clientTools;
    child.toolModuleQualnames = parent.toolModuleQualnames;
    child.stats = conversations::emptyStats(child.agent);
    return child;
}

core::Task<std::shared_ptr<conversations::Conversation>> conversations::beginChild(
    Conversations *conversations, QString userId, QString parentId, ChildRequest request)
{
    const core::Result<> checked = check(request);
    if (!checked)
        co_return std::unexpected(checked.error());
    const core::Result<State> parent = co_await conversations->read(userId, parentId);
    if (!parent && parent.error().kind == Error::Kind::NotFound)
        co_return core::fail(Error::Kind::NotFound, "Parent conversation not found");
    if (!parent)
        co_return std::unexpected(parent.error());
    const auto made = co_await conversations->create(childOf(*parent, request));
    if (!made)
        co_return std::unexpected(made.error());
    model::SendMessage task;
    task.content = model::Contents::ofText(request.task);
    const core::Result<> begun = co_await (*made)->addMessageAndRun(std::move(task));
    if (!begun && begun.error().kind != Error::Kind::Unavailable)
        co_return std::unexpected(begun.error());
    co_return *made;
}
