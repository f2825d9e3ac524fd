// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "RunningDoor.h"
#include "ui/widgets/Preferences.h"
#include "ui/windows/MainWindow.h"

#include <QTemporaryDir>
#include <QtTest>

namespace test {

/// A window about a server that nobody can reach, but that has told of conversations, workspaces
/// and a question.
class FilledWindow
{
protected:
    /// Whether the window has come.
    bool openFilled()
    {
        m_session = std::make_unique<ui::Session>(m_door.url(), m_door.key());
        m_window = std::make_unique<ui::MainWindow>(&m_door, &m_preferences);
        m_window->setSession(m_session.get());
        m_window->show();
        if (!QTest::qWaitForWindowActive(m_window.get()))
            return false;
        const auto item = [](const QString &id, const QString &title, const QString &state,
                             const QString &line) {
            return QJsonObject{{"id", id},
                               {"title", title},
                               {"state", state},
                               {"user", "maria"},
                               {"model", "anthropic/claude-sonnet-4-5"},
                               {"cost", 0.42},
                               {"last_line", line},
                               {"updated_at", "2026-11-22T14:01:00Z"}};
        };
        emit m_session->feed()->replaced(
            "conversations",
            {item("c1", "Explain scheduler latency", "finished", "It waits for the disk."),
             item("c2", "Migrate settings to TOML", "running", "Running pytest -q tests/config"),
             item("c3", "Fix flaky upload test", "waiting_for_confirmation", "")});
        const auto workspace = [](const QString &id, const QString &state) {
            return QJsonObject{{"id", id},
                               {"name", id},
                               {"user_id", id.section('-', 0, 0)},
                               {"state", state},
                               {"reason", "Ran out of memory"},
                               {"used_at", "2026-11-22T14:01:00Z"},
                               {"settings", QJsonObject{{"image", "berth/workspace:13"},
                                                        {"profile", "developer"},
                                                        {"network_mode", "none"}}}};
        };
        emit m_session->feed()->replaced("workspaces", {workspace("ana-web", "paused"),
                                                        workspace("jonas-lab", "fetching"),
                                                        workspace("maria-main", "ready"),
                                                        workspace("nightly", "failed"),
                                                        workspace("demo", "stopped")});
        const QJsonObject action{{"kind", "TerminalAction"},
                                 {"command", "git push --force-with-lease origin fix/upload-race"}};
        emit m_session->feed()->replaced(
            "waiting",
            {QJsonObject{
                {"id", "a1"},
                {"conversation_id", "c3"},
                {"risk", "HIGH"},
                {"actions",
                 QJsonArray{QJsonObject{{"id", "a1"}, {"tool", "terminal"}, {"action", action}}}},
                {"reasons", QJsonArray{QJsonObject{{"text", "Rule: ask at high risk."}}}}}});
        return true;
    }
    void closeFilled() { m_window.reset(), m_session.reset(); }

    QTemporaryDir m_folder;
    ui::Preferences m_preferences{m_folder.filePath("window.ini")};
    RunningDoor m_door{nowhere()};
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace test
