# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A panel that shows icons and their menus, as Plasma's and GNOME's extension do: StatusNotifierItem and DBusMenu."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bus import Answer, Bus, Peer
from patience import PATIENCE, eventually

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"


@dataclass(frozen=True)
class Row:
    """One row of a menu."""

    number: int
    text: str
    is_enabled: bool
    is_visible: bool
    is_checked: bool
    rows: list[Row] = field(default_factory=list)

    def walk(self) -> Iterator[Row]:
        yield self
        for row in self.rows:
            yield from row.walk()


class Panel:
    """The place for icons, empty until a program registers one."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._items: list[tuple[str, str]] = []
        self._changed = threading.Condition()
        self._peer = Peer(WATCHER, "/StatusNotifierWatcher", WATCHER)
        self._peer.answers("RegisterStatusNotifierItem", self._register)
        self._peer.answers("RegisterStatusNotifierHost", lambda *_: ("", ()))
        self._peer.tells("IsStatusNotifierHostRegistered", "b", True)
        self._peer.tells("ProtocolVersion", "i", 0)
        self._peer.tells("RegisteredStatusNotifierItems", "as", [])
        self._peer.start()

    def wait_for_icon(self) -> Icon:
        """The newest icon, as soon as there is one."""
        with self._changed:
            came = self._changed.wait_for(lambda: bool(self._items), PATIENCE)
            assert came, f"no icon within {PATIENCE} s"
            return Icon(self._bus, *self._items[-1])

    def forget(self) -> None:
        with self._changed:
            self._items.clear()

    def close(self) -> None:
        self._peer.close()

    def _register(self, sender: str, service: str) -> Answer:
        peer, path = (sender, service) if service.startswith("/") else (service, "/StatusNotifierItem")
        with self._changed:
            self._items.append((peer, path))
            self._changed.notify_all()
        self._peer.emit("StatusNotifierItemRegistered", "s", peer + path)
        return "", ()


class Icon:
    def __init__(self, bus: Bus, peer: str, path: str) -> None:
        self._bus = bus
        self._peer = peer
        self._path = path

    def tooltip(self) -> str:
        title: str = self._bus.get(self._peer, self._path, ITEM, "ToolTip")[2]
        return title

    def pictures(self) -> list[tuple[int, int, bytes]]:
        """Width, height and pixels of each size that is offered."""
        offered: list[tuple[int, int, bytes]] = self._bus.get(self._peer, self._path, ITEM, "IconPixmap")
        return offered

    def menu(self) -> Row:
        """The whole menu as it is now."""
        path = self._bus.get(self._peer, self._path, ITEM, "Menu")
        layout = self._bus.call(self._peer, path, MENU, "GetLayout", "iias", 0, -1, [])[1]
        return _row(layout)

    def find(self, text: str) -> Row | None:
        """A row of the menu or of a submenu, by how its text begins."""
        found = (row for row in self.menu().walk() if row.is_visible and row.text.startswith(text))
        return next(found, None)

    def menu_row(self, text: str) -> Row:
        row = self.find(text)
        assert row is not None, f"the menu has no row {text!r}"
        return row

    def wait_for_row(self, text: str, matches: Callable[[Row], bool] = lambda row: row.is_enabled) -> Row:
        found: list[Row] = []

        def is_there() -> bool:
            row = self.find(text)
            found[:] = [row] if row is not None and matches(row) else []
            return bool(found)

        eventually(is_there, f"the menu offers {text!r}")
        return found[0]

    def click(self, row: Row) -> None:
        path = self._bus.get(self._peer, self._path, ITEM, "Menu")
        nothing = ("s", "")
        stamp = int(time.time()) & 0xFFFFFFFF
        self._bus.call(self._peer, path, MENU, "Event", "isvu", row.number, "clicked", nothing, stamp)


def _row(layout: tuple[int, dict[str, tuple[str, Any]], list[tuple[str, Any]]]) -> Row:
    number, properties, children = layout

    def told(name: str, default: Any) -> Any:
        return properties[name][1] if name in properties else default

    return Row(
        number=number,
        text=_without_accelerator(told("label", "")),
        is_enabled=told("enabled", True),
        is_visible=told("visible", True),
        is_checked=told("toggle-state", 0) == 1,
        rows=[_row(child[1]) for child in children],
    )


def _without_accelerator(label: str) -> str:
    """An underscore marks the letter to press; two of them are one."""
    return label.replace("__", "\0").replace("_", "").replace("\0", "_")
