# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader finds in a window: AT-SPI, spoken over its own bus."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from jeepney import HeaderFields, MatchRule, Message, MessageType, message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

from bus import Bus, DBusErrorResponse
from patience import PATIENCE, eventually
from session import Display

ACCESSIBLE = "org.a11y.atspi.Accessible"
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
EVENTS = "org.a11y.atspi.Event.Object"
FOCUS_SECONDS = 2.0
QUIET_SECONDS = 0.02

# Of AtspiStateType.
STATES = {
    1: "active", 4: "checked", 5: "collapsed", 8: "enabled", 9: "expandable", 10: "expanded", 11: "focusable",
    12: "focused", 16: "modal", 22: "selectable", 23: "selected", 24: "sensitive", 25: "showing", 30: "visible",
}


@dataclass(frozen=True)
class Element:
    """Something on the screen. It is asked when a member is read for the first time."""

    bus: Bus
    peer: str
    path: str

    @cached_property
    def name(self) -> str:
        told: str = self.bus.get(self.peer, self.path, ACCESSIBLE, "Name")
        return told

    @cached_property
    def description(self) -> str:
        told: str = self.bus.get(self.peer, self.path, ACCESSIBLE, "Description")
        return told

    @cached_property
    def role(self) -> str:
        told: str = self.bus.call(self.peer, self.path, ACCESSIBLE, "GetRoleName")[0]
        return told

    @cached_property
    def identifier(self) -> str:
        """The classes around it, outermost first, and its own."""
        told: str = self.bus.get(self.peer, self.path, ACCESSIBLE, "AccessibleId")
        return told

    @cached_property
    def states(self) -> frozenset[str]:
        low, high = self.bus.call(self.peer, self.path, ACCESSIBLE, "GetState")[0]
        bits = low | high << 32
        return frozenset(name for bit, name in STATES.items() if bits >> bit & 1)

    @cached_property
    def interfaces(self) -> frozenset[str]:
        told = self.bus.call(self.peer, self.path, ACCESSIBLE, "GetInterfaces")[0]
        return frozenset(name.rpartition(".")[2] for name in told)

    @cached_property
    def text(self) -> str:
        """What is written in a field."""
        told: str = self.bus.call(self.peer, self.path, "org.a11y.atspi.Text", "GetText", "ii", 0, -1)[0]
        return told

    @cached_property
    def parent(self) -> Element:
        peer, path = self.bus.get(self.peer, self.path, ACCESSIBLE, "Parent")
        return Element(self.bus, peer, path)

    def middle(self) -> tuple[int, int]:
        """Where it is on the screen."""
        place = self.bus.call(self.peer, self.path, "org.a11y.atspi.Component", "GetExtents", "u", 0)[0]
        x, y, width, height = place
        return x + width // 2, y + height // 2

    def children(self) -> list[Element]:
        told = self.bus.call(self.peer, self.path, ACCESSIBLE, "GetChildren")[0]
        return [Element(self.bus, peer, path) for peer, path in told if path != "/org/a11y/atspi/null"]

    def grab_focus(self) -> None:
        self.bus.call(self.peer, self.path, "org.a11y.atspi.Component", "GrabFocus")

    def act(self) -> None:
        """Its first action, which must not open anything that waits for a person."""
        self.bus.call(self.peer, self.path, "org.a11y.atspi.Action", "DoAction", "i", 0)

    def walk(self) -> Iterator[Element]:
        """This and what is shown below it, in the order of the tree."""
        try:
            if "showing" not in self.states and self.role != "application":
                return
            below = self.children()
        except DBusErrorResponse:
            return  # it went while it was looked at
        yield self
        for child in below:
            yield from child.walk()

    def __str__(self) -> str:
        return f"{self.role} {self.name!r}"


class Screen:
    """The windows of one program."""

    def __init__(self, session: Bus) -> None:
        address = session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")[0]
        self._bus = Bus(address)
        self._focus = FocusWatch(address)
        self._bus.call(REGISTRY, "/org/a11y/atspi/registry", REGISTRY, "RegisterEvent", "sass",
                       "object:state-changed:focused", [], "")
        self._program = 0

    def watch(self, pid: int) -> None:
        """From now on this process is looked at."""
        self._program = pid
        self._focus.forget()

    def root(self) -> Element | None:
        """The program, once it has told the registry of itself."""
        top = Element(self._bus, REGISTRY, ROOT)
        for program in top.children():
            asked = self._bus.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                   "GetConnectionUnixProcessID", "s", program.peer)
            if asked[0] == self._program:
                return program
        return None

    def elements(self) -> list[Element]:
        try:
            root = self.root()
            return [] if root is None else list(root.walk())
        except DBusErrorResponse:
            return []  # the program has just left

    def windows(self) -> list[Element]:
        """Those that can be seen, with their names."""
        try:
            root = self.root()
            seen = [] if root is None else [one for one in root.children() if "showing" in one.states]
            return [one for one in seen if one.name or one.role]
        except DBusErrorResponse:
            return []  # one of them has just gone

    def find(self, matches: Callable[[Element], bool]) -> Element | None:
        for element in self.elements():
            try:
                if matches(element):
                    return element
            except DBusErrorResponse:
                continue
        return None

    def wait(self, matches: Callable[[Element], bool], what: str) -> Element:
        found: list[Element] = []

        def is_there() -> bool:
            element = self.find(matches)
            found[:] = [] if element is None else [element]
            return bool(found)

        eventually(is_there, what)
        return found[0]

    def named(self, role: str, name: str) -> Element:
        """Waits for something by its role and how its name begins."""
        return self.wait(lambda one: one.role == role and one.name.startswith(name), f"a {role} named {name!r}")

    def wait_for_title(self, beginning: str) -> None:
        """A window of this name is there, and hears the keyboard."""
        eventually(lambda: any(one.name.startswith(beginning) and "active" in one.states for one in self.windows()),
                   f"a window is called {beginning!r}")

    def wait_until_gone(self, title: str) -> None:
        """The window with this title has been closed."""
        eventually(lambda: self.windows() != [] and all(one.name != title for one in self.windows()),
                   f"{title!r} is closed")

    def wait_until_nothing_says(self, beginning: str) -> None:
        """Nothing with this name is shown any more."""
        eventually(lambda: self.root() is not None and self.find(lambda one: one.name.startswith(beginning)) is None,
                   f"nothing says {beginning!r}")

    def wait_until_awake(self, name: str) -> None:
        """Nothing of this name, where there is one, is off any more."""
        eventually(lambda: self.find(lambda one: one.name == name and "sensitive" not in one.states) is None,
                   f"{name!r} is awake")

    def press_button(self, display: Display, name: str) -> None:
        """Goes to a button by Tab and presses it."""
        self.tab_to(display, name)
        display.press("space")

    def tab_to(self, display: Display, name: str) -> Element:
        """Presses Tab until something of this name has the focus; every page is left by less than 200."""
        self.wait(lambda one: one.name.startswith(name) and "focusable" in one.states, f"something named {name!r}")
        for _ in range(200):
            place = self.focus_after(lambda: display.press("Tab"))
            if place is not None and place.name.startswith(name):
                return place
        raise AssertionError(f"Tab does not come to {name!r}")

    def choose_row(self, display: Display, table: str, words: str = "") -> None:
        """Goes to a table by Tab, and down to the row whose first column says this."""
        def is_cell(one: Element) -> bool:
            return one.role == "cell" and words in one.name and one.parent.name == table

        self.wait(is_cell, f"{words!r} is in {table!r}")
        for _ in range(200):
            place = self.focus_after(lambda: display.press("Tab"))
            if place and any((one.role, one.name) == ("table", table) for one in (place, place.parent)):
                break
        else:
            raise AssertionError(f"Tab does not come to {table!r}")
        display.press("ctrl+Home")
        for _ in range(50):
            if self.find(lambda one: "focused" in one.states and is_cell(one)):
                return display.press("space")
            display.press("Down")
        raise AssertionError(f"no arrow leads to {words!r}")

    def choose_conversation(self, display: Display, title: str) -> None:
        """Goes to the page of conversations and, once this one is listed, to the first."""
        display.press("ctrl+3")
        self.wait_for_focus("list", "Conversations")
        self.wait(lambda one: one.role == "list item" and one.name.startswith(title), f"{title!r} is listed")
        display.press("Down")

    def focused(self) -> Element | None:
        return self.find(lambda one: "focused" in one.states and "focusable" in one.states)

    def wait_for_focus(self, role: str, name: str) -> Element:
        return self.wait(lambda one: "focused" in one.states and one.role == role and one.name.startswith(name),
                         f"the focus is on a {role} named {name!r}")

    def focus_after(self, act: Callable[[], None]) -> Element | None:
        """Where the focus went by an act; None when it stayed."""
        self._focus.forget()
        act()
        if not self._focus.wait(FOCUS_SECONDS):
            return None
        # A list tells of itself and then of its row: the program has said all when it answers something else.
        self.root()
        return Element(self._bus, *self._focus.last())

    def describe(self) -> str:
        """All that is shown, one line each, for a person who looks for a fault."""
        lines = []
        for element in self.elements():
            try:
                states = ", ".join(sorted(element.states - {"enabled", "sensitive", "showing", "visible"}))
                lines.append(f"  {element} {states}")
            except DBusErrorResponse:
                continue
        return "\n".join(lines)

    def close(self) -> None:
        self._focus.close()
        self._bus.close()


class FocusWatch:
    """Hears of every change of the focus, in a thread of its own."""

    def __init__(self, address: str) -> None:
        self._connection = open_dbus_connection(address, auth_timeout=10.0)
        rule = MatchRule(type="signal", interface=EVENTS, member="StateChanged")
        Proxy(message_bus, self._connection, timeout=10.0).AddMatch(rule)
        self._places: deque[tuple[str, str]] = deque(maxlen=100)
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def forget(self) -> None:
        with self._changed:
            self._places.clear()

    def wait(self, seconds: float) -> bool:
        """Whether something got the focus since the watch forgot."""
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._places), seconds)

    def last(self) -> tuple[str, str]:
        """Where it is since a moment, in which nothing else was told."""
        with self._changed:
            while True:
                told = len(self._places)
                if not self._changed.wait_for(lambda: len(self._places) > told, QUIET_SECONDS):
                    return self._places[-1]

    def close(self) -> None:
        self._closing = True
        self._thread.join(timeout=5)
        self._connection.close()

    def _listen(self) -> None:
        while not self._closing:
            try:
                message = self._connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            except OSError:
                return
            if _is_focus(message):
                fields = message.header.fields
                with self._changed:
                    self._places.append((fields[HeaderFields.sender], fields[HeaderFields.path]))
                    self._changed.notify_all()


def _is_focus(message: Message) -> bool:
    header = message.header
    if header.message_type is not MessageType.signal or header.fields.get(HeaderFields.member) != "StateChanged":
        return False
    return message.body[0] == "focused" and message.body[1] == 1
