# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program says to /workspaces."""

from __future__ import annotations

from typing import Any

import httpx

from target import Server, eventually

PATIENCE = 60.0


class Client:
    def __init__(self, server: Server, key: str = "") -> None:
        self.server = server
        self._key = key

    def as_user(self, identifier: str) -> Client:
        """Another user, who is made."""
        made = self.call("POST", "/users", {"id": identifier, "name": identifier})
        assert made.status_code == 201, made.text
        key = self.call("POST", "/keys", {"name": "test", "scopes": ["write"], "user_id": identifier})
        assert key.status_code == 201, key.text
        return Client(self.server, key.json()["key"])

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Header names are written with underscores: If_None_Match."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.request(
            method, f"{self.server.url}{path}", json=body, timeout=PATIENCE,
            headers={"Authorization": f"Bearer {self._key or self.server.api_key}"} | named,
        )

    def make(self, **settings: Any) -> str:
        answer = self.call("POST", "/workspaces", settings)
        assert answer.status_code == 201, answer.text
        identifier: str = answer.json()["id"]
        return identifier

    def read(self, identifier: str) -> dict[str, Any]:
        answer = self.call("GET", f"/workspaces/{identifier}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def all(self) -> list[dict[str, Any]]:
        answer = self.call("GET", "/workspaces")
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    def execute(self, identifier: str, command: str, **more: Any) -> dict[str, Any]:
        answer = self.call("POST", f"/workspaces/{identifier}/execute", {"command": command} | more)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    def say(self, identifier: str, command: str) -> str:
        result = self.execute(identifier, command)
        assert result["exit_code"] == 0, result
        text: str = result["stdout"]
        return text.strip()

    def becomes(self, identifier: str, state: str) -> None:
        eventually(lambda: self.read(identifier)["state"] == state, PATIENCE, f"{identifier} is {state}")
