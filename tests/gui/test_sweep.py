# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page and dialog for a person with a keyboard and a screen reader: all has a name, Tab goes everywhere and round."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from llm_peer import LlmPeer, call, finish
from panel import Panel
from patience import eventually
from program import Berth, Home
from screen import Element, Screen
from session import Display

type Start = Callable[..., Berth]

# What is reached by arrows once the focus is on its list, table, bar of tabs or group.
BY_ARROWS = {"list item", "cell", "table cell", "page tab", "menu item", "column header", "row header", "table row",
             "table column header", "tree item", "scroll bar"}
IN_GROUPS = {"check box", "radio button", "toggle button", "push button"}

PAGES = {
    "Home": "ctrl+1", "Inbox": "ctrl+2", "Conversations": "ctrl+3", "Workspaces": "ctrl+4", "Logs": "ctrl+5",
    "Metrics": "ctrl+6", "Alerts": "ctrl+7", "Keys and users": "ctrl+8", "Settings": "ctrl+comma",
}
# A dialog, and what opens it: the page, and a button there or keys.
DIALOGS = [
    ("New conversation", "ctrl+3", "ctrl+n"),
    ("New model", "ctrl+comma", "New model..."),
    ("New workspace", "ctrl+4", "New workspace"),
    ("New key", "ctrl+8", "New key..."),
]


def focusable(screen: Screen) -> list[Element]:
    """In the window that hears the keyboard."""
    window = next(one for one in screen.windows() if "active" in one.states)
    return [one for one in window.walk() if {"focusable", "sensitive"} <= one.states and one.role not in BY_ARROWS]


def check_names(screen: Screen) -> None:
    """What can be chosen or written in says what it is for."""
    nameless = [f"{one.role} in {one.parent}" for one in screen.elements()
                if {"focusable", "sensitive"} <= one.states and not one.name.strip()]
    assert not nameless, f"without a name: {nameless}"


def tab_chain(screen: Screen, display: Display) -> list[Element]:
    """Presses Tab until the focus is where it was before."""
    chain: list[Element] = []
    paths: set[str] = set()
    for _ in range(150):
        place = screen.focus_after(lambda: display.press("Tab"))
        assert place is not None, f"Tab leads nowhere after {chain[-1] if chain else 'the start'}"
        if place.role in BY_ARROWS:
            place = place.parent
        if place.path in paths:
            return chain
        chain.append(place)
        paths.add(place.path)
    raise AssertionError(f"Tab never comes round: {[str(one) for one in chain]}")


def check_tabs(screen: Screen, display: Display) -> None:
    chain = tab_chain(screen, display)
    seen = {one.path for one in chain}
    groups = {one.parent.path for one in chain if one.role in IN_GROUPS}
    left_out = [str(one) for one in focusable(screen)
                if one.path not in seen and not (one.role in IN_GROUPS and "checked" not in one.states
                                                 and one.parent.path in groups)
                and not any(below.path in seen and below.role == "page tab list" for below in one.children())]
    assert not left_out, f"Tab does not come to {left_out}, but to {[str(one) for one in chain]}"


@pytest.fixture
def window(start: Start, home: Home, screen: Screen, peer: LlmPeer, panel: Panel) -> Berth:
    """With a conversation that asks, and one that is done."""
    program = start()
    screen.wait_for_title("Home")
    home.becomes(home.converse(peer, peer.play(finish("All is well.")), title="Look around", message="Look."), "finished")
    asks = home.converse(peer, peer.play(call("terminal", command="git push")), title="Push it", message="Push.",
                         confirmation_policy={"kind": "AlwaysConfirm"})
    home.becomes(asks, "waiting_for_confirmation")
    screen.wait_for_title("Home · 1 waiting for you")
    return program


def test_every_page_is_walked_by_keyboard(window: Berth, screen: Screen, display: Display) -> None:
    problems = []
    for title, keys in PAGES.items():
        display.press(keys)
        screen.wait_for_title(title)
        try:
            screen.wait_until_awake("Allow once")
            check_names(screen)
            check_tabs(screen, display)
        except AssertionError as error:
            problems.append(f"{title}: {error}")
    assert not problems, "\n".join(problems)


def test_a_conversation_is_walked_by_keyboard(window: Berth, screen: Screen, display: Display) -> None:
    display.press("ctrl+shift+a")
    card = screen.wait_for_focus("filler", "Question, ")
    assert "git push" in card.name
    screen.wait(lambda one: one.name == "Allow once" and "sensitive" in one.states, "the buttons are awake")
    check_names(screen)
    check_tabs(screen, display)
    timeline = screen.named("list", "Timeline")
    assert [one.role for one in timeline.children()] == ["list item"] * len(timeline.children())
    assert all(one.name for one in timeline.children())


def test_every_dialog_is_walked_by_keyboard_and_left_by_escape(
    window: Berth, screen: Screen, display: Display,
) -> None:
    problems = []
    for title, page, way in DIALOGS:
        display.press(page)
        if way.startswith("ctrl"):
            display.press(way)
        else:
            screen.press_button(display, way)
        screen.wait_for_title(title)
        try:
            check_names(screen)
            check_tabs(screen, display)
        except AssertionError as error:
            problems.append(f"{title}: {error}")
        display.press("Escape")
        screen.wait_until_gone(title)
    assert not problems, "\n".join(problems)


def test_the_palette_gives_the_focus_back(window: Berth, screen: Screen, display: Display) -> None:
    display.press("ctrl+4")
    screen.wait_for_title("Workspaces")
    before = screen.focus_after(lambda: display.press("Tab"))
    assert before is not None
    display.press("ctrl+k")
    screen.wait_for_focus("text", "Search or run")
    check_names(screen)
    after = screen.focus_after(lambda: display.press("Escape"))
    assert after is not None
    assert after.name == before.name


def test_opening_a_card_is_told(window: Berth, screen: Screen, display: Display) -> None:
    display.press("ctrl+3")
    screen.wait_for_focus("list", "Conversations")
    display.press("Down")
    screen.named("list", "Timeline")
    screen.tab_to(display, "Timeline")
    display.press("End")
    eventually(lambda: _last(screen) is not None, "the last card is known")
    was_open = "expanded" in _last(screen).states
    display.press("Return")
    eventually(lambda: ("expanded" in _last(screen).states) != was_open, "the card was opened or closed")


def _last(screen: Screen) -> Element:
    return screen.named("list", "Timeline").children()[-1]
