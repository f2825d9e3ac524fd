# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A peer that is told notifications, as a desktop's shell is, and presses their buttons."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bus import Answer, Peer
from patience import PATIENCE

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
CLOSED_BY_CALL = 3


@dataclass(frozen=True)
class Notice:
    number: int
    title: str
    body: str
    actions: dict[str, str]
    """The words of each button, by its name."""
    urgency: int


class Notices:
    def __init__(self) -> None:
        self._numbers = 0
        self._coming: dict[int, Notice] = {}
        self._shown: dict[int, Notice] = {}
        self._changed = threading.Condition()
        self._peer = Peer(NAME, PATH, NAME)
        self._peer.answers("GetCapabilities", lambda _: ("as", (["actions", "body", "persistence"],)))
        self._peer.answers("GetServerInformation", lambda _: ("ssss", ("paper", "Berth", "1", "1.2")))
        self._peer.answers("Notify", self._notify)
        self._peer.answers("CloseNotification", self._close)
        self._peer.after_answer = self._show
        self._peer.start()

    def press(self, notice: Notice, action: str) -> None:
        """As a click on a button does: the action, then the notification is gone."""
        assert action in notice.actions, f"{notice} has no button {action!r}"
        self._peer.emit("ActionInvoked", "us", notice.number, action)
        self._forget(notice.number, reason=2)

    def wait(self, matches: Callable[[Notice], bool], what: str) -> Notice:
        """The first open notification that matches."""
        found: list[Notice] = []

        def has_come() -> bool:
            found[:] = [one for one in self._shown.values() if matches(one)]
            return bool(found)

        with self._changed:
            came = self._changed.wait_for(has_come, PATIENCE)
            assert came, f"no notification within {PATIENCE} s: {what}; shown: {list(self._shown.values())}"
            return found[0]

    def wait_until_gone(self, notice: Notice) -> None:
        with self._changed:
            gone = self._changed.wait_for(lambda: notice.number not in self._shown, PATIENCE)
        assert gone, f"{notice} is still shown"

    def open(self) -> list[Notice]:
        with self._changed:
            return list(self._shown.values())

    def close(self) -> None:
        self._peer.close()

    def _notify(
        self, _sender: str, _program: str, replaces: int, _icon: str, title: str, body: str,
        actions: list[str], hints: dict[str, tuple[str, Any]], _timeout: int,
    ) -> Answer:
        with self._changed:
            if replaces not in self._shown | self._coming:
                self._numbers += 1
                replaces = self._numbers
            buttons = dict(zip(actions[::2], actions[1::2], strict=True))
            urgency = hints.get("urgency", ("y", 1))[1]
            self._coming[replaces] = Notice(replaces, title, body, buttons, urgency)
        return "u", (replaces,)

    def _show(self) -> None:
        """Nobody sees a notification before its program knows its number."""
        with self._changed:
            self._shown |= self._coming
            self._coming.clear()
            self._changed.notify_all()

    def _close(self, _sender: str, number: int) -> Answer:
        self._forget(number, reason=CLOSED_BY_CALL)
        return "", ()

    def _forget(self, number: int, reason: int) -> None:
        with self._changed:
            self._shown.pop(number, None)
            self._changed.notify_all()
        self._peer.emit("NotificationClosed", "uu", number, reason)
