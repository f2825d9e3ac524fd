# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people go through with a window: others answer too, computers sleep, many agents are halted."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from llm_peer import LlmPeer, Turn, call, finish, say
from panel import Panel
from patience import eventually
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
    display.press("ctrl+3")
    screen.wait_for_focus("list", "Conversations")
    display.press("Down")
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
