// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Prompts.h"
#include "TestMain.h"
#include "llm/DemoScript.h"
#include "llm/Models.h"
#include "net/Outbound.h"

using model::Role;

/// A workspace made of a folder: it carries out the demo's calls like the tools would.
class Workplace
{
public:
    enum class Python { Absent, Present };

    explicit Workplace(Python python)
        : m_python(python)
    {}

    QString carryOut(const model::ToolCall &call)
    {
        const QJsonObject arguments = QJsonDocument::fromJson(call.arguments.toUtf8()).object();
        if (call.name == "terminal")
            return terminal(arguments.value("command").toString());
        if (call.name == "file_editor")
            return edit(arguments);
        return call.name == "task_tracker" ? "Task list has been updated with 3 item(s)." : "Done.";
    }

    QString path(const QString &name) const { return m_folder.filePath(name); }

private:
    QString terminal(const QString &command) const
    {
        if (command == "command -v python3; pwd")
            return (m_python == Python::Present ? "/usr/bin/python3\n" : "") + m_folder.path()
                   + "\n[Current working directory: " + m_folder.path()
                   + "]\n[Command finished with exit code 0]";
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start("sh", {"-c", command});
        process.waitForFinished();
        return process.readAll() + "\n[Command finished with exit code "
               + QString::number(process.exitCode()) + ']';
    }

    static QString edit(const QJsonObject &arguments)
    {
        QFile file(arguments.value("path").toString());
        if (arguments.value("command") == "create") {
            if (file.exists())
                return "Invalid `path` parameter. File already exists at: " + file.fileName();
            return file.open(QIODevice::WriteOnly)
                           && file.write(arguments.value("file_text").toString().toUtf8()) > 0
                       ? "File created successfully at: " + file.fileName()
                       : QString("Ran into an error");
        }
        if (!file.open(QIODevice::ReadWrite))
            return "No such file";
        QByteArray text = file.readAll();
        const QByteArray wrong = arguments.value("old_str").toString().toUtf8();
        if (text.count(wrong) != 1)
            return "No replacement was performed";
        text.replace(wrong, arguments.value("new_str").toString().toUtf8());
        return file.resize(0) && file.seek(0) && file.write(text) > 0
                   ? "The file " + file.fileName() + " has been edited."
                   : QString("Ran into an error");
    }

    QTemporaryDir m_folder;
    Python m_python;
};

class DemoTest : public QObject
{
    Q_OBJECT

private:
    static llm::Request demoRequest(const QString &wish)
    {
        llm::Request request = prompts::ask(wish);
        for (const char *name : {"terminal", "file_editor", "task_tracker", "finish", "think"})
            request.tools.append(prompts::tool(name));
        return request;
    }

    // Plays until the model says something without calling a tool, or finishes.
    static QList<model::Message> play(llm::Request &request, Workplace &workplace)
    {
        QList<model::Message> said;
        for (int step = 0; step < 20; ++step) {
            const model::Message message = llm::DemoScript(request).next();
            said.append(message);
            request.turns.append(prompts::turn(message));
            if (!message.toolCalls)
                return said;
            for (const model::ToolCall &call : *message.toolCalls)
                request.turns.append(
                    prompts::turn(prompts::result(call.id, call.name, {workplace.carryOut(call)})));
            if (message.toolCalls->last().name == "finish")
                return said;
        }
        return said;
    }

    static QStringList callsOf(const QList<model::Message> &messages)
    {
        QStringList names;
        for (const model::Message &message : messages) {
            QStringList together;
            for (const model::ToolCall &call : message.toolCalls.value_or(QList<model::ToolCall>{}))
                together.append(call.name);
            names.append(together.join('+'));
        }
        return names;
    }

private slots:
    void writesRunsAndFixesAProgram_data()
    {
        QTest::addColumn<bool>("python");
        QTest::addColumn<QString>("program");
        QTest::addRow("in Python") << true << "count_words.py";
        QTest::addRow("in the shell") << false << "count_words.sh";
    }
    void writesRunsAndFixesAProgram()
    {
        QFETCH(bool, python);
        QFETCH(QString, program);
        if (python && QStandardPaths::findExecutable("python3").isEmpty())
            QFAIL("This test runs a Python program and needs python3.");
        Workplace workplace(python ? Workplace::Python::Present : Workplace::Python::Absent);
        llm::Request request = demoRequest("Show me the demo");
        const QList<model::Message> said = play(request, workplace);
        QCOMPARE(callsOf(said),
                 QStringList({"task_tracker+terminal", "file_editor", "terminal",
                              "file_editor+task_tracker", "terminal", "task_tracker", "finish"}));
        QVERIFY(QFile::exists(workplace.path(program)));
        QVERIFY(said.last().toolCalls->first().arguments.contains("the check passes now"));
        QSet<QString> ids;
        for (const model::Message &message : said) {
            for (const model::ToolCall &call : *message.toolCalls) {
                ids.insert(call.id);
                QVERIFY(
                    QJsonDocument::fromJson(call.arguments.toUtf8()).object().contains("summary"));
            }
        }
        QCOMPARE(ids.size(), 9);
    }

    void explainsItselfWhenAskedForSomethingElse()
    {
        const llm::Request request = demoRequest("Book me a flight");
        const QString said = llm::DemoScript(request).next().content.text();
        QVERIFY(said.contains("offline demo"));
        QVERIFY(said.contains("cannot do what you ask"));
    }

    void answersInWordsOnceItHasFinished()
    {
        Workplace workplace(Workplace::Python::Absent);
        llm::Request request = demoRequest("Show me the demo");
        play(request, workplace);
        request.turns.append(prompts::turn(prompts::text(Role::User, "And now?")));
        const model::Message message = llm::DemoScript(request).next();
        QVERIFY(!message.toolCalls);
        QVERIFY(message.content.text().contains("language model"));
    }

    void leavesAFileOfTheSameNameAlone()
    {
        Workplace workplace(Workplace::Python::Absent);
        QFile file(workplace.path("count_words.sh"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write("mine") == 4);
        file.close();
        llm::Request request = demoRequest("Show me the demo");
        QCOMPARE(callsOf(play(request, workplace)).last(), "finish");
        QVERIFY(QFile::exists(workplace.path("count_words_2.sh")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "mine");
    }

    void stopsWhenAStepIsRejectedUntilTheUserWrites()
    {
        llm::Request request = demoRequest("demo");
        const model::Message first = llm::DemoScript(request).next();
        request.turns.append(prompts::turn(first));
        for (const model::ToolCall &call : *first.toolCalls)
            request.turns.append(
                prompts::turn(prompts::result(call.id, call.name, {"Action rejected: no"})));
        QVERIFY(!llm::DemoScript(request).next().toolCalls);
        request.turns.append(prompts::turn(prompts::text(Role::User, "Go on")));
        QVERIFY(llm::DemoScript(request).next().toolCalls);
    }

    void givesUpWhenItsStepsKeepFailing_data()
    {
        QTest::addColumn<QString>("result");
        QTest::addRow("the tool says so") << "[An error occurred during execution.]";
        QTest::addRow("the tool broke") << "Error executing tool 'terminal'";
    }
    void givesUpWhenItsStepsKeepFailing()
    {
        QFETCH(QString, result);
        llm::Request request = demoRequest("demo");
        for (int step = 0; step < 2; ++step) {
            const model::Message message = llm::DemoScript(request).next();
            request.turns.append(prompts::turn(message));
            for (const model::ToolCall &call : *message.toolCalls)
                request.turns.append(prompts::turn(prompts::result(call.id, call.name, {result})));
        }
        QCOMPARE(llm::DemoScript(request).next().toolCalls->first().name, "finish");
    }

    void answersARequestWithoutTools()
    {
        const model::Message message = llm::DemoScript(prompts::ask("Write a title")).next();
        QVERIFY(!message.toolCalls);
        QVERIFY(!message.content.text().isEmpty());
    }

    void streamsWordByWordAndEstimatesItsUse()
    {
        net::Outbound outbound;
        model::LlmConfig settings;
        settings.model = "demo/instant";
        settings.stream = true;
        const auto client = llm::Models(&outbound).client(settings);
        QStringList heard;
        const llm::DeltaSink sink = [&](const llm::Delta &delta) { heard.append(*delta.content); };
        const llm::Outcome outcome = QCoro::waitFor(
            client->complete(demoRequest("demo"), sink, {}));
        QVERIFY(outcome);
        QVERIFY(heard.size() > 5);
        QCOMPARE(heard.join(QString()), outcome->message.content.text());
        QVERIFY(outcome->usage.promptTokens > 0 && outcome->usage.completionTokens > 0);
        QCOMPARE(outcome->usage.responseId, outcome->id);
        QCOMPARE(outcome->cost, 0.0);
    }

    void stopsInTheMiddleOfASentence()
    {
        net::Outbound outbound;
        model::LlmConfig settings;
        settings.model = "demo/slow";
        settings.stream = true;
        const auto client = llm::Models(&outbound).client(settings);
        std::stop_source source;
        const llm::DeltaSink sink = [&](const llm::Delta &) { source.request_stop(); };
        const llm::Outcome outcome = QCoro::waitFor(
            client->complete(demoRequest("demo"), sink, source.get_token()));
        QVERIFY(!outcome);
        QVERIFY(outcome.error().cancelled);
    }
};

BERTH_TEST(DemoTest)
#include "DemoTest.moc"
