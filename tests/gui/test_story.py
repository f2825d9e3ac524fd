# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole story by keyboard alone: from a first start to an action that was allowed and a conversation that is done."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from llm_peer import LlmPeer, call, finish, say, text_of
from notices import Notices
from panel import Panel
from patience import PATIENCE, eventually
from program import KEY, Berth, Home
from screen import Screen
from session import Display, Keyring

type Start = Callable[..., Berth]


def add_model(display: Display, screen: Screen, peer: LlmPeer, model: str) -> None:
    """As a person does on the page Settings."""
    display.press("ctrl+comma")
    screen.wait_for_title("Settings")
    screen.press_button(display, "New model...")
    screen.wait_for_title("New model")
    for text in ("paper", f"openai/{model}", KEY, peer.url):
        display.type(text)
        display.press("Tab")
    display.press("Return")
    screen.wait_until_gone("New model")


def begin(display: Display, screen: Screen, text: str, policy_steps: int = 0) -> None:
    """Ctrl+N, what to do, how often to be asked, Ctrl+Enter."""
    display.press("ctrl+n")
    screen.wait_for_title("New conversation")
    display.type(text)
    if policy_steps:
        display.press(*["Tab"] * 4, *["Down"] * policy_steps)
    display.press("ctrl+Return")
    screen.wait_until_gone("New conversation")
    screen.wait_for_title("Conversations")


def test_from_the_first_start_to_a_finished_conversation(
    start: Start, home: Home, screen: Screen, display: Display, keyring: Keyring, panel: Panel, notices: Notices,
    peer: LlmPeer,
) -> None:
    made = home.folder / "made"
    script = peer.play(
        call("terminal", command=f"echo done > {made}", security_risk="LOW"), finish("The file is there."),
    )
    home.window_settings.unlink()
    start()
    screen.wait(lambda one: one.name == "Set-up", "somebody new is led")
    display.press("Escape")
    screen.wait_until_nothing_says("Set-up")
    screen.wait_for_title("Home")
    add_model(display, screen, peer, script.model)
    begin(display, screen, "Make a file.", policy_steps=1)

    notice = notices.wait(lambda one: "needs your decision" in one.title, "the agent asks")
    assert f"echo done > {made}" in notice.body
    assert not made.exists()
    display.press("ctrl+shift+a")
    card = screen.wait_for_focus("filler", "Question, ")
    assert f"echo done > {made}" in card.name
    screen.wait(lambda one: one.name == "Allow once" and "sensitive" in one.states, "the buttons are awake")
    display.press("a")

    screen.named("label", "Finished")
    screen.wait(lambda one: one.role == "list item" and "The file is there." in one.name, "the answer is in the timeline")
    notices.wait_until_gone(notice)
    assert made.read_text() == "done\n"
    timeline = [one.name for one in screen.elements() if one.role == "list item"]
    assert any("Make a file." in name for name in timeline)
    assert any(name.startswith(f"Command echo done > {made}") for name in timeline)


def test_a_copied_snippet_begins_a_conversation(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel,
) -> None:
    home.window_settings.unlink()
    start()
    screen.wait(lambda one: one.name == "Set-up", "somebody new is led")
    display.press("Escape")
    screen.wait_for_title("Home")
    screen.wait_for_focus("page tab", "Python SDK")
    display.press("Right", "Right")
    screen.wait_for_focus("page tab", "curl")
    display.press("ctrl+c")
    display.press("ctrl+n")
    field = screen.wait_for_focus("text", "What should the agent do?")
    display.press("ctrl+v")  # where it can be read
    eventually(lambda: "curl" in replace(field).text, "it was copied")
    snippet = replace(field).text
    display.press("Escape")
    screen.wait_until_gone("New conversation")
    done = subprocess.run(["sh", "-ec", snippet], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    display.press("ctrl+3")
    screen.wait(lambda one: one.role == "list item" and "(Finished at " in one.name, "it is there")


def test_nobody_is_led_twice(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel,
) -> None:
    home.window_settings.unlink()
    first = start()
    screen.wait(lambda one: one.name == "Set-up", "somebody new is led")
    display.press("Escape")
    screen.wait_until_nothing_says("Set-up")
    first.stop()
    start()
    screen.wait_for_title("Home")
    screen.named("push button", "Search or run")
    assert screen.find(lambda one: one.name == "Set-up") is None


def test_the_master_key_is_in_the_keyring(start: Start, home: Home, screen: Screen, keyring: Keyring) -> None:
    before = keyring.labels()
    start()
    screen.wait_for_title("Home")
    home.announced()
    eventually(lambda: len(keyring.labels()) > len(before), "something new is in the keyring")
    assert not list(home.data.glob("*master*"))


def test_a_denied_action_is_not_done_and_the_agent_reads_why(
    start: Start, home: Home, screen: Screen, display: Display, peer: LlmPeer, panel: Panel, notices: Notices,
) -> None:
    made = home.folder / "made"
    script = peer.play(call("terminal", command=f"touch {made}", security_risk="HIGH"), say("I leave it."))
    start()
    screen.wait_for_title("Home")
    home.keep_model(peer, script)
    begin(display, screen, "Make a file.")
    notices.wait(lambda one: "needs your decision" in one.title, "the agent asks")
    display.press("ctrl+shift+a")
    screen.wait_for_focus("filler", "Question, high risk")
    screen.wait(lambda one: one.name == "Deny..." and "sensitive" in one.states, "the buttons are awake")
    display.press("d")
    screen.wait_for_title("Deny")
    display.type("Not there.")
    display.press("Return")

    screen.named("label", "Finished")
    assert not made.exists()
    assert any("Not there." in told for told in script.tool_results())


def test_high_risk_needs_two_presses(
    start: Start, home: Home, screen: Screen, display: Display, peer: LlmPeer, panel: Panel, notices: Notices,
) -> None:
    made = home.folder / "made"
    script = peer.play(call("terminal", command=f"touch {made}", security_risk="HIGH"), finish())
    start()
    screen.wait_for_title("Home")
    home.keep_model(peer, script)
    begin(display, screen, "Make a file.")
    notice = notices.wait(lambda one: "needs your decision" in one.title, "the agent asks")
    assert "allow" not in notice.actions  # not what is dangerous, from outside the window
    display.press("ctrl+shift+a")
    screen.wait_for_focus("filler", "Question, high risk")
    screen.wait(lambda one: one.name == "Allow once" and "sensitive" in one.states, "the buttons are awake")
    display.press("a")
    screen.named("label", "High risk: press once more")
    assert not made.exists()
    display.press("a")
    screen.named("label", "Finished")
    assert made.exists()


def test_a_letter_answers_in_the_inbox(
    start: Start, home: Home, screen: Screen, display: Display, peer: LlmPeer, panel: Panel,
) -> None:
    made = home.folder / "made"
    script = peer.play(call("terminal", command=f"touch {made}", security_risk="LOW"), finish("Done."))
    start()
    screen.wait_for_title("Home")
    made_id = home.converse(peer, script, title="Careful", message="Go.",
                            confirmation_policy={"kind": "AlwaysConfirm"})
    display.press("ctrl+2")
    screen.wait_for_focus("table", "What needs you")
    screen.wait(lambda one: one.role == "list item" and "touch" in one.name, "what happened last is shown")
    screen.wait(lambda one: one.name == "Allow once" and "sensitive" in one.states, "the buttons are awake")
    display.press("a")
    eventually(made.exists, "it was allowed")
    home.becomes(made_id, "finished")
    screen.wait(lambda one: "Nothing needs you" in one.name, "nothing is left")


def test_a_draft_and_a_message_to_an_agent_at_work(
    start: Start, home: Home, screen: Screen, display: Display, peer: LlmPeer, panel: Panel, tmp_path: Path,
) -> None:
    script = peer.play(say("First answer."), say("Second answer."))
    start()
    screen.wait_for_title("Home")
    home.keep_model(peer, script)
    begin(display, screen, "Begin.")
    screen.wait(lambda one: "First answer." in one.name and one.role == "list item", "the first answer")
    screen.wait_for_title("Conversations")
    screen.tab_to(display, "Message to the agent")
    display.type("Go on, please.")
    display.press("ctrl+Return")
    screen.wait(lambda one: "Second answer." in one.name and one.role == "list item", "the second answer")
    assert text_of(script.requests[-1]["messages"][-1]["content"]) == "Go on, please."
