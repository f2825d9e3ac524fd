# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server goes away under the open window, and comes back."""

from __future__ import annotations

from collections.abc import Callable

from llm_peer import LlmPeer, call, finish, say
from panel import Panel
from patience import eventually
from program import Berth, Home
from screen import Screen
from session import Display
from target import BerthServer

type Start = Callable[..., Berth]
GONE = "The server does not answer."


def rows(screen: Screen) -> list[str]:
    """The timeline's cards from the first to the last."""
    timeline = screen.find(lambda one: one.role == "list" and one.name == "Timeline")
    return [] if timeline is None else [one.name for one in timeline.children()]


def test_nothing_is_lost_and_nothing_is_stale(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel, own_server: BerthServer, peer: LlmPeer,
) -> None:
    script = peer.play(
        call("terminal", command="echo first"), say("First answer."),
        call("terminal", command="echo second"), finish("Second answer."),
    )
    conversation = home.converse(peer, script, title="Long work", message="Begin.")
    home.becomes(conversation, "finished")
    start()
    screen.wait_for_title("Home")
    screen.choose_conversation(display, "Long work")
    eventually(lambda: any("First answer." in row for row in rows(screen)), "the conversation is shown")
    before = rows(screen)
    screen.tab_to(display, "Message to the agent")
    display.type("half a thought")

    own_server.kill()
    screen.named("label", GONE)
    assert rows(screen) == before
    send = screen.named("push button", "Send")
    assert "sensitive" not in send.states  # it would need the server

    own_server.start()  # at another address
    screen.wait_until_nothing_says(GONE)
    assert rows(screen) == before
    draft = screen.wait_for_focus("text", "Message to the agent")
    assert draft.text == "half a thought"

    display.type(", and the rest")
    display.press("ctrl+Return")
    eventually(lambda: any("Second answer." in row for row in rows(screen)), "the work goes on")
    after = rows(screen)
    assert after[:len(before)] == before
    told = [row for row in after if row.startswith(("You", "Agent", "Command"))]
    assert len(told) == len(set(told)) == 6, after
    assert any("half a thought, and the rest" in row for row in after)


def test_a_question_that_was_answered_meanwhile_is_not_asked_any_more(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel, own_server: BerthServer, peer: LlmPeer,
) -> None:
    script = peer.play(call("terminal", command="true"), finish("Done."))
    conversation = home.converse(peer, script, title="Careful work", message="Begin.",
                                 confirmation_policy={"kind": "AlwaysConfirm"})
    home.becomes(conversation, "waiting_for_confirmation")
    start()
    screen.wait_for_title("Home · 1 waiting for you")
    display.press("ctrl+shift+a")
    screen.wait_for_focus("filler", "Question, ")

    own_server.kill()
    screen.named("label", GONE)
    own_server.start()
    pending = home.call("GET", f"/conversations/{conversation}")["pending"]
    home.call("POST", f"/conversations/{conversation}/approve", {"actions": [one["id"] for one in pending]})
    home.becomes(conversation, "finished")
    screen.wait_until_nothing_says(GONE)
    screen.wait_until_nothing_says("Question, ")
    screen.named("label", "Finished")
    eventually(lambda: any("Done." in row for row in rows(screen)), "the end is in the timeline")
    assert all("waiting" not in one.name for one in screen.windows())
