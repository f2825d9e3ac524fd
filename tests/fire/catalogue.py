# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests over every route that the server describes, some as they should be and some as they should not."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

Json = dict[str, Any]

COMMANDS = ["true", "echo one", "exit 3", "sleep 0.05", "echo error >&2", "head -c 100000 /dev/zero", ""]
TEXTS = ["", "x", "Zoë 🚢", "a\0b", "\ud800", "../..", "%2e%2e", "x" * 5000,
         "2026-01-01T00:00:00Z", "TIMESTAMP", "null"]
NUMBERS = [0, 1, 2, 50, 100, -1, 10**6, 2**31, 2**63, 1.5, 1e308]
ODD: list[Any] = [None, True, [], {}, "", 0, -1, 1.5, [[]], {"kind": "Nobody"}, "x" * 3000,
                  [None], {"a": {"b": []}}]
POLICIES = [{"kind": "NeverConfirm"}, {"kind": "AlwaysConfirm"}, {"kind": "ConfirmRisky"}]
SETTLED = ("base_url", "num_retries")
ODDNESS = 0.15


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    body: bytes
    fields: tuple[str, ...] = ()
    creates: bool = False


class Catalogue:
    """Makes up requests from the server's own description, out of what exists on it."""

    def __init__(self, document: Json, chance: random.Random, directory: Path, starts: Callable[[], Json]) -> None:
        self._operations = [
            (method.upper(), path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        ]
        self._chance = chance
        self._directory = directory
        self._starts = starts
        self.conversations: list[str] = []
        self.events: list[str] = [str(uuid.uuid4())]
        self.spared: set[str] = set()

    def __len__(self) -> int:
        return len(self._operations)

    def next(self) -> Call:
        method, path, operation = self._chance.choice(self._operations)
        return self._call(method, path, operation)

    def all(self) -> list[Call]:
        """Every route at least once, in random order."""
        return [self._call(*each) for each in self._chance.sample(self._operations, len(self._operations))]

    def _odd(self) -> bool:
        return self._chance.random() < ODDNESS

    def _call(self, method: str, path: str, operation: Json) -> Call:
        query: list[tuple[str, str]] = []
        for parameter in operation.get("parameters", []):
            name, kind = parameter["name"], parameter["schema"].get("type")
            if parameter["in"] == "path":
                path = path.replace("{" + name + "}", quote(self._path_value(name, method), safe=""))
            elif parameter["required"] or self._chance.random() < 0.4:
                query.append((name, self._query_value(name, kind)))
        content = operation.get("requestBody", {}).get("content", {})
        fields: tuple[str, ...] = ()
        body = b""
        if "multipart/form-data" in content:
            fields = ("Content-Type: multipart/form-data; boundary=b",)
            body = self._form()
        elif "application/json" in content:
            body = self._body(path, content["application/json"]["schema"])
        if query:
            path += "?" + urlencode(query, errors="surrogatepass")
        return Call(method, path, body, fields, path.split("?")[0] == "/api/conversations" and method == "POST")

    def _path_value(self, name: str, method: str) -> str:
        if self._odd():
            return self._chance.choice(["x", "0", "é", str(uuid.uuid4()), "a b", "%"])
        known = self.conversations if name == "id" else self.events
        free = [one for one in known if method != "DELETE" or one not in self.spared]
        return self._chance.choice(free or [str(uuid.uuid4())])

    def _query_value(self, name: str, kind: str | None) -> str:
        if name == "path":
            return self._path()
        if self._odd():
            return self._chance.choice(TEXTS)
        if kind == "integer":
            return str(self._chance.choice(NUMBERS))
        if kind == "boolean":
            return self._chance.choice(["true", "false"])
        if name in ("ids", "page_id", "command_id__eq"):
            return self._chance.choice(self.conversations + self.events)
        return self._chance.choice(TEXTS)

    def _path(self) -> str:
        inside = str(self._directory / self._chance.choice(["a", "b/c", "d", "."]))
        return self._chance.choice([inside, inside, inside, "", "relative", str(self._directory / ("x" * 300))])

    def _form(self) -> bytes:
        name = self._chance.choice(["file", "file", "other"])
        content = b"x" * self._chance.choice([0, 10, 100_000])
        end = b"--b--\r\n" if not self._odd() else b""
        return (f'--b\r\nContent-Disposition: form-data; name="{name}"; filename="f"\r\n\r\n').encode() \
            + content + b"\r\n" + end

    def _body(self, path: str, schema: Json) -> bytes:
        if path == "/api/conversations" and not self._odd():
            return json.dumps(self._starts()).encode()
        value = self._value("", schema)
        text = json.dumps(value).encode()
        if self._odd():
            return self._chance.choice([text[:-1], b"", b"[" * 2000, b"\xff", text + text, b"null"])
        return text

    def _value(self, name: str, schema: Json, depth: int = 0) -> Any:
        if name in SETTLED:
            return self._settled(name)
        special = self._special(name)
        if special is not None and not self._odd():
            return special
        if self._odd() or depth > 6:
            return self._chance.choice(ODD)
        if "oneOf" in schema or "anyOf" in schema:
            return self._value(name, self._chance.choice(schema.get("oneOf") or schema["anyOf"]), depth + 1)
        if "enum" in schema:
            return self._chance.choice(schema["enum"])
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = self._chance.choice(kind)
            if kind == "null":
                return None
        if kind == "object":
            required = schema.get("required", [])
            return {key: self._value(key, each, depth + 1) for key, each in schema.get("properties", {}).items()
                    if key in required or key in SETTLED or self._chance.random() < 0.4}
        if kind == "array":
            return [self._value("", schema.get("items", {}), depth + 1) for _ in range(self._chance.randrange(3))]
        simple = {"integer": NUMBERS, "number": NUMBERS, "boolean": [True, False]}
        return self._chance.choice(simple.get(str(kind), TEXTS))

    def _settled(self, name: str) -> Any:
        """No model elsewhere is asked, and none again and again: its client would wait for minutes, as it wants to."""
        return self._starts()["agent"]["llm"]["base_url"] if name == "base_url" else 0

    def _special(self, name: str) -> Any:
        """What must be harmless: what is run, where, and which model is asked."""
        start = self._starts()
        return {
            "command": self._chance.choice(COMMANDS),
            "timeout": self._chance.choice([1, 2, 5]),
            "cwd": str(self._directory),
            "path": self._path(),
            "policy": self._chance.choice(POLICIES),
            "agent": start["agent"],
            "workspace": start["workspace"],
            "llm": start["agent"]["llm"],
            "profile_name": str(uuid.uuid4()),
            "role": "user",
            "id": str(uuid.uuid4()),
            "secrets": {"NAME": "a-value-that-nobody-needs"},
        }.get(name)
