// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"
#include "tools/Tool.h"

namespace tools {

enum class TaskStatus { Todo, InProgress, Done };

constexpr auto enumNames(TaskStatus)
{
    return std::array{std::pair{TaskStatus::Todo, "todo"},
                      std::pair{TaskStatus::InProgress, "in_progress"},
                      std::pair{TaskStatus::Done, "done"}};
}

struct TaskItem
{
    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;

    QString title;
    QString notes;
    TaskStatus status = TaskStatus::Todo;

    static constexpr auto fields()
    {
        return std::tuple{json::field("title", &TaskItem::title,
                                      "What is to be done, in a few words."),
                          json::optional("notes", &TaskItem::notes, "Details or the state of it."),
                          json::optional("status", &TaskItem::status, "How far it is.")};
    }
};

enum class TaskCommand { View, Plan };

constexpr auto enumNames(TaskCommand)
{
    return std::array{std::pair{TaskCommand::View, "view"}, std::pair{TaskCommand::Plan, "plan"}};
}

struct TaskTrackerAction
{
    static constexpr const char *kind = "TaskTrackerAction";
    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;

    TaskCommand command = TaskCommand::View;
    QList<TaskItem> taskList;

    static constexpr auto fields()
    {
        return std::tuple{json::optional("command", &TaskTrackerAction::command,
                                         "view to read the list, plan to replace it by task_list."),
                          json::optional("task_list", &TaskTrackerAction::taskList,
                                         "plan: the whole list, in order.")};
    }
};

/// Keeps a conversation's list of tasks.
class TaskTrackerTool : public Tool
{
public:
    explicit TaskTrackerTool(const Place &place);

    const Definition &definition() const override { return m_definition; }
    core::Result<QJsonObject> parse(const QJsonObject &arguments) const override;
    core::Task<QJsonObject> execute(QJsonObject action, std::stop_token stop) override;
    QStringList locks(const QJsonObject &action) const override;

private:
    core::Task<> load();
    core::Task<> save();
    QString path() const;

    Definition m_definition;
    Place m_place;
    bool m_isLoaded = false;
    QList<TaskItem> m_tasks;
};

} // namespace tools
