// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/TaskTrackerTool.h"

#include "core/LogSink.h"
#include "tools/Observation.h"

namespace tools {

static constexpr qint64 fileLimit = 4 * 1024 * 1024;

static constexpr const char *taskTrackerDescription =
    R"(Keep a list of the tasks of this conversation, so that nothing is
forgotten and the user sees how far you are.

Use it when
* the work has several phases or needs three or more distinct steps,
* the user asks for several things, or gives a list of them,
* the user asks for a plan or for the state of the work,
* new requirements come up while you work: add them.

Do not use it when
* one simple action does it,
* the user asks a question or wants an explanation,
* writing the list would take longer than the work.

Commands
* `view` shows the list.
* `plan` replaces it: give the whole list each time, with the tasks that are done.

Status of a task
* `todo`: not begun. `in_progress`: you work on it now; only one task at a time. `done`: really
  finished.
* Set a task to `in_progress` before you begin it and to `done` as soon as it is finished, not
  several at the end.
* A task with failing tests, missing parts or unsolved errors is not done: leave it in progress
  and add a task for what is in the way.

Examples
* "Add a dark mode, run the tests and the build": several steps. Plan: find how styles are set,
  add the switch and its state, write the styles, adapt the components, run tests and build,
  repair what they find.
* "Rename getUser to fetchUser everywhere", and a search finds 15 places in 8 files: plan one task
  per group of files, so that none is missed.
* "Which command shows the last commit?": just answer.
* "Add a comment above this function": just do it.)";

TaskTrackerTool::TaskTrackerTool(const Place &place)
    : m_place(place)
{
    m_definition.name = "task_tracker";
    m_definition.kind = "TaskTrackerTool";
    m_definition.description = taskTrackerDescription;
    m_definition.actionKind = TaskTrackerAction::kind;
    m_definition.observationKind = "TaskTrackerObservation";
    m_definition.annotations = {{"readOnlyHint", false},
                                {"destructiveHint", false},
                                {"idempotentHint", true},
                                {"openWorldHint", false}};
    m_definition.parameters = json::schema<TaskTrackerAction>();
}

/// The status that models mean by "Completed", "to-do" and the like.
static QJsonValue plainStatus(const QJsonValue &status)
{
    const QString word = status.toString().toLower().replace('-', '_').replace(' ', '_');
    if (word == "pending" || word == "to_do")
        return "todo";
    if (word == "completed" || word == "complete")
        return "done";
    return status.isString() ? QJsonValue(word) : status;
}

core::Result<QJsonObject> TaskTrackerTool::parse(const QJsonObject &arguments) const
{
    QJsonArray tasks;
    for (const QJsonValue &value : arguments.value("task_list").toArray()) {
        QJsonObject task = value.toObject();
        if (task.contains("status"))
            task.insert("status", plainStatus(task.value("status")));
        tasks.append(value.isObject() ? QJsonValue(task) : value);
    }
    QJsonObject plain = arguments;
    if (plain.value("task_list").isArray())
        plain.insert("task_list", tasks);
    return json::read<TaskTrackerAction>(plain).transform(
        [](const TaskTrackerAction &action) { return json::writeObject(action); });
}

QStringList TaskTrackerTool::locks(const QJsonObject &) const
{
    return {"task_tracker:list"};
}

static QString icon(TaskStatus status)
{
    switch (status) {
    case TaskStatus::Todo: return "⏳";
    case TaskStatus::InProgress: return "🔄";
    case TaskStatus::Done: return "✅";
    }
    return {};
}

static QString listText(const QList<TaskItem> &tasks)
{
    if (tasks.isEmpty())
        return "No task list found. Use the \"plan\" command to create one.";
    QString text = "# Task List\n\n";
    for (qsizetype index = 0; index < tasks.size(); ++index) {
        const TaskItem &task = tasks.at(index);
        text +=
            QString("%1. %2 %3\n").arg(QString::number(index + 1), icon(task.status), task.title);
        if (!task.notes.isEmpty())
            text += QString("   %1\n").arg(task.notes);
        text += '\n';
    }
    return text.trimmed();
}

core::Task<QJsonObject> TaskTrackerTool::execute(QJsonObject action, std::stop_token)
{
    const core::Result<TaskTrackerAction> read = json::read<TaskTrackerAction>(action);
    if (!read)
        co_return std::unexpected(read.error());
    const core::Result<> loaded = co_await load();
    if (!loaded)
        co_return std::unexpected(loaded.error());
    QString text = listText(m_tasks);
    if (read->command == TaskCommand::Plan) {
        m_tasks = read->taskList;
        text = QString("Task list has been updated with %1 item(s).").arg(m_tasks.size());
        const core::Result<> saved = co_await save();
        const core::LogScope scope(m_place.logContext);
        if (!saved)
            qCWarning(lcTools).noquote() << "A task list was not saved:" << saved.error().message;
    }
    co_return observation("TaskTrackerObservation", text, Failed::No,
                          {{"command", json::name(read->command)},
                           {"task_list", json::write(m_tasks)}});
}

QString TaskTrackerTool::path() const
{
    return m_place.persistenceDirectory + "/TASKS.json";
}

core::Task<> TaskTrackerTool::load()
{
    if (m_isLoaded || m_place.persistenceDirectory.isEmpty())
        co_return {};
    const core::Result<QByteArray> bytes = co_await m_place.channel->read(path(), 0, fileLimit);
    if (!bytes && bytes.error().kind == core::Error::Kind::Unavailable)
        co_return std::unexpected(bytes.error());
    m_isLoaded = true;
    if (!bytes)
        co_return {};
    const core::Result<QList<TaskItem>> tasks = json::parse(*bytes).and_then(
        json::read<QList<TaskItem>>);
    const core::LogScope scope(m_place.logContext);
    if (tasks)
        m_tasks = *tasks;
    else
        qCWarning(lcTools).noquote() << "A task list could not be read:" << tasks.error().message;
    co_return {};
}

static QByteArray fileText(const QList<TaskItem> &tasks)
{
    QByteArrayList items;
    for (const TaskItem &task : tasks) {
        const QJsonObject object = json::writeObject(task);
        QByteArrayList lines;
        for (const char *key : {"title", "notes", "status"})
            lines.append("    \"" + QByteArray(key)
                         + "\": " + json::text(object.value(QLatin1StringView(key))));
        items.append("  {\n" + lines.join(",\n") + "\n  }");
    }
    return items.isEmpty() ? "[]" : "[\n" + items.join(",\n") + "\n]";
}

core::Task<> TaskTrackerTool::save()
{
    if (m_place.persistenceDirectory.isEmpty())
        co_return {};
    const workspace::WriteOptions options{.makeParents = true};
    const QByteArray bytes = fileText(m_tasks);
    co_return co_await m_place.channel->write(path(), bytes, options);
}

} // namespace tools
