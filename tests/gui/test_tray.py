# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen and done without a window: the icon, its menu, notifications, and the life of the program."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path

from llm_peer import LlmPeer, Turn, call, finish, say
from notices import Notices
from panel import Icon, Panel
from patience import PATIENCE, eventually
from program import Berth, Home
from screen import Screen
from session import Display
from sweep import check
from target import BerthServer
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import connect

type Start = Callable[..., Berth]
ASK_ALWAYS = {"kind": "AlwaysConfirm"}


def tells(icon: Icon, words: str) -> None:
    eventually(lambda: words in icon.tooltip(), f"the icon says {words!r}")


def is_healthy(home: Home) -> bool:
    with urllib.request.urlopen(home.announced()["url"] + "/health", timeout=PATIENCE) as answer:
        return bool(answer.status == 200)


def test_the_icon_tells_how_things_are(
    start: Start, home: Home, panel: Panel, notices: Notices, peer: LlmPeer,
) -> None:
    gate = threading.Event()
    script = peer.play(Turn(text="Done.", gate=gate), call("terminal", command="true"), finish())
    start("--background")
    icon = panel.wait_for_icon()
    tells(icon, "nothing to do")
    idle = icon.pictures()
    assert {16, 22, 24, 32, 48} <= {width for width, _, _ in idle}

    conversation = home.converse(peer, script, message="Begin.", confirmation_policy=ASK_ALWAYS)
    tells(icon, "1 working")
    eventually(lambda: icon.pictures() != idle, "the picture of work is another")
    working = icon.pictures()
    gate.set()
    home.becomes(conversation, "finished")
    tells(icon, "nothing to do")

    home.call("POST", f"/conversations/{conversation}/messages", {"message": "Now a command."})
    tells(icon, "1 waiting for you")
    eventually(lambda: icon.pictures() not in (idle, working), "the picture of a question is a third")


def test_an_action_is_allowed_from_a_notification_without_a_window(
    start: Start, home: Home, screen: Screen, panel: Panel, notices: Notices, peer: LlmPeer,
) -> None:
    made = home.folder / "made"
    script = peer.play(call("terminal", command=f"touch {made}", security_risk="LOW"), finish())
    start("--background")
    panel.wait_for_icon()
    conversation = home.converse(peer, script, message="Make a file.", confirmation_policy=ASK_ALWAYS)
    notice = notices.wait(lambda one: "needs your decision" in one.title, "the agent asks")
    assert notice.urgency == 2
    assert f"touch {made}" in notice.body
    assert not made.exists()
    notices.press(notice, "allow")
    home.becomes(conversation, "finished")
    assert made.exists()
    assert screen.windows() == []


def test_an_action_is_denied_from_a_notification_and_the_agent_stops(
    start: Start, home: Home, panel: Panel, notices: Notices, peer: LlmPeer,
) -> None:
    made = home.folder / "made"
    script = peer.play(call("terminal", command=f"touch {made}", security_risk="LOW"), finish())
    start("--background")
    panel.wait_for_icon()
    conversation = home.converse(peer, script, message="Make a file.", confirmation_policy=ASK_ALWAYS)
    notice = notices.wait(lambda one: "needs your decision" in one.title, "the agent asks")
    notices.press(notice, "deny")
    eventually(lambda: home.state(conversation) not in ("running", "waiting_for_confirmation"), "it stops")
    assert not made.exists()
    assert len(script.requests) == 1


def test_an_action_is_allowed_from_the_menu(
    start: Start, home: Home, panel: Panel, notices: Notices, peer: LlmPeer,
) -> None:
    made = home.folder / "made"
    script = peer.play(call("terminal", command=f"touch {made}", security_risk="LOW"), finish())
    start("--background")
    icon = panel.wait_for_icon()
    conversation = home.converse(
        peer, script, title="Fetch the logs", message="Make a file.", confirmation_policy=ASK_ALWAYS)
    icon.wait_for_row("Fetch the logs")
    notice = notices.wait(lambda one: "needs your decision" in one.title, "the agent asks")
    row = icon.wait_for_row("Fetch the logs")
    words = [one.text for one in row.rows if one.is_visible]
    assert words[0] == f"touch {made}" or words[0].startswith("touch ")
    assert any(one.startswith("Low risk. ") for one in words)
    icon.click(next(one for one in row.rows if one.text == "Allow once"))
    home.becomes(conversation, "finished")
    assert made.exists()
    notices.wait_until_gone(notice)
    eventually(lambda: icon.find("Fetch the logs") is None, "the menu no longer asks")


def test_pause_all_pauses_all(start: Start, home: Home, panel: Panel, peer: LlmPeer) -> None:
    gate = threading.Event()
    scripts = [peer.play(Turn(calls=call("terminal", command="true").calls, gate=gate), say("On.")) for _ in range(3)]
    start("--background")
    icon = panel.wait_for_icon()
    running = [home.converse(peer, script, message="Work.") for script in scripts]
    tells(icon, "3 working")
    icon.click(icon.wait_for_row("Pause all agents"))
    # A pause counts after the step that is under way.
    eventually(lambda: all(home.state(one) in ("paused", "running") for one in running), "they are told")
    gate.set()
    for conversation in running:
        home.becomes(conversation, "paused")
    tells(icon, "nothing to do")
    eventually(lambda: not icon.menu_row("Pause all agents").is_enabled, "there is nothing to pause")


def test_the_server_is_stopped_and_started_from_the_menu(start: Start, home: Home, panel: Panel) -> None:
    program = start("--background")
    icon = panel.wait_for_icon()
    icon.click(icon.wait_for_row("Stop server"))
    tells(icon, "the server is stopped")
    assert program.is_running
    assert not (home.data / "server.json").exists()
    icon.click(icon.wait_for_row("Start server"))
    tells(icon, "nothing to do")
    assert is_healthy(home)


def test_stopping_the_server_asks_while_an_agent_works(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel, peer: LlmPeer,
) -> None:
    gate = threading.Event()
    script = peer.play(Turn(text="Done.", gate=gate))
    start("--background")
    icon = panel.wait_for_icon()
    home.converse(peer, script, message="Work.")
    tells(icon, "1 working")
    icon.click(icon.wait_for_row("Stop server"))
    screen.wait(lambda one: "1 agent" in one.name and "working" in one.name, "it says that one agent works")
    display.press("Escape")
    eventually(lambda: screen.windows() == [], "the question is gone")
    assert is_healthy(home)
    icon.click(icon.wait_for_row("Stop server"))
    screen.press_button(display, "Stop server")
    gate.set()
    tells(icon, "the server is stopped")


def test_the_server_is_stopped_while_much_is_asked(
    start: Start, home: Home, panel: Panel, peer: LlmPeer,
) -> None:
    program = start("--background")
    icon = panel.wait_for_icon()
    for number in range(100):
        home.converse(peer, peer.play(), title=f"One of many {number}")
    told = home.announced()
    url = told["url"].replace("http", "ws", 1) + "/feed"
    key = {"Authorization": "Bearer " + Path(told["api_key_file"]).read_text().strip()}
    come = threading.Barrier(5)

    def watch() -> None:
        """Asks for all that a window asks for, again and again, until nobody answers."""
        open_ones = []
        try:
            for number in range(50):
                open_ones.append(connect(url, additional_headers=key, open_timeout=PATIENCE))
                if number == 3:
                    come.wait(PATIENCE)
        except (ConnectionClosed, InvalidHandshake, OSError):
            pass

    readers = [threading.Thread(target=watch, daemon=True) for _ in range(4)]
    for reader in readers:
        reader.start()
    come.wait(PATIENCE)
    icon.click(icon.wait_for_row("Stop server"))
    tells(icon, "the server is stopped")
    for reader in readers:
        reader.join(PATIENCE)
        assert not reader.is_alive()
    assert program.is_running


def test_a_second_start_shows_the_window_of_the_first(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel,
) -> None:
    first = start("--background")
    panel.wait_for_icon()
    assert screen.windows() == []
    second = start()
    assert second.wait() == 0
    screen.watch(first.pid)
    screen.wait_for_title("Home")
    eventually(lambda: display.active_window().startswith("Home"), "the window is in front")
    assert first.is_running


def looks_at(screen: Screen, url: str) -> None:
    """The page Home says that it is about this server."""
    screen.wait(lambda one: one.name == "Server address" and one.role == "text" and one.text == url, f"it shows {url}")


def test_a_server_elsewhere_has_a_window_of_its_own_and_only_one(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel, tmp_path: Path, peer: LlmPeer,
) -> None:
    here = start()
    screen.wait_for_title("Home")
    elsewhere = BerthServer(tmp_path / "elsewhere")
    elsewhere.start()
    try:
        key = tmp_path / "key"
        key.write_text(elsewhere.api_key)
        options = ("--connect", elsewhere.url, "--key-file", str(key))
        watcher = start(*options)
        screen.wait_for_title("Home")
        looks_at(screen, elsewhere.url)
        screen.watch(here.pid)
        looks_at(screen, home.announced()["url"])  # it watches its own still
        assert all("active" not in one.states for one in screen.windows())

        display.press("ctrl+3")
        again = start(*options)
        assert again.wait() == 0
        screen.watch(watcher.pid)
        screen.wait_for_title("Conversations")
        assert len(screen.windows()) == 1
        watcher.stop()
        assert elsewhere.running and here.is_running
    finally:
        elsewhere.stop()


def test_closing_the_window_keeps_the_server(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel,
) -> None:
    program = start()
    icon = panel.wait_for_icon()
    screen.wait_for_title("Home")
    display.press("ctrl+3")
    screen.wait_for_title("Conversations")
    display.close_active_window()
    eventually(lambda: screen.windows() == [], "the window is closed")
    assert program.is_running
    assert is_healthy(home)
    icon.click(icon.wait_for_row("Open Berth"))
    screen.wait_for_title("Conversations")


def test_quit_says_what_runs_and_the_next_start_lets_it_go_on(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel, notices: Notices, peer: LlmPeer,
) -> None:
    gate = threading.Event()
    made = home.folder / "made"
    work = Turn(calls=call("terminal", command=f"echo once >> {made}").calls, gate=gate)
    script = peer.play(work, say("Done."))
    program = start("--background")
    icon = panel.wait_for_icon()
    conversation = home.converse(peer, script, message="Work.")
    tells(icon, "1 working")
    icon.click(icon.wait_for_row("Quit Berth..."))
    screen.wait(lambda one: "1 agent" in one.name and "working" in one.name, "it says that one agent works")
    display.press("Escape")
    eventually(lambda: screen.windows() == [], "the question is gone")
    assert program.is_running
    icon.click(icon.wait_for_row("Quit Berth..."))
    screen.tab_to(display, "Pause and quit")
    display.press("space")
    gate.set()
    assert program.wait() == 0
    assert not (home.data / "server.json").exists()
    assert made.read_text() == "once\n" and len(script.requests) == 1
    start("--background")
    notices.wait(lambda one: "1 agent" in one.body and "goes on now" in one.body, "it says what goes on")
    home.becomes(conversation, "finished")
    assert made.read_text() == "once\n" and len(script.requests) == 2


def test_quit_leaves_the_server_of_somebody_else(start: Start, own_server: BerthServer, panel: Panel) -> None:
    program = start("--background")
    icon = panel.wait_for_icon()
    tells(icon, "nothing to do")
    assert icon.find("Stop server") is None
    icon.click(icon.wait_for_row("Quit Berth..."))
    assert program.wait() == 0
    assert own_server.running


def test_without_a_panel_it_is_a_program_with_a_window(
    start: Start, home: Home, screen: Screen, display: Display,
) -> None:
    program = start("--background")
    screen.wait_for_title("Home")
    screen.named("label", "This desktop shows no tray icons")
    screen.wait(lambda one: "ui::TrayNotice" in one.identifier, "it is a notice")
    screen.named("label", "Running")
    check(screen, display)
    screen.press_button(display, "Quit on close")
    screen.wait_until_nothing_says("This desktop shows no tray icons")
    display.close_active_window()
    assert program.wait() == 0


def test_without_a_panel_it_goes_on_when_it_was_told_to(
    start: Start, home: Home, screen: Screen, display: Display,
) -> None:
    program = start()
    screen.press_button(display, "Keep running without it")
    screen.wait_until_nothing_says("This desktop shows no tray icons")
    display.close_active_window()
    eventually(lambda: screen.windows() == [], "the window is closed")
    assert program.is_running
    assert is_healthy(home)
    second = start()
    assert second.wait() == 0
    screen.watch(program.pid)
    screen.wait_for_title("Home")
    assert screen.find(lambda one: one.name == "This desktop shows no tray icons") is None
