# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo, and the way from it to work of one's own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from patience import eventually
from program import Berth, Home
from screen import Screen
from session import Display

Start = Callable[..., Berth]


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_leads_on_to_a_model_of_ones_own(start: Start, home: Home, screen: Screen, display: Display) -> None:
    demo = start("--demo")
    screen.named("label", "You are watching the demo")
    assert screen.find(lambda one: one.name == "This desktop shows no tray icons") is None
    screen.press_button(display, "Start with a model of your own")
    assert demo.wait() == 0
    own = home.announced()["pid"]
    try:
        assert own != demo.pid
        screen.watch(own)
        screen.wait(lambda one: one.name == "Set-up", "somebody new is led")
        assert [one["title"] for one in home.call("GET", "/conversations")["items"]] == ["Demo"]
    finally:
        os.kill(own, signal.SIGTERM)
        eventually(lambda: not is_there(own), "it has ended")


def test_its_window_ends_it(start: Start, screen: Screen, display: Display) -> None:
    demo = start("--demo")
    screen.press_button(display, "Stay in the demo")
    screen.wait_until_nothing_says("You are watching the demo")
    display.close_active_window()
    assert demo.wait() == 0
