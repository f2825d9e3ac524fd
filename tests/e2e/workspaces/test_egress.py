# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people see and say of the hosts that workspaces want to reach. No name here leads anywhere."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from client import Client
from target import BerthServer, eventually

HOST = "unlisted.invalid"


def knock(client: Client, identifier: str, host: str = HOST) -> str:
    """What the proxy in a workspace says to a program that wants to reach a host."""
    line = client.say(
        identifier,
        f"bash -c \"exec 3<>/dev/tcp/127.0.0.1/3128; printf 'CONNECT {host}:443 HTTP/1.1\\r\\n\\r\\n' >&3; "
        "head -n 1 <&3\"",
    )
    return line.split()[1]


def answer(client: Client, **word: Any) -> dict[str, Any]:
    said = client.call("POST", "/egress/decisions", word)
    assert said.status_code == 200, said.text
    outcome: dict[str, Any] = said.json()
    return outcome


def questions(client: Client) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.call("GET", "/egress/questions").json()["items"]
    return items


def test_decisions_are_journalled(client: Client) -> None:
    first, second = client.make(), client.make()
    assert knock(client, first) == "403"
    assert knock(client, second, "other.invalid") == "403"
    page = client.call("GET", "/egress/decisions").json()
    assert [item["host"] for item in page["items"]] == [HOST, "other.invalid"]
    entry = page["items"][0]
    assert entry["workspace_id"] == first and entry["port"] == 443 and entry["time"]
    assert entry["outcome"] == "denied" and entry["reason"] == "not_listed" and not entry["accepts_writes"]
    assert client.call("GET", f"/egress/decisions?after={page['next_after']}").json()["items"] == []
    [only] = client.call("GET", f"/egress/decisions?workspace={second}&outcome=denied").json()["items"]
    assert only["host"] == "other.invalid"
    assert client.call("GET", "/egress/decisions?outcome=allowed").json()["items"] == []
    assert client.call("GET", "/egress/decisions?outcome=maybe").status_code == 422
    unknown = client.call("GET", "/egress/decisions?workspace=somebody")
    assert unknown.status_code == 404 and unknown.json()["detail"] == "Workspace not found: somebody"
    client.server.stop()
    client.server.start()
    assert client.call("GET", "/egress/decisions").json()["items"] == page["items"]


def test_the_list_says_what_takes_uploads(client: Client) -> None:
    hosts = {item["host"]: item for item in client.call("GET", "/egress/hosts").json()["items"]}
    assert hosts["github.com"]["accepts_writes"] and not hosts["pypi.org"]["accepts_writes"]


def test_a_rule_holds_until_it_is_deleted(client: Client) -> None:
    identifier, other = client.make(), client.make()
    rule = answer(client, workspace=identifier, host=HOST, answer="allow", scope="workspace")["rule"]
    assert rule["workspace_id"] == identifier and rule["answer"] == "allow" and rule["port"] is None
    assert knock(client, identifier) in ("502", "504")
    assert knock(client, other) == "403"
    denied = answer(client, host="pypi.org", answer="deny", scope="always")["rule"]
    assert knock(client, other, "pypi.org") == "403"
    assert client.call("GET", "/egress/decisions").json()["items"][-1]["reason"] == "refused"
    assert {item["id"] for item in client.call("GET", "/egress/rules").json()["items"]} == {rule["id"], denied["id"]}
    client.server.stop()
    client.server.start()
    assert knock(client, identifier) in ("502", "504")
    assert client.call("DELETE", f"/egress/rules/{rule['id']}").status_code == 204
    assert client.call("DELETE", f"/egress/rules/{rule['id']}").status_code == 404
    assert knock(client, identifier) == "403"
    answer(client, workspace=other, host=HOST, answer="deny", scope="workspace")
    assert client.call("DELETE", f"/workspaces/{other}").status_code == 204
    eventually(
        lambda: [item["id"] for item in client.call("GET", "/egress/rules").json()["items"]] == [denied["id"]],
        10, "the rules of a workspace go with it",
    )


@pytest.mark.parametrize(("said", "status"), [("allow", ("502", "504")), ("deny", ("403",))])
def test_a_user_is_asked(
    server_with: Callable[..., BerthServer], said: str, status: tuple[str, ...]
) -> None:
    client = Client(server_with("--ask-egress"))
    identifier = client.make(network={"ask_timeout": 60})
    assert client.read(identifier)["settings"]["network"] == {"ask": True, "ask_timeout": 60}
    client.say(identifier, "true")
    with ThreadPoolExecutor() as pool:
        program: Future[str] = pool.submit(knock, client, identifier)
        eventually(lambda: len(questions(client)) == 1, 20, "a question")
        [question] = questions(client)
        assert question["workspace_id"] == identifier and question["host"] == HOST and question["port"] == 443
        assert question["asked_at"] < question["deadline"]
        assert answer(client, host=HOST, answer=said) == {"answered": 1, "rule": None}
        assert program.result(timeout=30) in status
    assert questions(client) == []
    nobody = client.call("POST", "/egress/decisions", {"host": HOST, "answer": "allow"})
    assert nobody.status_code == 404


def test_a_question_gets_more_time(server_with: Callable[..., BerthServer]) -> None:
    client = Client(server_with("--ask-egress", "--ask-timeout", "0"))
    endless = client.make()
    bounded = client.make(network={"ask_timeout": 5})
    client.say(endless, "true")
    client.say(bounded, "true")
    with ThreadPoolExecutor() as pool:
        programs: list[Future[str]] = [pool.submit(knock, client, each) for each in (endless, bounded)]
        eventually(lambda: len(questions(client)) == 2, 20, "two questions")
        by_workspace = {each["workspace_id"]: each for each in questions(client)}
        assert by_workspace[endless]["deadline"] is None
        path = f"/egress/questions/{by_workspace[bounded]['id']}/prolong"
        longer = client.call("POST", path, {"seconds": 900})
        assert longer.status_code == 200 and longer.json()["deadline"] > by_workspace[bounded]["deadline"]
        assert client.call("POST", path, {"seconds": 0}).status_code == 422
        assert client.call("POST", "/egress/questions/none/prolong", {}).status_code == 404
        assert answer(client, host=HOST, answer="deny")["answered"] == 2
        assert [each.result(timeout=30) for each in programs] == ["403", "403"]


def test_nobody_answers(client: Client) -> None:
    identifier = client.make(network={"ask": True, "ask_timeout": 1})
    assert knock(client, identifier) == "403"
    assert questions(client) == []


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"host": HOST}, "answer"),
    ({"answer": "allow"}, "host"),
    ({"host": "a b", "answer": "allow"}, "host"),
    ({"host": f"{HOST}:8080", "answer": "allow"}, "host"),
    ({"host": HOST, "port": 0, "answer": "allow"}, "port"),
    ({"host": HOST, "answer": "perhaps"}, "answer"),
    ({"host": HOST, "answer": "allow", "scope": "workspace"}, "workspace"),
    ({"host": HOST, "answer": "allow", "for": "ever"}, "for"),
]


def test_a_wrong_word_is_refused(client: Client) -> None:
    for body, field in WRONG:
        refused = client.call("POST", "/egress/decisions", body)
        assert refused.status_code == 422, refused.text
        assert refused.json()["detail"][0]["loc"] == ["body", field]
    assert client.call("GET", "/egress/rules").json()["items"] == []
