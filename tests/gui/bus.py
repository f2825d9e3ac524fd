# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both sides of a message bus: calls that end in time, and peers that answer them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    Message,
    MessageFlag,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

type Answer = tuple[str, tuple[Any, ...]]
"""The signature of what is answered, and the values."""

PATIENCE = 10.0
PROPERTIES = "org.freedesktop.DBus.Properties"
BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
UNKNOWN = "org.freedesktop.DBus.Error.UnknownMethod"


class Bus:
    """One connection that asks; threads may share it."""

    def __init__(self, address: str = "SESSION") -> None:
        self._connection = open_dbus_connection(address, auth_timeout=PATIENCE)
        self._lock = threading.Lock()

    def call(
        self, peer: str, path: str, interface: str, method: str, signature: str = "", *arguments: Any
    ) -> tuple[Any, ...]:
        address = DBusAddress(path, peer, interface)
        message = new_method_call(address, method, signature or None, arguments)
        with self._lock:
            answer = self._connection.send_and_get_reply(message, timeout=PATIENCE)
        return unwrap_msg(answer)

    def get(self, peer: str, path: str, interface: str, name: str) -> Any:
        return self.call(peer, path, PROPERTIES, "Get", "ss", interface, name)[0][1]

    def has_owner(self, name: str) -> bool:
        return bool(self.call(BUS.bus_name, BUS.object_path, BUS.interface, "NameHasOwner", "s", name)[0])

    def close(self) -> None:
        self._connection.close()


class Peer:
    """Owns a name on the session's bus, and answers in a thread of its own until it is closed."""

    def __init__(self, name: str, path: str, interface: str) -> None:
        self.path = path
        self.interface = interface
        self._methods: dict[str, Callable[..., Answer]] = {}
        self._properties: dict[str, tuple[str, Any]] = {}
        self.after_answer: Callable[[], None] = lambda: None
        """Called when an answer has gone out, so that what is sent from there on comes after it."""
        self._closing = False
        self._lock = threading.Lock()
        self._connection: DBusConnection = open_dbus_connection(auth_timeout=PATIENCE)
        request = new_method_call(BUS, "RequestName", "su", (name, 4))  # not to be queued
        answer = unwrap_msg(self._connection.send_and_get_reply(request, timeout=PATIENCE))
        assert answer[0] == 1, f"{name} belongs to somebody else on this bus"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def answers(self, method: str, handler: Callable[..., Answer]) -> None:
        """`handler` gets the sender and what was sent; it runs in the peer's thread."""
        self._methods[method] = handler

    def tells(self, name: str, signature: str, value: Any) -> None:
        """A property that can be read."""
        self._properties[name] = (signature, value)

    def start(self) -> None:
        self._thread.start()

    def emit(self, signal: str, signature: str = "", *values: Any) -> None:
        address = DBusAddress(self.path, None, self.interface)
        self._send(new_signal(address, signal, signature or None, values))

    def close(self) -> None:
        """The name is free afterwards."""
        self._closing = True
        if self._thread.is_alive():
            self._thread.join(timeout=PATIENCE)
        self._connection.close()

    def _send(self, message: Message) -> None:
        with self._lock:
            self._connection.send(message)

    def _serve(self) -> None:
        while not self._closing:
            try:
                message = self._connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            except OSError:
                return
            if message.header.message_type is MessageType.method_call:
                self._answer(message)

    def _answer(self, message: Message) -> None:
        fields = message.header.fields
        method = fields[HeaderFields.member]
        try:
            if fields.get(HeaderFields.interface) == PROPERTIES:
                signature, values = self._property(method, *message.body)
            else:
                signature, values = self._methods[method](fields[HeaderFields.sender], *message.body)
        except KeyError:
            answer = new_error(message, UNKNOWN, "s", (f"there is no {method}",))
        else:
            answer = new_method_return(message, signature or None, values)
        if not message.header.flags & MessageFlag.no_reply_expected:
            self._send(answer)
        self.after_answer()

    def _property(self, method: str, *arguments: str) -> Answer:
        if method == "GetAll":
            return "a{sv}", (self._properties,)
        return "v", (self._properties[arguments[1]],)


__all__ = ["Answer", "Bus", "DBusErrorResponse", "Peer"]
