# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The three switches at the beginning of the settings, from the switch to what the next start does."""

from __future__ import annotations

import shlex
import subprocess
import threading
import urllib.request
from collections.abc import Callable

from llm_peer import LlmPeer, Turn
from panel import Icon, Panel
from patience import PATIENCE, eventually
from program import Berth, Home
from screen import Screen
from session import Display
from sweep import check

type Start = Callable[..., Berth]


def tells(icon: Icon, words: str) -> None:
    eventually(lambda: words in icon.tooltip(), f"the icon says {words!r}")


def press_switch(screen: Screen, display: Display, name: str, is_on: bool) -> None:
    """By keyboard, on the page Settings."""
    screen.wait_for_title("Home")
    display.press("ctrl+comma")
    screen.wait_for_title("Settings")
    screen.press_button(display, name)
    screen.wait(lambda one: one.name == name and ("checked" in one.states) == is_on, f"{name!r} is pressed")


def kept(home: Home, line: str) -> bool:
    return line in home.window_settings.read_text().splitlines()


def test_the_server_waits_until_somebody_starts_it(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel,
) -> None:
    program = start()
    tells(panel.wait_for_icon(), "nothing to do")
    press_switch(screen, display, "Start the server when Berth opens", False)
    eventually(lambda: kept(home, "starts_server=false"), "the switch is kept")
    program.stop()
    panel.forget()

    program = start()
    icon = panel.wait_for_icon()
    screen.wait_for_title("Home")
    tells(icon, "the server is stopped")
    assert not (home.data / "server.json").exists()
    display.press("ctrl+3")
    screen.wait(lambda one: one.name.startswith("The server is stopped"), "the page says why it is empty")
    check(screen, display)
    display.press("ctrl+1")
    press_switch(screen, display, "Start the server when Berth opens", True)  # needs none
    eventually(lambda: kept(home, "starts_server=true"), "the switch is kept")
    check(screen, display)
    display.press("ctrl+3")
    screen.press_button(display, "Start server")
    tells(icon, "nothing to do")
    screen.named("list", "Conversations")
    with urllib.request.urlopen(home.announced()["url"] + "/health", timeout=PATIENCE) as answer:
        assert answer.status == 200
    program.stop()
    panel.forget()

    start("--background")
    tells(panel.wait_for_icon(), "nothing to do")


def test_the_session_starts_it_without_a_window(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel,
) -> None:
    entry = home.folder / "config/autostart/dev.berth.Berth.desktop"
    program = start()
    icon = panel.wait_for_icon()
    press_switch(screen, display, "Start Berth at login", True)
    eventually(entry.exists, "the session is told")
    icon.wait_for_row("Start at login", lambda row: row.is_checked)
    program.stop()
    panel.forget()
    assert subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True).stdout == ""

    line = next(each for each in entry.read_text().splitlines() if each.startswith("Exec="))
    environment = home.environment | {
        "BERTH_DATA_DIR": str(home.data), "BERTH_PORT": "0", "BERTH_RUNTIME": "local"}
    session = subprocess.Popen(shlex.split(line.removeprefix("Exec=")), env=environment)
    try:
        icon = panel.wait_for_icon()
        tells(icon, "nothing to do")
        screen.watch(session.pid)
        assert screen.windows() == []
        icon.click(icon.wait_for_row("Start at login", lambda row: row.is_checked))
        eventually(lambda: not entry.exists(), "the session is told")
        icon.click(icon.wait_for_row("Quit Berth..."))
        assert session.wait(PATIENCE) == 0
    finally:
        session.kill()


def test_closing_quits_where_that_is_wanted(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel, peer: LlmPeer,
) -> None:
    gate = threading.Event()
    script = peer.play(Turn(text="Done.", gate=gate))
    program = start()
    icon = panel.wait_for_icon()
    press_switch(screen, display, "Keep running when the window closes", False)
    conversation = home.converse(peer, script, message="Work.")
    tells(icon, "1 working")
    display.close_active_window()
    screen.wait(lambda one: "1 agent" in one.name and "working" in one.name, "it says that one agent works")
    icon.click(icon.wait_for_row("Quit Berth..."))  # is not asked twice
    display.press("Escape")
    eventually(lambda: len(screen.windows()) == 1, "the question is gone")
    assert program.is_running and home.state(conversation) == "running"

    gate.set()
    home.becomes(conversation, "finished")
    tells(icon, "nothing to do")
    display.close_active_window()
    assert program.wait() == 0
    assert not (home.data / "server.json").exists()
