// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"
#include "tools/Observation.h"
#include "tools/TerminalSession.h"

namespace tools {

struct TerminalAction
{
    static constexpr const char *kind = "TerminalAction";
    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;

    QString command;
    bool isInput = false;
    std::optional<double> timeout;
    bool reset = false;

    static constexpr auto fields()
    {
        return std::tuple{
            json::field(
                "command", &TerminalAction::command,
                "The shell command to run. While a command runs: empty to read what it printed "
                "since, or, with "
                "is_input, the text or key to send to it (C-c, C-d, C-z, UP, ENTER, ...)."),
            json::optional("is_input", &TerminalAction::isInput,
                           "True to send command to the program that is running. False (default) "
                           "to run it as a new "
                           "command."),
            json::field("timeout", &TerminalAction::timeout,
                        "Seconds after which to stop waiting for the command, whether it prints or "
                        "not. Without it "
                        "waiting ends when nothing was printed for a while."),
            json::optional("reset", &TerminalAction::reset,
                           "True to start over in a fresh shell, which loses variables, the "
                           "current directory and "
                           "whatever runs. Use it when the terminal does not react. Not together "
                           "with is_input.")};
    }
};

/// What a conversation's terminal may be given.
struct TerminalParameters
{
    std::chrono::milliseconds silence{30000};
    QMap<QString, QString> environment;

    static core::Result<TerminalParameters> read(const QJsonObject &params);
};

/// Runs commands in a persistent shell.
class TerminalTool : public Tool
{
public:
    TerminalTool(const Place &place, TerminalParameters parameters);

    const Definition &definition() const override { return m_definition; }
    core::Result<QJsonObject> parse(const QJsonObject &arguments) const override;
    core::Task<QJsonObject> execute(QJsonObject action, std::stop_token stop) override;
    QStringList locks(const QJsonObject &action) const override;
    void close() override;

private:
    struct Reading; ///< output since the last call, ready to be shown

    core::Task<> openSession();
    core::Task<QJsonObject> answer(TerminalAction action, std::stop_token stop);
    std::optional<QJsonObject> refusal(const TerminalAction &action) const;
    core::Task<QJsonObject> send(TerminalAction action, std::stop_token stop);
    core::Task<QJsonObject> report(TerminalAction action, TerminalSession::End end);
    core::Task<QJsonObject> interrupted();
    core::Task<QJsonObject> finished(TerminalAction action, QString note);
    core::Task<QJsonObject> completed(TerminalAction action, Reading reading, QString note);
    core::Task<QJsonObject> shellEnded(TerminalAction action, Reading reading);
    core::Task<QJsonObject> notExecuted(TerminalAction action);
    core::Task<QJsonObject> shown(TerminalAction action, Reading reading, QJsonObject metadata,
                                  Failed failed);
    core::Task<QString> clipped(QString text);
    core::Task<> exportSecrets(QString command);
    core::Task<> findInterpreter();
    Reading read(const TerminalAction &action);
    QString observationsDirectory() const;
    void dropSession();

    Definition m_definition;
    Place m_place;
    TerminalParameters m_parameters;
    std::shared_ptr<TerminalSession> m_session;
    workspace::PlaceInfo m_info;
    QString m_interpreter;
    QString m_directory;
    QString m_command;            ///< the command that runs or ran last
    std::chrono::milliseconds m_longest{0}; ///< that it may take; 0: any time
    bool m_awaitsEnd = false;     ///< its end has not been told
    bool m_hasShownOutput = false; ///< some of its output has
    bool m_isClosed = false;
};

} // namespace tools
