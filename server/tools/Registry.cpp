// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/ClientTool.h"
#include "tools/FileEditorTool.h"
#include "tools/FinishTool.h"
#include "tools/ResponseSchema.h"
#include "tools/TaskTrackerTool.h"
#include "tools/TerminalTool.h"
#include "tools/ThinkTool.h"

namespace tools {

using ToolResult = core::Result<std::shared_ptr<Tool>>;

struct Entry
{
    const char *name;
    const char *className;
    ToolResult (*create)(const QJsonObject &params, const Place &place);
};

static constexpr std::array entries{
    Entry{"terminal", "TerminalTool",
          [](const QJsonObject &params, const Place &place) {
    return TerminalParameters::read(params).transform(
        [&place](const TerminalParameters &parameters) {
        return std::shared_ptr<Tool>(std::make_shared<TerminalTool>(place, parameters));
    });
}},
    Entry{"file_editor", "FileEditorTool",
          [](const QJsonObject &, const Place &place) -> ToolResult {
    return std::make_shared<FileEditorTool>(place);
}},
    Entry{"task_tracker", "TaskTrackerTool",
          [](const QJsonObject &, const Place &place) -> ToolResult {
    return std::make_shared<TaskTrackerTool>(place);
}},
    Entry{"finish", "FinishTool",
          [](const QJsonObject &, const Place &) -> ToolResult {
    return std::make_shared<FinishTool>();
}},
    Entry{"think", "ThinkTool", [](const QJsonObject &, const Place &) -> ToolResult {
    return std::make_shared<ThinkTool>();
}}};

static const Entry *entryOf(const QString &name)
{
    for (const Entry &entry : entries) {
        if (name == QLatin1StringView(entry.name) || name == QLatin1StringView(entry.className))
            return &entry;
    }
    return nullptr;
}

static std::unexpected<core::Error> notRegistered(const QString &name)
{
    return core::fail(core::Error::Kind::NotFound,
                      QString("ToolDefinition '%1' is not registered").arg(name));
}

QStringList Registry::names()
{
    QStringList names;
    for (const Entry &entry : entries)
        names.append(QString::fromLatin1(entry.name));
    return names;
}

/// A name without what tells "glob", "GlobTool" and "glob_tool" apart.
static QString bareName(const QString &name)
{
    const QString bare = name.toLower().remove('_');
    return bare.endsWith("tool") ? bare.chopped(4) : bare;
}

bool Registry::isKnownButNotBuilt(const QString &name)
{
    static const QStringList others{"apply_patch",
                                    "glob",
                                    "grep",
                                    "planning_file_editor",
                                    "read_file",
                                    "write_file",
                                    "edit",
                                    "list_directory",
                                    "browser_tool_set",
                                    "browser_navigate",
                                    "browser_click",
                                    "browser_get_state",
                                    "browser_get_content",
                                    "browser_type",
                                    "browser_scroll",
                                    "browser_go_back",
                                    "browser_list_tabs",
                                    "browser_switch_tab",
                                    "browser_close_tab",
                                    "browser_get_storage",
                                    "browser_set_storage",
                                    "browser_start_recording",
                                    "browser_stop_recording",
                                    "task",
                                    "task_tool_set",
                                    "workflow",
                                    "workflow_tool_set",
                                    "delegate",
                                    "tom_consult",
                                    "sleeptime_compute",
                                    "invoke_skill",
                                    "switch_llm",
                                    "classify_and_switch_llm",
                                    "inspect_image_with_vision",
                                    "vision_inspect",
                                    "ask_oracle",
                                    "start_child_conversation"};
    return std::any_of(others.begin(), others.end(),
                       [&name](const QString &other) { return bareName(other) == bareName(name); });
}

core::Result<QList<std::shared_ptr<Tool>>> Registry::create(const model::ToolSpec &spec,
                                                            const Place &place)
{
    if (spec.params.contains("spec"))
        return ClientTool::create(spec.params.value("spec").toObject())
            .transform([](const auto &tool) { return QList{tool}; });
    const Entry *entry = entryOf(spec.name);
    if (!entry)
        return notRegistered(spec.name);
    QJsonObject params = spec.params;
    const QJsonValue schema = params.take("response_schema");
    return entry->create(params, place)
        .and_then([&schema](const std::shared_ptr<Tool> &tool) -> ToolResult {
        if (schema.isObject())
            return ResponseSchema::create(tool, schema.toObject());
        return tool;
    }).transform([](const std::shared_ptr<Tool> &tool) { return QList{tool}; });
}

core::Result<std::shared_ptr<Tool>> Registry::createDefault(const QString &className,
                                                            const Place &place)
{
    const Entry *entry = entryOf(className);
    if (!entry)
        return notRegistered(className);
    return entry->create({}, place);
}

} // namespace tools
