# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files go into a workspace and out of it by a real pointer, between the windows of two programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dragging import PLACE, DragPeer, drag
from panel import Panel
from patience import eventually
from program import Berth, Home
from screen import Element, Screen
from session import Display

type Start = Callable[..., Berth]


def cell(screen: Screen, words: str) -> Element:
    return screen.wait(lambda one: one.role == "cell" and words in one.name, f"{words!r} is in the table")


def test_files_are_dragged_into_a_workspace_and_out_of_it(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel, tmp_path: Path,
) -> None:
    project, offered = tmp_path / "project", tmp_path / "offered.txt"
    project.mkdir()
    (project / "kept.txt").write_text("kept\n")
    offered.write_text("brought along\n")
    start()
    screen.wait_for_title("Home")
    display.press("ctrl+4")
    screen.wait_for_title("Workspaces")
    screen.choose_row(display, "Workspaces")
    display.press("Return")
    screen.press_button(display, "Files")
    screen.wait(lambda one: "active" in one.states and "ui::FilesWindow" in one.identifier, "the files are shown")
    display.resize_active_window(900, 600)
    screen.tab_to(display, "Folder")
    display.press("ctrl+a")
    display.type(str(project))
    display.press("Return")
    kept = cell(screen, "kept.txt")

    other = DragPeer(home, offered)
    try:
        drag(display, PLACE, kept.middle(), other, "welcome")
        cell(screen, "offered.txt")
        assert (project / "offered.txt").read_text() == "brought along\n"

        kept = cell(screen, "kept.txt")
        drag(display, kept.middle(), PLACE, other, "entered")
        eventually(lambda: other.heard[-1].endswith("/kept.txt"), "the other program has it")
        taken = Path(other.heard[-1])
        assert taken != project / "kept.txt"  # a copy: a workspace may be anywhere
        assert taken.read_text() == "kept\n"
    finally:
        other.close()
