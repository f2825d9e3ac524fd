// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/DemoScript.h"

#include "core/Id.h"

#include <QRegularExpression>

#include <algorithm>

static const QString lookCommand = "command -v python3; pwd";
static constexpr int mostBroken = 2; // a third time, the agent is taken for stuck

const llm::DemoScript::Program &llm::DemoScript::pythonProgram()
{
    static const Program program{
        "python3", ".py",
        R"("""Counts the words of a text, most frequent first."""
from collections import Counter

TEXT = "The ship, the crew and the sea."


def count_words(text):
    words = text.split()
    return Counter(words).most_common()


word, times = count_words(TEXT)[0]
print(f"most frequent: {word!r}, {times} times")
if (word, times) != ("the", 3):
    raise SystemExit("Check failed: expected 'the' 3 times")
print("Check passed")
)",
        "    words = text.split()\n",
        "    words = text.lower().replace(\",\", \" \").replace(\".\", \" \").split()\n"};
    return program;
}

const llm::DemoScript::Program &llm::DemoScript::shellProgram()
{
    static const Program program{
        "sh", ".sh",
        R"(# Counts the words of a text, most frequent first.
text="The ship, the crew and the sea."

count_words() {
    printf '%s\n' "$1" | tr ' ' '\n' | sort | uniq -c | sort -rn
}

set -- $(count_words "$text" | head -n 1)
echo "most frequent: '$2', $1 times"
if [ "$2 $1" != "the 3" ]; then
    echo "Check failed: expected 'the' 3 times" >&2
    exit 1
fi
echo "Check passed"
)",
        "    printf '%s\\n' \"$1\" | tr ' ' '\\n' | sort | uniq -c | sort -rn\n",
        "    printf '%s\\n' \"$1\" | tr 'A-Z' 'a-z' | tr -d ',.' | tr ' ' '\\n' | "
        "sort | uniq -c | sort -rn\n"};
    return program;
}

llm::DemoScript::DemoScript(const Request &request)
    : m_tools(request.tools)
{
    QHash<QString, QString> results;
    for (const TurnPointer &turn : request.turns) {
        if (turn->message.role == model::Role::Tool)
            results.insert(turn->message.toolCallId.value_or(QString()),
                           turn->message.content.text());
    }
    for (const TurnPointer &turn : request.turns) {
        const model::Message &message = turn->message;
        if (message.role == model::Role::User) {
            m_wish = message.content.text();
            m_broken = 0;
            m_rejected = false;
        }
        for (const model::ToolCall &call : message.toolCalls.value_or(QList<model::ToolCall>{})) {
            if (results.contains(call.id))
                learn(call.name, QJsonDocument::fromJson(call.arguments.toUtf8()).object(),
                      results.value(call.id));
        }
    }
}

void llm::DemoScript::learn(const QString &tool, const QJsonObject &arguments,
                            const QString &result)
{
    if (result.startsWith("Action rejected")) {
        m_rejected = true;
        return;
    }
    if (tool == "terminal")
        learnFromTerminal(arguments.value("command").toString(), result);
    else if (tool == "file_editor")
        learnFromEditor(arguments, result);
    else if (tool == "finish")
        m_finished = true;
    else if (tool == "task_tracker")
        m_closed = m_fixed && m_passed;
}

void llm::DemoScript::learnFromTerminal(const QString &command, const QString &result)
{
    if (result.startsWith("[An error occurred during execution.]"))
        ++m_broken;
    else if (command == lookCommand)
        learnThePlace(result);
    else if (!m_path.isEmpty() && command.contains(m_path)) {
        ++m_runs;
        m_passed = result.contains("Check passed");
    }
}

void llm::DemoScript::learnThePlace(const QString &result)
{
    static const QRegularExpression python("^\\S*/python3\\s*$",
                                           QRegularExpression::MultilineOption);
    static const QRegularExpression stated("\\[Current working directory: (/[^\\]]*)\\]");
    static const QRegularExpression printed("^(/\\S*)\\s*$", QRegularExpression::MultilineOption);
    m_directory = stated.match(result).captured(1);
    if (m_directory.isEmpty())
        m_directory = printed.match(QString(result).remove(python)).captured(1);
    if (m_directory.isEmpty())
        ++m_broken;
    else
        m_program = python.match(result).hasMatch() ? &pythonProgram() : &shellProgram();
}

void llm::DemoScript::learnFromEditor(const QJsonObject &arguments, const QString &result)
{
    const QString command = arguments.value("command").toString();
    if (command == "create" && result.contains("created successfully")) {
        m_path = arguments.value("path").toString();
    } else if (command == "str_replace" && result.contains("has been edited")) {
        m_fixed = true;
        m_runs = 0;
    } else if (result.contains("already exists")) {
        ++m_taken;
    } else {
        ++m_broken;
    }
}

const llm::ToolSchema *llm::DemoScript::offered(const QString &tool) const
{
    const auto it = std::ranges::find(m_tools, tool, &ToolSchema::name);
    return it == m_tools.end() ? nullptr : &*it;
}

model::Message llm::DemoScript::next() const
{
    if (!offered("terminal") || !offered("file_editor"))
        return say("Offline demo: a small program is written, tested and fixed");
    if (m_finished)
        return say("I am the offline demo, and I have shown the one task that I know. For anything "
                   "else, start a conversation with a language model.");
    if (m_rejected)
        return say("You rejected my last step, so I stop here. Write to me and I try it again.");
    if (m_broken >= mostBroken)
        return finish("My steps keep failing in this workspace, so I stop here. The last results "
                      "above say why.");
    if (!m_program)
        return look();
    if (m_path.isEmpty())
        return write();
    if (m_runs == 0)
        return run();
    if (m_passed)
        return close();
    return m_fixed
               ? finish("The check still fails after my fix, and I know no other. The program is "
                        + m_path + ".")
               : fix();
}

model::Message llm::DemoScript::look() const
{
    const QString introduction =
        m_wish.contains("demo", Qt::CaseInsensitive)
            ? "Welcome aboard. I am the offline demo: everything here is real "
              "except for me, since I follow a script."
            : "I am the offline demo, not a language model, so I cannot do what you "
              "ask. I know one task, and I "
              "show you that one instead.";
    return say(
        introduction
            + " I write a small program, run it, find its bug and fix it. First I see what this "
              "workspace "
              "offers.",
        {plan(0),
         {"terminal", {{"command", lookCommand}}, "Look for Python and the working directory"}});
}

model::Message llm::DemoScript::write() const
{
    const QString with = m_program == &pythonProgram()
                             ? "Python is here"
                             : "There is no Python here, so the shell will do";
    return say(
        with + ". I write a program that counts the words of a sentence and checks its own result.",
        {{"file_editor",
          {{"command", "create"}, {"path", newPath()}, {"file_text", m_program->text}},
          "Write the program that counts words"}});
}

model::Message llm::DemoScript::run() const
{
    const QString text = m_fixed ? "Now the same check again." : "Let us see whether it is right.";
    const QString quoted = '\'' + QString(m_path).replace('\'', "'\\''") + '\'';
    return say(text, {{"terminal",
                       {{"command", m_program->interpreter + ' ' + quoted}},
                       "Run the program's check"}});
}

model::Message llm::DemoScript::fix() const
{
    return say("The check fails: \"The\" and \"the\" count as two words, and a comma sticks to "
               "\"ship\". The "
               "text must "
               "be made lower case and lose its punctuation before it is split.",
               {{"file_editor",
                 {{"command", "str_replace"},
                  {"path", m_path},
                  {"old_str", m_program->wrong},
                  {"new_str", m_program->right}},
                 "Ignore case and punctuation when counting"},
                plan(2)});
}

model::Message llm::DemoScript::close() const
{
    if (!m_closed && offered("task_tracker") && m_fixed)
        return say("The check passes. I tick off the plan.", {plan(3)});
    return finish("Done. I wrote " + m_path
                  + ", ran it, saw its check fail because upper case and punctuation were counted "
                    "as parts of words, fixed that, and the check passes now.\n\nThis was the "
                    "offline demo. With a language model an agent works on a task of your own.");
}

model::Message llm::DemoScript::finish(const QString &report) const
{
    if (!offered("finish"))
        return say(report);
    return say({}, {{"finish", {{"message", report}}, "Report what was done"}});
}

llm::DemoScript::Call llm::DemoScript::plan(int done) const
{
    static const QStringList titles{"See what this workspace offers", "Write a small program",
                                    "Run its check and fix what fails"};
    QJsonArray list;
    for (int index = 0; index < titles.size(); ++index) {
        const char *status = index < done ? "done" : index == done ? "in_progress" : "todo";
        list.append(QJsonObject{{"title", titles.at(index)}, {"notes", ""}, {"status", status}});
    }
    return {"task_tracker", {{"command", "plan"}, {"task_list", list}}, "Keep the plan up to date"};
}

QString llm::DemoScript::newPath() const
{
    const QString number = m_taken == 0 ? QString() : '_' + QString::number(m_taken + 1);
    const QString directory = m_directory.endsWith('/') ? m_directory : m_directory + '/';
    return directory + "count_words" + number + m_program->suffix;
}

// Calls of tools that the agent does not have are left out.
model::Message llm::DemoScript::say(const QString &text, const QList<Call> &calls) const
{
    model::Message message;
    message.role = model::Role::Assistant;
    if (!text.isEmpty())
        message.content = model::Contents::ofText(text);
    QList<model::ToolCall> made;
    for (const Call &call : calls) {
        const ToolSchema *tool = offered(call.tool);
        if (!tool)
            continue;
        QJsonObject arguments = call.arguments;
        const QJsonObject properties = tool->parameters.value("properties").toObject();
        if (properties.contains("summary"))
            arguments.insert("summary", call.summary);
        if (properties.contains("security_risk"))
            arguments.insert("security_risk", "LOW");
        model::ToolCall written;
        written.id = "call_" + core::hexUuid(core::newId());
        written.name = call.tool;
        written.arguments = QString::fromUtf8(json::text(arguments));
        made.append(written);
    }
    if (!made.isEmpty())
        message.toolCalls = made;
    return message;
}
