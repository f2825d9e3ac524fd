# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""GET /conversations: pages, filters, and what a summary says."""

from __future__ import annotations

from typing import Any

from client import Client
from llm_peer import say


def listed(client: Client, **query: Any) -> list[str]:
    """The ids of all pages."""
    ids: list[str] = []
    while True:
        text = "&".join(f"{name}={value}" for name, value in query.items())
        answer = client.call("GET", f"/conversations?{text}")
        assert answer.status_code == 200, answer.text
        page = answer.json()
        ids += [item["id"] for item in page["items"]]
        if page["next"] is None:
            return ids
        query["after"] = page["next"]


def test_pages_hold_everything_once_newest_first(client: Client) -> None:
    made = [client.make(client.peer.play(), tags={"list": "pages"})["id"] for _ in range(5)]
    assert listed(client, tag="list:pages", limit=2) == made[::-1]


def test_filters_choose(client: Client) -> None:
    first = client.make(client.peer.play(say("The answer is 50% green_ish.")), tags={"list": "one"})
    second = client.make(client.peer.play(), title="Needle in the hay", tags={"list": "two"})
    client.say(first["id"], "Question")
    assert listed(client, tag="list:one") == [first["id"]]
    assert listed(client, text="needle") == [second["id"]]
    assert listed(client, text="50%25 green_ish") == [first["id"]]
    assert second["id"] not in listed(client, text="n%25le")
    assert first["id"] in listed(client, state="finished") and second["id"] not in listed(client, state="finished")
    assert {first["id"], second["id"]} <= set(listed(client, workspace=first["workspace"]))
    assert listed(client, workspace="elsewhere") == []
    assert {first["id"], second["id"]} <= set(listed(client, user="*"))
    assert listed(client, user="nobody") == []
    wrong = client.call("GET", "/conversations?tag=nonsense")
    assert wrong.status_code == 422 and "tag" in wrong.text


def test_a_summary_outlives_the_process(own_server: Any, client_of: Any) -> None:
    client = client_of(own_server)
    made = client.make(client.peer.play(say("One.\n\nLast line.")), tags={"a": "b"}, title="Kept")
    client.say(made["id"], "Hello")
    before = client.call("GET", "/conversations").json()["items"][0]
    assert before["last_line"] == "Last line." and before["tokens"] == 120
    own_server.stop()
    own_server.start()
    after = client.call("GET", "/conversations").json()["items"][0]
    assert after == before | {"steps": 0, "model_seconds": 0, "tool_seconds": 0}  # of a process
