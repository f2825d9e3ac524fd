# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds in every window: all that can be chosen has a name, and Tab goes everywhere and round."""

from __future__ import annotations

from patience import eventually
from screen import Element, Screen
from session import Display

# What is reached by arrows once the focus is on its list, table, bar of tabs or group.
BY_ARROWS = {"list item", "cell", "table cell", "page tab", "menu item", "column header", "row header", "table row",
             "table column header", "tree item", "scroll bar"}
IN_GROUPS = {"check box", "radio button", "toggle button", "push button"}

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


def leave(screen: Screen, display: Display) -> None:
    """What is in front, by Escape; it puts away the tip of what has the focus before."""
    display.press("shift")  # no tip comes any more
    if screen.find(_is_tip) is not None:
        display.press("Escape")
        eventually(lambda: screen.find(_is_tip) is None, "the tip goes")
    display.press("Escape")


def _is_tip(one: Element) -> bool:
    return one.identifier.endswith(".tip")


def check(screen: Screen, display: Display) -> None:
    check_names(screen)
    check_tabs(screen, display)
