# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every single thing of the documented surface has a tag, and is not sent again to who has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import Client
from llm_peer import say

# How one thing of each kind is made here, and where it is read; by the operation that reads it.
Maker = Callable[[Client], str]


def conversation(client: Client) -> str:
    return f"/conversations/{client.make(client.peer.play(say('Done.')))['id']}"


def user(client: Client) -> str:
    client.call("POST", "/users", {"id": "tagged"})
    return "/users/tagged"


def key(client: Client) -> str:
    return f"/keys/{client.call('POST', '/keys', {'name': 'tagged', 'scopes': ['read']}).json()['id']}"


def model(client: Client) -> str:
    client.call("PUT", "/llms/tagged", {"model": "openai/tagged"})
    return "/llms/tagged"


def agent(client: Client) -> str:
    client.call("PUT", "/agents/tagged", {"system_prompt": "Be brief."})
    return "/agents/tagged"


def workspace(client: Client) -> str:
    return f"/workspaces/{client.call('GET', '/workspaces').json()['items'][0]['id']}"


THINGS: dict[str, Maker] = {
    "getConversation": conversation, "readUser": user, "readKey": key, "readModel": model, "readAgent": agent,
    "readWorkspace": workspace,
}
ELSEWHERE = {
    "readImage",  # needs an engine: tests/e2e/workspaces/test_images.py
    "readWorkspaceFile",  # of any size: tests/e2e/workspaces/test_files.py
}
SDK = ("/api/", "/v1/", "/sockets/")  # speaks as the server of the SDK does


def singles(client: Client) -> dict[str, dict[str, Any]]:
    """What reads one thing: its path ends with the thing's name."""
    paths = client.call("GET", "/openapi.json").json()["paths"]
    return {
        operations["get"]["operationId"]: operations["get"]
        for path, operations in paths.items()
        if path.endswith("}") and "get" in operations and not path.startswith(SDK)
    }


def test_every_single_thing_is_in_the_table(client: Client) -> None:
    told = singles(client)
    assert set(told) == set(THINGS) | ELSEWHERE
    assert all("304" in operation["responses"] for operation in told.values())


@pytest.mark.parametrize("operation", THINGS)
def test_what_a_client_has_is_not_sent_again(client: Client, operation: str) -> None:
    path = THINGS[operation](client)
    first = client.call("GET", path)
    assert first.status_code == 200, first.text
    tag = first.headers["etag"]
    assert tag.startswith('"') and tag.endswith('"')
    same = client.call("GET", path, If_None_Match=tag)
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    several = client.call("GET", path, If_None_Match=f'"other", W/{tag}')
    assert several.status_code == 304
    other = client.call("GET", path, If_None_Match='"other"')
    assert (other.status_code, other.content) == (200, first.content)
