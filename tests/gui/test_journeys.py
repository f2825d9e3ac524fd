# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people go through with a window: others answer too, computers sleep, many agents are halted, keys come and go."""

from __future__ import annotations

import signal
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from llm_peer import LlmPeer, Turn, call, finish, say
from panel import Panel
from patience import PATIENCE, eventually
from program import Berth, Home
from screen import Screen
from session import Display
from target import BerthServer

type Start = Callable[..., Berth]
ASK_ALWAYS = {"kind": "AlwaysConfirm"}


@contextmanager
def asleep(program: Berth) -> Iterator[None]:
    """The window's computer sleeps: it does nothing, and what is sent to it waits."""
    program.process.send_signal(signal.SIGSTOP)
    yield
    program.process.send_signal(signal.SIGCONT)


def show_question(screen: Screen, display: Display, action: str) -> None:
    display.press("ctrl+shift+a")
    card = screen.wait_for_focus("filler", "Question, ")
    assert action in card.name
    screen.wait(lambda one: one.name == "Allow once" and "sensitive" in one.states, "the buttons are awake")


def answer(home: Home, conversation: str, way: str, **more: Any) -> None:
    pending = home.call("GET", f"/conversations/{conversation}")["pending"]
    home.call("POST", f"/conversations/{conversation}/{way}", {"actions": [one["id"] for one in pending]} | more)


def test_of_two_answers_the_first_counts(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel, own_server: BerthServer, peer: LlmPeer,
) -> None:
    made = home.folder / "made"
    script = peer.play(call("terminal", command=f"touch {made}", security_risk="LOW"), finish("Not done."))
    conversation = home.converse(peer, script, title="Careful", message="Go.", confirmation_policy=ASK_ALWAYS)
    program = start()
    screen.wait_for_title("Home · 1 waiting for you")
    show_question(screen, display, "touch")
    with asleep(program):
        answer(home, conversation, "reject", reason="Somebody else said no.")
        display.press("a")  # by a person who does not know yet
    screen.wait_until_nothing_says("Question, ")
    eventually(lambda: home.state(conversation) not in ("running", "waiting_for_confirmation"), "it stops")
    assert not made.exists()
    home.call("POST", f"/conversations/{conversation}/resume")
    home.becomes(conversation, "finished")
    assert not made.exists()
    assert any("Somebody else said no." in told for told in script.tool_results())


def test_an_answer_to_another_action_runs_nothing(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel, own_server: BerthServer, peer: LlmPeer,
) -> None:
    first, second = home.folder / "first", home.folder / "second"
    script = peer.play(call("terminal", command=f"touch {first}", security_risk="LOW"),
                       call("terminal", command=f"touch {second}", security_risk="LOW"), finish())
    conversation = home.converse(peer, script, title="Careful", message="Go.", confirmation_policy=ASK_ALWAYS)
    program = start()
    screen.wait_for_title("Home · 1 waiting for you")
    show_question(screen, display, str(first))
    with asleep(program):
        answer(home, conversation, "reject")
        home.call("POST", f"/conversations/{conversation}/resume")
        eventually(lambda: len(script.requests) == 2, "the agent was asked again")
        home.becomes(conversation, "waiting_for_confirmation")
        display.press("a")  # means the first
    screen.wait(lambda one: one.name.startswith("Question, ") and str(second) in one.name, "the second is asked")
    assert home.state(conversation) == "waiting_for_confirmation"
    assert not first.exists() and not second.exists()
    display.press("ctrl+1")
    show_question(screen, display, str(second))
    display.press("a")
    home.becomes(conversation, "finished")
    assert second.exists() and not first.exists()


def test_a_window_that_slept_tells_what_has_happened(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel, own_server: BerthServer, peer: LlmPeer,
) -> None:
    conversation = home.converse(peer, peer.play(say("Good night."), say("Good morning.")), title="Long work",
                                 message="Begin.")
    home.becomes(conversation, "finished")
    program = start()
    screen.wait_for_title("Home")
    screen.choose_conversation(display, "Long work")
    screen.wait(lambda one: one.role == "list item" and "Good night." in one.name, "the conversation is shown")
    with asleep(program):
        own_server.kill()  # its connections are gone when it wakes up
        own_server.start()
        home.call("POST", f"/conversations/{conversation}/messages", {"message": "Are you there?"})
        home.becomes(conversation, "finished")
    screen.wait(lambda one: one.role == "list item" and "Good morning." in one.name, "it is told of the morning")
    rows = [one.name for one in screen.named("list", "Timeline").children()]
    assert sum("Good night." in row for row in rows) == 1 and sum("Are you there?" in row for row in rows) == 1
    screen.wait_until_nothing_says("The server does not answer.")


def test_ten_busy_agents_are_paused_by_one_key(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel, peer: LlmPeer,
) -> None:
    gate = threading.Event()
    program = start()
    screen.wait_for_title("Home")
    scripts = [peer.play(Turn(calls=call("terminal", command="true").calls, gate=gate), say("On.")) for _ in range(10)]
    busy = [home.converse(peer, script, message="Work.") for script in scripts]
    screen.wait(lambda one: one.role == "list item" and one.name == "Conversations, 10 working", "ten work")
    eventually(lambda: all(script.requests for script in scripts), "each waits for its model")
    display.press("shift+F8")
    gate.set()  # a pause counts after the step that is under way
    for conversation in busy:
        home.becomes(conversation, "paused")
    screen.wait(lambda one: one.role == "list item" and one.name == "Conversations", "none works")
    assert program.is_running


def status_for(home: Home, key: str) -> int:
    """What another program is told that bears this key."""
    url = home.announced()["url"] + "/conversations"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"}),
                                    timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def rows_of(screen: Screen, table: str, column: str) -> list[str]:
    """What a table says in one column, from top to bottom."""
    told = f"{column}: "
    cells = [one for one in screen.elements() if one.role == "cell" and one.name.startswith(told)]
    return [one.name.removeprefix(told) for one in cells if one.parent.name == table]


def test_a_key_is_made_used_and_revoked(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel,
) -> None:
    start()
    screen.wait_for_title("Home")
    display.press("ctrl+8")
    screen.wait_for_title("Keys and users")
    screen.press_button(display, "New key...")
    screen.wait_for_title("New key")
    display.type("laptop")
    display.press("Return")
    screen.wait_for_title("The new key")
    key = screen.named("text", "The new key").text
    assert status_for(home, key) == 200
    screen.press_button(display, "I have stored it")
    screen.wait_until_gone("The new key")
    screen.wait(lambda one: one.role == "cell" and "laptop" in one.name, "it is in the table")
    assert key not in screen.describe()  # it was shown once

    screen.choose_row(display, "Keys", "laptop")
    screen.press_button(display, "Revoke...")
    screen.wait(lambda one: one.name.startswith("It was last used"), "it says whether somebody would miss it")
    screen.press_button(display, "Revoke key")
    screen.wait(lambda one: one.role == "cell" and one.name == "State: Revoked", "it is revoked")
    assert status_for(home, key) == 401

    display.press("ctrl+5")
    screen.wait_for_title("Logs")
    screen.tab_to(display, "Server")  # the first of the tabs
    display.press("Right")
    eventually(lambda: "401" in rows_of(screen, "Requests", "Status"), "the refused request is there")
