# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every shortcut by real keys, and what can be done with a conversation as a whole."""

from __future__ import annotations

import zipfile
from collections.abc import Callable

import pytest

from llm_peer import LlmPeer, call, finish, say
from panel import Panel
from patience import eventually
from program import Berth, Home
from screen import Screen
from session import Display

type Start = Callable[..., Berth]


@pytest.fixture
def window(start: Start, home: Home, screen: Screen, peer: LlmPeer, panel: Panel) -> Berth:
    """On the page of the conversations, with one open that failed once and is done."""
    program = start()
    screen.wait_for_title("Home")
    made = home.converse(peer, peer.play(say("The needle is here."), finish("All is well.")), title="Look around",
                         message="Look.")
    home.becomes(made, "finished")
    return program


def open_conversation(screen: Screen, display: Display) -> None:
    screen.choose_conversation(display, "Look around")
    screen.wait(lambda one: one.role == "list item" and "The needle is here." in one.name, "the answer is shown")


def run_action(screen: Screen, display: Display, name: str) -> None:
    display.press("ctrl+k")
    screen.wait_for_focus("text", "Search or run")
    display.type(f"> {name}")
    display.press("Return")


def titles(home: Home) -> list[str]:
    return sorted(item["title"] for item in home.call("GET", "/conversations")["items"])


def test_the_focus_goes_from_pane_to_pane(window: Berth, screen: Screen, display: Display) -> None:
    open_conversation(screen, display)
    display.press("F6")
    screen.wait_for_focus("list", "Timeline")
    display.press("F6")
    screen.wait_for_focus("text", "Message to the agent")
    display.press("F6")
    screen.wait(lambda one: "focused" in one.states and one.role in ("page tab", "page tab list"), "the side panel")
    display.press("F6")
    screen.wait_for_focus("list", "Pages")
    display.press("shift+F6", "shift+F6")
    screen.wait_for_focus("text", "Message to the agent")


def test_a_text_is_found_in_the_conversation(window: Berth, screen: Screen, display: Display) -> None:
    open_conversation(screen, display)
    display.press("ctrl+f")
    screen.wait_for_focus("text", "Find in this conversation")
    display.type("needle")
    screen.named("label", "1 found")
    display.press("F3")
    screen.named("label", "1 of 1")
    display.press("Escape")
    screen.wait_for_focus("list", "Timeline")
    display.press("j")
    screen.wait_for_title("JSON of the card")
    text = screen.wait_for_focus("text", "JSON of the card").text
    assert "The needle is here." in text
    display.press("Escape")
    screen.wait_until_gone("JSON of the card")


def test_other_pages_have_keys_too(window: Berth, screen: Screen, display: Display) -> None:
    pages = (("ctrl+4", "Workspaces", "Filter of workspaces"), ("ctrl+comma", "Settings", "Search settings"))
    for page, title, field in pages:
        for keys in ("ctrl+l", "ctrl+f"):
            display.press(page)
            screen.wait_for_title(title)
            display.press("F6", keys)
            screen.wait_for_focus("text", field)
    display.press("F1")
    screen.wait_for_title("All shortcuts")
    display.type("next pane")
    screen.wait(lambda one: one.role == "cell" and one.name == "Keys: F6", "the key is listed")
    display.press("Escape")
    screen.wait_until_gone("All shortcuts")
    display.press("ctrl+b")
    screen.wait(lambda one: one.name == "Search or run" and one.role == "push button", "the sidebar is still there")
    display.press("ctrl+plus", "ctrl+minus", "ctrl+0")
    assert "text_scale=1" in window.home.window_settings.read_text()


def test_a_terminal_beside_the_conversation(window: Berth, screen: Screen, display: Display, home: Home) -> None:
    open_conversation(screen, display)
    display.press("ctrl+j")
    screen.wait(lambda one: one.name == "Terminal" and "focused" in one.states and one.role != "page tab",
                "the terminal has the focus")
    made = home.folder / "typed"
    display.type(f"touch {made}\n")
    eventually(made.exists, "the shell did it")
    display.press("ctrl+j")
    screen.wait_for_focus("list", "Timeline")


def test_a_conversation_is_renamed_forked_exported_and_deleted(
    window: Berth, screen: Screen, display: Display, home: Home,
) -> None:
    open_conversation(screen, display)
    display.press("F2")
    screen.wait_for_title("Rename the conversation")
    display.type("The needle")
    display.press("Return")
    screen.wait_until_gone("Rename the conversation")
    eventually(lambda: titles(home) == ["The needle"], "it is called otherwise")

    run_action(screen, display, "Export")
    screen.wait_for_title("Export the conversation")
    archive = home.folder / "told.zip"
    display.press("ctrl+a")
    display.type(str(archive))
    display.press("Return")
    eventually(archive.exists, "it was written")
    assert zipfile.ZipFile(archive).namelist()

    run_action(screen, display, "Fork")
    eventually(lambda: len(home.call("GET", "/conversations")["items"]) == 2, "there are two")
    screen.named("label", "Idle")

    run_action(screen, display, "Delete")
    screen.wait(lambda one: one.name == "Delete" and one.role == "push button", "it is asked first")
    screen.press_button(display, "Delete")
    eventually(lambda: len(home.call("GET", "/conversations")["items"]) == 1, "there is one again")


def test_the_model_and_the_policy_are_changed(
    window: Berth, screen: Screen, display: Display, home: Home, peer: LlmPeer,
) -> None:
    script = peer.play(finish("The other one."))
    home.keep_model(peer, script, "other")
    open_conversation(screen, display)
    identifier = home.call("GET", "/conversations")["items"][0]["id"]
    run_action(screen, display, "Change the model")
    screen.wait_for_title("Change the model")
    screen.wait_for_focus("combo box", "Model")
    display.press("Down")
    display.press("Return")
    screen.wait_until_gone("Change the model")
    eventually(lambda: home.call("GET", f"/conversations/{identifier}")["model"] == f"openai/{script.model}",
               "the other model is used")
    run_action(screen, display, "Change when")
    screen.wait_for_title("When to ask")
    screen.wait_for_focus("combo box", "Never")
    display.press("Up")
    display.press("Return")
    screen.wait_until_gone("When to ask")
    eventually(lambda: home.call("GET", f"/api/conversations/{identifier}")["confirmation_policy"]["kind"]
               == "AlwaysConfirm", "it asks")


def test_a_conversation_in_its_own_window(window: Berth, screen: Screen, display: Display) -> None:
    screen.choose_conversation(display, "Look around")
    place = screen.focus_after(lambda: display.press("shift+F10"))
    assert place is not None
    assert place.name.startswith("Open in a window")
    display.press("Return")
    screen.wait_for_title("Look around")
    screen.wait_for_focus("list", "Timeline")
    display.press("ctrl+w")
    screen.wait_until_gone("Look around – Berth")
    display.press("ctrl+k")
    screen.wait_for_focus("text", "Search or run")
    display.type("look around")
    display.press("ctrl+Return")
    screen.wait_for_title("Look around")


def test_another_language_and_theme_in_the_midst_of_a_run(
    start: Start, screen: Screen, display: Display, home: Home, peer: LlmPeer, panel: Panel,
) -> None:
    start()
    screen.wait_for_title("Home")
    go = home.folder / "go"
    script = peer.play(
        call("terminal", command=f"until [ -e {go} ]; do sleep 0.05; done; echo gone on", security_risk="LOW"),
        finish("Over."),
    )
    identifier = home.converse(peer, script, title="Long work", message="Begin.")
    screen.choose_conversation(display, "Long work")
    home.becomes(identifier, "running")
    screen.wait(lambda one: one.role == "list item" and "Begin." in one.name, "it is shown")
    display.press("F6", "F6")
    screen.wait_for_focus("text", "Message to the agent")
    display.type("half a thought")

    run_action(screen, display, "dark theme")
    display.press("ctrl+k")
    screen.wait_for_focus("text", "Search or run")
    display.type("language")
    display.press("Return")
    screen.wait_for_title("Settings")
    screen.tab_to(display, "As the system says")  # the choice of the language
    display.press("d")  # for Deutsch
    screen.wait_for_title("Einstellungen")
    screen.wait_for_focus("combo box", "Deutsch")
    display.press("ctrl+3")
    screen.wait_for_title("Gespräche")
    draft = screen.wait(lambda one: one.role == "text" and one.text == "half a thought", "what was begun is there")
    assert draft.name == "Nachricht an den Agenten"
    screen.named("push button", "Anhalten")
    go.touch()
    screen.named("label", "Fertig")
    assert any("Over." in one.name for one in screen.elements() if one.role == "list item")
