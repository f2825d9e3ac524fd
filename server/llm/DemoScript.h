// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Client.h"

namespace llm {

/// What the offline demo says and does next, decided from the conversation alone: it looks around,
/// writes a small program with a bug, runs its check, fixes the bug, runs it again and finishes.
class DemoScript
{
public:
    explicit DemoScript(const Request &request);

    model::Message next() const;

private:
    /// The two editions of the program: workspaces without Python get the shell's.
    struct Program
    {
        QString interpreter;
        QString suffix;
        QString text;
        QString wrong;
        QString right;
    };
    struct Call
    {
        QString tool;
        QJsonObject arguments;
        QString summary;
    };

    static const Program &pythonProgram();
    static const Program &shellProgram();

    void learn(const QString &tool, const QJsonObject &arguments, const QString &result);
    void learnFromTerminal(const QString &command, const QString &result);
    void learnThePlace(const QString &result);
    void learnFromEditor(const QJsonObject &arguments, const QString &result);
    const ToolSchema *offered(const QString &tool) const;
    QString newPath() const;

    model::Message look() const;
    model::Message write() const;
    model::Message run() const;
    model::Message fix() const;
    model::Message close() const;
    model::Message finish(const QString &report) const;
    Call plan(int done) const;
    model::Message say(const QString &text, const QList<Call> &calls = {}) const;

    QList<ToolSchema> m_tools;
    QString m_wish; ///< the newest message of the user
    const Program *m_program = nullptr;
    QString m_directory;
    QString m_path;    ///< of the program, once it is written
    int m_taken = 0;   ///< names that were in use already
    int m_broken = 0;  ///< calls that failed since the user's newest message
    int m_runs = 0;    ///< since the program was last changed
    bool m_passed = false;
    bool m_fixed = false;
    bool m_closed = false; ///< the plan says that all is done
    bool m_finished = false;
    bool m_rejected = false; ///< since the user's newest message
};

} // namespace llm
