# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server with two users, and what one of them has."""

from __future__ import annotations

import re
import time
import uuid
from pathlib import Path
from typing import Any

import httpx

from isolation.row import Row
from issuer_peer import IssuerPeer
from target import Server, eventually

NEVER_WERE = {
    "conversation": str(uuid.uuid4()),
    "event": str(uuid.uuid4()),
    "bash_command": str(uuid.uuid4()),
    "key": str(uuid.uuid4()),
    "user": "nobody",
    "workspace": "nobody",
    "rule": str(uuid.uuid4()),
    "sha": "0123abcd",
    "model": "none-model",
    "agent": "none-agent",
    "secret": "NONE_SECRET",
}


class World:
    """Alice has things that bear her mark; Bob has nothing; everybody has keys of several kinds."""

    def __init__(self, server: Server, directory: Path, login: IssuerPeer) -> None:
        self.server = server
        self.directory = directory
        self.mark = f"MARK{uuid.uuid4().hex}"
        self.keys = {"admin": server.api_key, "none": ""}
        for user in ("alice", "bob"):
            self._made("/users", {"id": user, "name": f"{user} {self.mark if user == 'alice' else ''}"})
            self.keys[user] = self._made("/keys", {"user_id": user, "name": user})["key"]
        self.keys["expired"] = self._made("/keys", {"user_id": "alice", "expires_in": 1})["key"]
        self.keys["reader"] = self._made("/keys", {"user_id": "alice", "scopes": ["read"]})["key"]
        self.keys["gauge"] = self._made("/keys", {"user_id": "alice", "scopes": ["metrics"]})["key"]
        now = int(time.time())
        self.keys["login"] = login.token("alice", scope="berth:read", exp=now + 3600)
        self.keys["login expired"] = login.token("alice", exp=now - 3600)
        self.things: dict[str, str] = {}
        self._fill()
        self.operations = self.client("none").get("/openapi.json").json()["paths"]
        expired = self.client("expired")
        eventually(lambda: expired.get("/api/conversations/count").status_code == 401, 10, "a key expires")

    def client(self, who: str) -> httpx.Client:
        headers = {"X-Session-API-Key": self.keys[who]} if self.keys[who] else {}
        return httpx.Client(base_url=self.server.url, headers=headers, timeout=30)

    def start_body(self) -> dict[str, Any]:
        """What starts a conversation of Alice's."""
        agent = {"kind": "Agent", "llm": {"model": "demo/berth", "usage_id": "agent"}, "tools": []}
        workspace = {"kind": "LocalWorkspace", "working_dir": str(self.directory)}
        return {"agent": agent, "workspace": workspace, "tags": {"mark": self.mark.lower()}, "autotitle": False}

    def renew(self) -> None:
        """Gives Alice another conversation for what is about to be done to it."""
        with self.client("alice") as alice:
            made = alice.post("/api/conversations", json=self.start_body())
            assert made.status_code == 201, made.text
            self.things["conversation"] = made.json()["id"]
            said = {"role": "user", "content": [{"type": "text", "text": self.mark}], "run": False}
            path = f"/api/conversations/{self.things['conversation']}"
            assert alice.post(f"{path}/events", json=said).status_code == 200
            events = alice.get(f"{path}/events/search").json()["items"]
            self.things["event"] = next(e["id"] for e in events if e["kind"] == "MessageEvent")

    def call(self, who: str, template: str, method: str, row: Row, things: dict[str, str]) -> httpx.Response:
        path = re.sub(r"{(\w+)}", lambda found: _filled(row.path[found[1]], things), template)
        with self.client(who) as client:
            request = client.build_request(
                method, headers={"Accept": "text/event-stream"} if row.streams else None, url=path, params=_filled(row.query, things) or None,
                json=_filled(row.body, things) if row.body is not None else None, files=row.files,
            )
            answer = client.send(request, stream=True)
            if row.streams and answer.status_code == 200:
                answer.close()
                return httpx.Response(200, headers=answer.headers, text="", request=request)
            answer.read()
            return answer

    def _made(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        with self.client("admin") as admin:
            answer = admin.post(path, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def _fill(self) -> None:
        self.renew()
        (self.directory / "file.txt").write_text(self.mark)
        with self.client("alice") as alice:
            ran = alice.post("/api/bash/execute_bash_command", json={"command": f"echo {self.mark}"})
            assert ran.status_code == 200, ran.text
            self.things["bash_command"] = ran.json()["command_id"]
            events = alice.get("/api/bash/bash_events/search").json()["items"]
            self.things["bash_event"] = next(e["id"] for e in events if e["kind"] == "BashOutput")
        NEVER_WERE["bash_event"] = str(uuid.uuid4())
        self.things["key"] = self._made("/keys", {"user_id": "alice", "name": self.mark})["id"]
        self.things["model"], self.things["agent"] = "alices-model", "alices-agent"
        with self.client("alice") as alice:
            kept = alice.put(f"/llms/{self.things['model']}", json={"model": "demo/berth"})
            assert kept.status_code == 200, kept.text
            kept = alice.put(f"/agents/{self.things['agent']}", json={"llm": self.things["model"]})
            assert kept.status_code == 200, kept.text
            self.things["secret"] = "ALICES_SECRET"
            secret = {"name": self.things["secret"], "value": self.mark, "description": self.mark}
            assert alice.put("/api/settings/secrets", json=secret).status_code == 200
            own = {"agent_settings_diff": {"agent_context": {"system_message_suffix": self.mark}}}
            assert alice.patch("/api/settings", json=own).status_code == 200
            word = {"host": f"{self.mark}.example", "answer": "deny", "scope": "always"}
            said = alice.post("/egress/decisions", json=word)
            assert said.status_code == 200, said.text
            self.things["rule"] = said.json()["rule"]["id"]
        self.things["user"] = "alice"
        self.things["workspace"] = "alice"  # the default workspace has its user's id
        self.things["sha"] = "abcd0123"
        self.things["directory"] = NEVER_WERE["directory"] = str(self.directory)


def _filled(value: Any, things: dict[str, str]) -> Any:
    if isinstance(value, str):
        return re.sub(r"{(\w+)}", lambda found: things[found[1]], value)
    if isinstance(value, dict):
        return {key: _filled(each, things) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, things) for each in value]
    return value
