// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/TaskTrackerTool.h"
#include "TestMain.h"
#include "Workplace.h"

#include <QFile>

static const QJsonObject view{{"command", "view"}};

static QJsonObject plan()
{
    const QJsonObject first{{"title", "read"}, {"status", "done"}};
    const QJsonObject second{{"title", "write"},
                             {"notes", "with \"care\""},
                             {"status", "in_progress"}};
    return {{"command", "plan"},
            {"task_list", QJsonArray{first, second, QJsonObject{{"title", "test"}}}}};
}

class TaskTrackerToolTest : public QObject
{
    Q_OBJECT

private slots:
    void hasNoListAtFirst()
    {
        Workplace workplace;
        tools::TaskTrackerTool tool(workplace.place());
        const core::Result<QJsonObject> observation = call(tool, view);
        VERIFY_RESULT(observation);
        QCOMPARE(textOf(*observation),
                 "No task list found. Use the \"plan\" command to create one.");
        QCOMPARE(observation->value("task_list").toArray(), QJsonArray());
        QCOMPARE(observation->value("command"), "view");
    }

    void showsThePlan()
    {
        Workplace workplace;
        tools::TaskTrackerTool tool(workplace.place());
        const core::Result<QJsonObject> planned = call(tool, plan());
        VERIFY_RESULT(planned);
        QCOMPARE(textOf(*planned), "Task list has been updated with 3 item(s).");
        QCOMPARE(planned->value("task_list").toArray().size(), 3);
        QCOMPARE(textOf(*call(tool, view)),
                 "# Task List\n\n1. ✅ read\n\n2. 🔄 write\n   with \"care\"\n\n3. ⏳ test");
    }

    void remembersThePlan()
    {
        Workplace workplace;
        tools::TaskTrackerTool first(workplace.place());
        VERIFY_RESULT(call(first, plan()));
        tools::TaskTrackerTool second(workplace.place());
        QVERIFY(textOf(*call(second, view)).contains("🔄 write\n   with \"care\""));
        QFile file(workplace.place().persistenceDirectory + "/TASKS.json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(
            file.readAll().startsWith("[\n  {\n    \"title\": \"read\",\n    \"notes\": \"\",\n"));
    }
};

BERTH_TEST(TaskTrackerToolTest)
#include "TaskTrackerToolTest.moc"
