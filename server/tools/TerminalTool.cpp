// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/TerminalTool.h"

#include "core/LogSink.h"
#include "tools/ShellSyntax.h"
#include "tools/TerminalInput.h"
#include "tools/Text.h"
#include "tools/Truncate.h"

#include <QRegularExpression>

namespace tools {

static constexpr double longestWait = 1e6; ///< seconds; a timer cannot count much further
static constexpr const char *observationKind = "TerminalObservation";
static constexpr const char *continuedPrefix = "[Below is the output of the previous command.]\n";
static constexpr const char *resetText =
    "Terminal session has been reset. All previous environment "
    "variables and session state have been cleared.";

static constexpr const char *killedForMemory =
    " It, or a program that it ran, was killed because the workspace ran out of memory.";

static constexpr const char *hints =
    "To wait longer and see more output, send an empty command ''. To "
    "answer the program, send text with is_input. "
    "To end it, send the keys \"C-c\", \"C-z\" or \"C-d\" with is_input. "
    "For commands that take long, use the timeout "
    "parameter.";

static constexpr const char *terminalDescription =
    R"(Run a command in a shell that lives as long as the conversation.

One command per call
* Give one command. To run several, chain them with `&&` or `;`, or put them into a here-document
  or a script. Separate statements on separate lines are refused.
* The shell is the same from call to call: the current directory, variables, functions and
  activated environments stay.
* Do not use `set -e`, `set -u` or `set -o pipefail`, and do not call `exit` at the top level:
  they can end the shell itself.

Commands that take long
* Waiting ends when a command has printed nothing for %1 seconds, or after `timeout` seconds when
  you give that. The command goes on running and the exit code is -1.
* Then: send an empty command to read what it printed since; send text with `is_input` true to
  answer it; send a key with `is_input` true: C-c to interrupt, C-d for end of input, C-z to
  suspend, any other C-<letter>, or ENTER, TAB, BS, ESC, UP, DOWN, LEFT, RIGHT, HOME, END, PGUP,
  PGDN.
* Start servers and other programs that never end in the background, with their output in a file:
  `server > server.log 2>&1 &`.
* Set `timeout` for builds, installations and tests that may be silent for longer.

Good habits
* Before you create files or directories, look whether the parent directory exists.
* Prefer absolute paths to changing the directory again and again. Quote paths that hold blanks.
* Very long output is shown without its middle; the whole of it is saved in a file whose path is
  given there.

When the terminal is stuck
* `reset` true gives you a fresh shell. Variables and the current directory are lost, and running
  programs end.)";

core::Result<TerminalParameters> TerminalParameters::read(const QJsonObject &params)
{
    TerminalParameters parameters;
    const QJsonValue seconds = params.value("no_change_timeout_seconds");
    if (seconds.isDouble() && seconds.toDouble() > 0)
        parameters.silence = std::chrono::milliseconds(
            qRound64(qMin(seconds.toDouble(), longestWait) * 1000));
    else if (!seconds.isUndefined() && !seconds.isNull())
        return core::fail(core::Error::Kind::Invalid,
                          "no_change_timeout_seconds must be a positive number.");
    const QJsonObject environment = params.value("env").toObject();
    for (auto it = environment.begin(); it != environment.end(); ++it) {
        if (!isVariableName(it.key()) || !it->isString())
            return core::fail(
                core::Error::Kind::Invalid,
                QString("env: '%1' must be the name of a variable with a text.").arg(it.key()));
        parameters.environment.insert(it.key(), it->toString());
    }
    return parameters;
}

TerminalTool::TerminalTool(const Place &place, TerminalParameters parameters)
    : m_place(place)
    , m_parameters(std::move(parameters))
{
    const double silence = static_cast<double>(m_parameters.silence.count()) / 1000;
    m_definition.name = "terminal";
    m_definition.kind = "TerminalTool";
    m_definition.description = QString(terminalDescription).arg(silence);
    m_definition.actionKind = TerminalAction::kind;
    m_definition.observationKind = observationKind;
    m_definition.annotations = {{"title", "terminal"},
                                {"readOnlyHint", false},
                                {"destructiveHint", true},
                                {"idempotentHint", false},
                                {"openWorldHint", true}};
    m_definition.parameters = json::schema<TerminalAction>();
}

core::Result<QJsonObject> TerminalTool::parse(const QJsonObject &arguments) const
{
    const core::Result<TerminalAction> action = json::read<TerminalAction>(arguments);
    if (!action)
        return std::unexpected(action.error());
    if (action->timeout.value_or(0) < 0)
        return core::fail(core::Error::Kind::Invalid, "timeout: must not be negative");
    return json::writeObject(*action);
}

QStringList TerminalTool::locks(const QJsonObject &) const
{
    return {"terminal:session"};
}

void TerminalTool::close()
{
    m_isClosed = true;
    if (m_session)
        m_session->close();
}

void TerminalTool::dropSession()
{
    if (m_session)
        m_session->close();
    m_session.reset();
    m_awaitsEnd = false;
}

/// What is known of a command that has not ended.
static QJsonObject unfinished(const QString &prefix = "", const QString &suffix = "")
{
    return {{"exit_code", -1}, {"pid", -1}, {"prefix", prefix}, {"suffix", suffix}};
}

static QJsonObject refused(const TerminalAction &action, const QString &text)
{
    return observation(observationKind, text, Failed::Yes,
                       {{"command", action.command},
                        {"timeout", false},
                        {"metadata", unfinished()}});
}

static QJsonObject resetDone()
{
    return observation(
        observationKind, resetText, Failed::No,
        {{"command", "[RESET]"}, {"exit_code", 0}, {"timeout", false}, {"metadata", unfinished()}});
}

/// @p observation with the news of a reset in front of it.
static QJsonObject afterReset(QJsonObject observation, const QString &command)
{
    QJsonArray content = observation.value("content").toArray();
    QJsonObject first = content.first().toObject();
    first.insert("text", QString("%1\n\n%2").arg(resetText, first.value("text").toString()));
    content.replace(0, first);
    observation.insert("content", content);
    observation.insert("command", "[RESET] " + command);
    return observation;
}

static QString literalText(const QString &command, const QString &kind)
{
    return QString("[Tool-argument error] The `command` argument looks like a Python/JSON %1 "
                   "literal, not a "
                   "shell "
                   "command. It starts with: '%2'\n\n"
                   "The `terminal` tool runs exactly ONE shell command. Data or code of several "
                   "lines goes "
                   "into a file "
                   "first (`file_editor` with command=\"create\"), or into a here-document:\n"
                   "    python - <<'EOF'\n"
                   "    values = [{'a': 1}]\n"
                   "    print(values)\n"
                   "    EOF")
        .arg(kind, command.first(qMin<qsizetype>(60, command.size())));
}

static QString severalCommandsText(const QStringList &statements)
{
    QStringList lines{"Cannot execute multiple commands at once.",
                      "Run them one after the other, or chain them into one command with && or ;",
                      "Provided commands:"};
    for (qsizetype index = 0; index < statements.size(); ++index)
        lines.append(QString("(%1) %2").arg(index + 1).arg(statements.at(index)));
    return lines.join('\n');
}

/// A host that stops idle runtimes says after how many seconds; a foreground command must leave it
/// some.
static std::optional<QString> idleRefusal(const TerminalAction &action)
{
    const double limit = qEnvironmentVariable("OH_RUNTIME_IDLE_TIMEOUT_SECONDS").toDouble();
    const double longest = 0.9 * limit;
    if (limit <= 0 || action.command.isEmpty() || action.timeout.value_or(0) <= longest
        || action.command.endsWith('&'))
        return {};
    return QString("The timeout of %1 seconds is too long: this runtime may be stopped after %2 "
                   "seconds without "
                   "activity, so a command may wait for at most %3 seconds. Run it in the "
                   "background with its "
                   "output in a file and look at that file, or use a shorter timeout and read on "
                   "with an empty "
                   "command.")
        .arg(*action.timeout)
        .arg(limit)
        .arg(longest);
}

core::Task<QJsonObject> TerminalTool::execute(QJsonObject action, std::stop_token stop)
{
    core::Result<TerminalAction> read = json::read<TerminalAction>(action);
    if (!read)
        co_return std::unexpected(read.error());
    if (stop.stop_requested())
        co_return core::fail(core::Error::Kind::Cancelled, "The command was not run.");
    TerminalAction call = *read;
    call.command = call.command.trimmed();
    if (call.reset && call.isInput)
        co_return core::fail(core::Error::Kind::Invalid,
                             "Cannot use reset=True with is_input=True");
    if (const QString kind = literalKind(call.command); !call.isInput && !kind.isEmpty())
        co_return refused(call, literalText(call.command, kind));
    if (call.reset)
        dropSession();
    const core::Result<> opened = co_await openSession();
    if (!opened)
        co_return std::unexpected(opened.error());
    if (!call.reset)
        co_return co_await answer(call, stop);
    if (call.command.isEmpty())
        co_return resetDone();
    core::Result<QJsonObject> answered = co_await answer(call, stop);
    co_return answered.transform(
        [&call](const QJsonObject &o) { return afterReset(o, call.command); });
}

core::Task<> TerminalTool::openSession()
{
    if (m_isClosed)
        co_return core::fail(core::Error::Kind::Cancelled, "The terminal was closed.");
    const bool endIsUntold = m_session && m_awaitsEnd && !m_session->isRunning();
    if (m_session && (m_session->isAlive() || endIsUntold))
        co_return {};
    const core::Result<workspace::PlaceInfo> info = co_await m_place.channel->info();
    if (!info)
        co_return std::unexpected(info.error());
    workspace::ShellOptions options;
    options.directory = m_place.directory;
    options.environment = {{"GIT_PAGER", "cat"}, {"PAGER", "cat"}, {"TERM", "xterm-256color"}};
    options.environment.insert(m_parameters.environment);
    const core::Result<std::shared_ptr<TerminalSession>> session =
        co_await TerminalSession::open(m_place.channel, options);
    if (!session)
        co_return std::unexpected(session.error());
    m_info = *info;
    m_session = *session;
    m_directory = m_place.directory;
    m_awaitsEnd = false;
    co_return co_await findInterpreter();
}

core::Task<> TerminalTool::findInterpreter()
{
    const core::Result<QByteArray> answer = co_await m_session->runQuietly(
        "command -v python || :");
    if (!answer)
        co_return std::unexpected(answer.error());
    const QByteArray line = answer->trimmed().split('\n').last();
    m_interpreter = line.startsWith('/') ? QString::fromUtf8(line) : QString();
    co_return {};
}

/// Whether a command may have changed which interpreter `python` is.
static bool mayChangeInterpreter(const QString &command)
{
    static const QRegularExpression words(
        "python|PATH|activate|conda|env|source|install|alias|(^|[;&|]\\s*)\\. ",
        QRegularExpression::CaseInsensitiveOption);
    return words.match(command).hasMatch();
}

core::Task<> TerminalTool::exportSecrets(QString command)
{
    if (!m_place.secrets)
        co_return {};
    const core::Result<QMap<QString, QString>> secrets = co_await m_place.secrets->referencedBy(
        command);
    if (!secrets)
        co_return std::unexpected(secrets.error());
    QString exports;
    for (auto it = secrets->begin(); it != secrets->end(); ++it) {
        if (isVariableName(it.key()))
            exports += QString("export %1=%2 || :\n").arg(it.key(), shellQuoted(it.value()));
    }
    if (exports.isEmpty())
        co_return {};
    const core::Result<QByteArray> done = co_await m_session->runQuietly(exports);
    co_return done.transform([](const QByteArray &) {});
}

std::optional<QJsonObject> TerminalTool::refusal(const TerminalAction &action) const
{
    if (const std::optional<QString> text = idleRefusal(action))
        return refused(action, *text);
    if (!m_awaitsEnd && action.command.isEmpty())
        return refused(action, "No previous running command to retrieve logs from.");
    if (!m_awaitsEnd && (action.isInput || controlLetter(action.command)))
        return refused(action, "No previous running command to interact with.");
    const QStringList statements = action.isInput ? QStringList() : shellStatements(action.command);
    if (statements.size() > 1)
        return refused(action, severalCommandsText(statements));
    return {};
}

core::Task<QJsonObject> TerminalTool::answer(TerminalAction action, std::stop_token stop)
{
    if (const std::optional<QJsonObject> refusedCall = refusal(action))
        co_return *refusedCall;
    const bool isNew = !action.command.isEmpty() && !action.isInput
                       && !controlLetter(action.command);
    if (m_session->isRunning() && isNew)
        co_return co_await notExecuted(action);
    if (m_awaitsEnd && !m_session->isRunning() && (!isNew || !m_session->isAlive()))
        co_return co_await finished(action, action.command.isEmpty()
                                                ? ""
                                                : " It had ended before this was sent.");
    co_return co_await send(action, stop);
}

core::Task<QJsonObject> TerminalTool::send(TerminalAction action, std::stop_token stop)
{
    if (m_session->isRunning()) {
        if (!action.command.isEmpty())
            m_session->type(typedBytes(action.command));
    } else {
        const core::Result<> exported = co_await exportSecrets(action.command);
        if (!exported)
            co_return std::unexpected(exported.error());
        m_command = action.command;
        m_hasShownOutput = m_awaitsEnd;
        m_awaitsEnd = true;
        m_longest = m_place.channel->longestCommand();
        m_session->run(action.command, m_longest);
    }
    TerminalSession::Patience patience{.total = {}, .silence = m_parameters.silence};
    if (action.timeout)
        patience.total = std::chrono::milliseconds(
            qRound64(qMin(*action.timeout, longestWait) * 1000));
    const TerminalSession::End end = co_await m_session->wait(patience, stop);
    co_return co_await report(action, end);
}

struct TerminalTool::Reading
{
    QString prefix;
    QString text;
};

/// @p text without the echo of what was typed.
static QString withoutEcho(const QString &text, const QString &typed)
{
    qsizetype begin = 0;
    while (begin < text.size() && text.at(begin).isSpace())
        ++begin;
    const QStringView shown = QStringView(text).sliced(begin);
    if (typed.isEmpty() || !shown.startsWith(typed))
        return text;
    const QStringView rest = shown.sliced(typed.size());
    return rest.isEmpty() || rest.startsWith('\n') ? rest.mid(1).toString() : text;
}

TerminalTool::Reading TerminalTool::read(const TerminalAction &action)
{
    const Scrollback::Content content = m_session->takeOutput();
    Reading reading;
    QString text = shownText(content.bytes);
    if (action.isInput && !keyBytes(action.command))
        text = withoutEcho(text, action.command);
    reading.text = withoutTrailingSpace(m_place.secrets ? m_place.secrets->mask(text) : text);
    if (content.isCut)
        reading.prefix =
            QString(
                "[Previous command outputs are truncated. Showing the last %1 lines of the output "
                "below.]\n")
                .arg(content.bytes.count('\n'));
    else if (m_hasShownOutput)
        reading.prefix = continuedPrefix;
    m_hasShownOutput = m_hasShownOutput || !reading.text.isEmpty();
    return reading;
}

core::Task<QJsonObject> TerminalTool::report(TerminalAction action, TerminalSession::End end)
{
    using enum TerminalSession::End;
    if (end == Cancelled)
        co_return co_await interrupted();
    if (end == Finished) {
        const std::optional<QChar> key = controlLetter(action.command);
        co_return co_await finished(action,
                                    key ? QString(" CTRL+%1 was sent.").arg(*key) : QString());
    }
    const double silence = static_cast<double>(m_parameters.silence.count()) / 1000;
    const QString what = end == Silent ? QString("has no new output after %1 seconds").arg(silence)
                                       : "timed out after " + floatText(action.timeout.value_or(0))
                                             + " seconds";
    const Reading reading = read(action);
    const QJsonObject metadata = unfinished(reading.prefix,
                                            QString("\n[The command %1. %2]").arg(what, hints));
    co_return co_await shown(action, reading, metadata, Failed::No);
}

core::Task<QJsonObject> TerminalTool::interrupted()
{
    co_await m_session->interrupt();
    m_awaitsEnd = m_session->isRunning();
    m_session->takeOutput();
    co_return core::fail(core::Error::Kind::Cancelled, "The command was interrupted.");
}

core::Task<QJsonObject> TerminalTool::finished(TerminalAction action, QString note)
{
    const Reading reading = read(action);
    m_awaitsEnd = false;
    if (m_session->result().shellEnded)
        co_return co_await shellEnded(action, reading);
    co_return co_await completed(action, reading, note);
}

core::Task<QJsonObject> TerminalTool::completed(TerminalAction action, Reading reading,
                                                QString note)
{
    const workspace::ShellResult result = m_session->result();
    if (!result.directory.isEmpty())
        m_directory = result.directory;
    if (mayChangeInterpreter(m_command))
        co_await findInterpreter();
    if (result.outOfMemory)
        note += killedForMemory;
    if (m_session->isOverdue())
        note += ' ' + workspace::overLongText(m_longest);
    QJsonObject metadata = unfinished(
        reading.prefix,
        QString("\n[The command completed with exit code %1.%2]").arg(result.exitCode).arg(note));
    metadata.insert("exit_code", result.exitCode);
    metadata.insert("username", m_info.user);
    metadata.insert("hostname", m_info.host);
    metadata.insert("working_dir", m_directory);
    if (!m_interpreter.isEmpty())
        metadata.insert("py_interpreter_path", m_interpreter);
    co_return co_await shown(action, reading, metadata, Failed::No);
}

core::Task<QJsonObject> TerminalTool::shellEnded(TerminalAction action, Reading reading)
{
    const bool isOutOfMemory = m_session->result().outOfMemory;
    const bool isOverdue = m_session->isOverdue();
    dropSession();
    const core::Result<> opened = co_await openSession();
    if (!opened)
        co_return std::unexpected(opened.error());
    reading.text +=
        QString(reading.text.isEmpty() ? "" : "\n\n")
        + "The command ended the shell, so a new terminal session was started: variables, the "
          "current "
          "directory and running programs are lost. The result of this command is not reliable. "
          "Avoid "
          "`exit` at the top level, put it into a subshell or a script if you need it, and run the "
          "command again.";
    if (isOutOfMemory)
        reading.text += killedForMemory;
    if (isOverdue)
        reading.text += ' ' + workspace::overLongText(m_longest);
    const QJsonObject metadata = unfinished(reading.prefix);
    co_return co_await shown(action, reading, metadata, Failed::Yes);
}

core::Task<QJsonObject> TerminalTool::notExecuted(TerminalAction action)
{
    const Reading reading = read(action);
    const QString suffix =
        QString(
            "\n[Your command \"%1\" is NOT executed. The previous command is still running, and "
            "the terminal runs one command at a time. With `is_input` set to `true` you can "
            "talk to the running one. %2]")
            .arg(action.command, hints);
    const QJsonObject metadata = unfinished(reading.prefix, suffix);
    co_return co_await shown(action, reading, metadata, Failed::Yes);
}

core::Task<QJsonObject> TerminalTool::shown(TerminalAction action, Reading reading,
                                            QJsonObject metadata, Failed failed)
{
    const core::Result<QString> text = co_await clipped(reading.text);
    if (!text)
        co_return std::unexpected(text.error());
    QJsonObject fields{{"command", action.command},
                       {"exit_code", metadata.value("exit_code")},
                       {"timeout", false},
                       {"metadata", metadata}};
    if (!m_place.persistenceDirectory.isEmpty() && !text->isEmpty())
        fields.insert("full_output_save_dir", observationsDirectory());
    co_return observation(observationKind, *text, failed, fields);
}

core::Task<QString> TerminalTool::clipped(QString text)
{
    if (m_place.persistenceDirectory.isEmpty())
        co_return truncated(text, terminalTextLimit);
    const Clipped clipped = truncatedIntoFile(text, terminalTextLimit, observationsDirectory(),
                                              "terminal");
    if (clipped.path.isEmpty())
        co_return clipped.text;
    const workspace::WriteOptions options{.makeParents = true};
    const QByteArray bytes = text.toUtf8();
    const core::Result<> saved = co_await m_place.channel->write(clipped.path, bytes, options);
    if (saved)
        co_return clipped.text;
    const core::LogScope scope(m_place.logContext);
    qCWarning(lcTools).noquote() << "The full output of a command was not saved:"
                                 << saved.error().message;
    co_return truncated(text, terminalTextLimit);
}

QString TerminalTool::observationsDirectory() const
{
    return m_place.persistenceDirectory + "/observations";
}

} // namespace tools
