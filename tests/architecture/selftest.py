# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Feeds the checks a small bad tree and expects each finding, and a good one and expects none."""

import tempfile
import unittest
from pathlib import Path

import rooms
import words

LICENCE = "// SPDX-FileCopyrightText: The Berth authors\n// SPDX-License-Identifier: GPL-3.0-or-later\n"


class Tree(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def findings(self, check) -> list[str]:
        return [str(finding) for finding in check(self.root)]


class RoomsTest(Tree):
    def test_accepts_a_room_that_looks_down(self) -> None:
        self.write("server/store/CMakeLists.txt", "add_module(store DEPENDS core SOURCES Events.cpp)\n")
        self.write("server/store/Events.cpp", '#include "Events.h"\n#include "core/Result.h"\n#include <QSqlQuery>\n')
        self.assertEqual(self.findings(rooms.check), [])

    def test_refuses_a_room_that_looks_up(self) -> None:
        self.write("server/store/Events.h", '#pragma once\n#include "conversations/Log.h"\n')
        self.assertEqual(
            self.findings(rooms.check),
            ["server/store/Events.h:2: store (2) may not know conversations (7), a room above it: "
             "conversations/Log.h"])

    def test_refuses_a_room_that_looks_aside(self) -> None:
        self.write("server/llm/Client.h", "#include <secrets/Vault.h>\n")
        self.assertIn("llm (2) may not know secrets (2), a room beside it", self.findings(rooms.check)[0])

    def test_follows_a_path_with_dots(self) -> None:
        self.write("server/core/Id.h", '#include "../model/Event.h"\n')
        self.assertIn("core (0) may not know model (1)", self.findings(rooms.check)[0])

    def test_refuses_a_dependency_that_points_up(self) -> None:
        self.write("server/net/CMakeLists.txt", "\nadd_module(net\n    DEPENDS\n        api\n    SOURCES A.cpp)\n")
        self.write("server/net/A.cpp", "")
        self.assertEqual(
            self.findings(rooms.check),
            ["server/net/CMakeLists.txt:2: net (1) may not know api (9), a room above it"])

    def test_refuses_a_room_without_a_number(self) -> None:
        self.write("server/cellar/Wine.h", "")
        self.assertIn("room 'cellar' has no number", self.findings(rooms.check)[0])

    def test_refuses_a_room_without_a_module(self) -> None:
        self.write("server/mcp/Session.cpp", "")
        self.assertEqual(self.findings(rooms.check),
                         ["server/mcp/CMakeLists.txt:1: the room has no add_module(mcp ...)"])

    def test_keeps_widgets_out_of_the_server(self) -> None:
        self.write("server/core/CMakeLists.txt", "add_module(core LINK Qt6::Gui SOURCES A.cpp)\n")
        self.write("server/core/A.cpp", "#include <QtGui/QImage>\n#include <QWidget>\n")
        self.assertEqual(len(self.findings(rooms.check)), 3)

    def test_keeps_qt_out_of_the_workspace_program(self) -> None:
        self.write("server/wire/Frame.h", "#include <QByteArray>\n")
        self.write("app/workspaced/Job.cpp", '#include "wire/Frame.h"\n#include <QtCore/QString>\n')
        self.assertEqual([finding.split(": ")[0] for finding in self.findings(rooms.check)],
                         ["server/wire/Frame.h:1", "app/workspaced/Job.cpp:2"])

    def test_keeps_the_window_away_from_the_server(self) -> None:
        self.write("ui/models/Rows.cpp", '#include "model/Event.h"\n#include "store/Events.h"\n#include <QWidget>\n')
        self.assertEqual(self.findings(rooms.check),
                         ["ui/models/Rows.cpp:2: ui may not know the room store: store/Events.h"])


class WordsTest(Tree):
    def assert_found(self, name: str, text: str, message: str) -> None:
        self.write(name, text)
        found = self.findings(words.check)
        self.assertEqual(len(found), 1, found)
        self.assertIn(message, found[0])

    def test_accepts_plain_text(self) -> None:
        self.write("docs/a.md", "The workspace lies in /workspace/project.\n")
        self.assertEqual(self.findings(words.check), [])

    def test_finds_a_path_of_one_machine(self) -> None:
        self.assert_found("docs/a.md", "good\nsee /wor" + "k/main\n", "docs/a.md:2: a path of one machine")

    def test_finds_unfinished_work(self) -> None:
        self.assert_found("resources/prompts/a.txt", "TO" + "DO: more\n", "unfinished work")

    def test_finds_a_sleep_in_a_test(self) -> None:
        self.assert_found("tests/a.txt", "QTest::qWai" + "t(100);\n", "a sleep")

    def test_finds_a_test_that_is_left_out(self) -> None:
        self.assert_found("tests/a.txt", "QSKI" + "P(\"later\");\n", "left out")

    def test_wants_both_licence_lines(self) -> None:
        self.write("server/core/A.h", LICENCE + "#pragma once\n")
        self.assertEqual(self.findings(words.check), [])
        self.assert_found("server/core/B.h", LICENCE.splitlines()[0] + "\n", "GPL-3.0-or-later")


if __name__ == "__main__":
    unittest.main()
