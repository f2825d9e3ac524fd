# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What users may spend on models: where a run stops, how it goes on, and who is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from client import PATIENCE, Client
from llm_peer import COMPLETION_TOKENS, PROMPT_TOKENS, LlmPeer, call, finish, say
from target import BerthServer, eventually

TOKENS = PROMPT_TOKENS + COMPLETION_TOKENS
PRICES = {"input_cost_per_token": 0.01, "output_cost_per_token": 0.01}  # 1.20 dollars for each answer


@pytest.fixture
def admin(peer: LlmPeer, tmp_path: Path) -> Iterator[Client]:
    # The model made of paper is no public address.
    server = BerthServer(tmp_path / "own" / "data", "--outbound-allow", "127.0.0.1")
    server.start()
    yield Client(server, peer)
    server.stop()


def user(admin: Client, name: str, **budget: float) -> Client:
    made = admin.call("POST", "/users", {"id": name, "quotas": {"budget": budget}})
    assert made.status_code == 201, made.text
    return Client(admin.server, admin.peer, admin.call("POST", "/keys", {"user_id": name}).json()["key"])


def raised(admin: Client, name: str, **budget: float) -> None:
    answer = admin.call("PATCH", f"/users/{name}", {"quotas": {"budget": budget}})
    assert answer.status_code == 200, answer.text


def spend(client: Client, **more: Any) -> str:
    """A run of two answers: a command, and a last word. The title is not asked of the model."""
    script = client.peer.play(call("terminal", command="echo one"), finish("Done."))
    made = client.make(script, agent=client.agent(script, **PRICES), title="Spending", message="go", **more)
    return str(made["id"])


def limits(client: Client) -> dict[str, Any]:
    return {item["name"]: item for item in client.call("GET", "/limits").json()["items"] if item["scope"] == "user"}


def firing(client: Client) -> dict[str, str]:
    items = client.call("GET", "/alerts?state=firing").json()["items"]
    return {item["rule"]: item["name"] for item in items if item["rule"].startswith("budget")}


def test_a_run_stops_before_the_question_that_is_too_much_and_goes_on(admin: Client) -> None:
    ann, ben = user(admin, "ann", cost_per_day=1), user(admin, "ben")
    run = spend(ann)
    ann.becomes(run, "error")
    errors = [item for item in ann.events(run) if item["type"] == "error"]
    assert [item["code"] for item in errors] == ["MaxBudgetReached"]
    assert "$1.2000 of the $1.0000" in errors[0]["content"] and "in a day" in errors[0]["content"]
    bens = spend(ben)
    ben.becomes(bens, "finished")
    assert ann.call("POST", f"/conversations/{run}/resume").status_code == 200
    ann.becomes(run, "error")
    raised(admin, "ann", cost_per_day=100)
    assert ann.call("POST", f"/conversations/{run}/resume").status_code == 200
    ann.becomes(run, "finished")
    assert admin.call("GET", "/users/ann").json()["spent"]["today"] == {"cost": pytest.approx(2.4), "tokens": 2 * TOKENS}


def test_what_is_spent_is_seen_and_survives_a_kill(admin: Client) -> None:
    ann = user(admin, "ann", cost_per_month=1.5, tokens_per_day=1000)
    first = spend(ann)
    ann.becomes(first, "finished")
    assert limits(ann)["cost_per_month"] == {
        "name": "cost_per_month", "scope": "user", "unit": "US dollars", "limit": 1.5, "used": pytest.approx(2.4),
    }
    assert limits(ann)["tokens_per_day"]["used"] == 2 * TOKENS
    assert "cost_per_month" not in limits(admin)
    assert firing(ann) == firing(admin) == {"budget_spent": "cost_per_month"}
    admin.server.kill()
    admin.server.start()
    assert limits(ann)["cost_per_month"]["used"] == pytest.approx(2.4)
    eventually(lambda: firing(ann) == {"budget_spent": "cost_per_month"}, PATIENCE, "it is told again")
    second = spend(ann)
    ann.becomes(second, "error")
    raised(admin, "ann", cost_per_month=3)
    assert firing(ann) == {"budget_low": "cost_per_month"}
    raised(admin, "ann")
    assert firing(ann) == {}


def test_the_servers_own_bound_counts_where_a_user_has_none(admin: Client) -> None:
    ann, ben = user(admin, "ann"), user(admin, "ben", tokens_per_day=10_000)
    assert admin.call("PATCH", "/settings", {"max-tokens-per-day": "many"}).status_code == 400
    assert admin.call("PATCH", "/settings", {"max-tokens-per-day": str(TOKENS)}).status_code == 200
    run = spend(ann)
    ann.becomes(run, "error")
    bens = spend(ben)
    ben.becomes(bens, "finished")
    assert limits(ann)["tokens_per_day"]["limit"] == TOKENS
    assert admin.call("PATCH", "/settings", {"max-tokens-per-day": None}).status_code == 200
    assert ann.call("POST", f"/conversations/{run}/resume").status_code == 200
    ann.becomes(run, "finished")


def test_a_user_of_the_same_name_begins_anew(admin: Client) -> None:
    ann = user(admin, "ann", cost_per_day=1)
    ann.becomes(spend(ann), "error")
    assert admin.call("DELETE", "/users/ann?force=true").status_code == 204
    user(admin, "ann", cost_per_day=1)
    assert admin.call("GET", "/users/ann").json()["spent"]["month"] == {"cost": 0, "tokens": 0}
    admin.server.stop()
    admin.server.start()
    assert admin.call("GET", "/users/ann").json()["spent"]["month"] == {"cost": 0, "tokens": 0}


def test_a_conversation_has_a_budget_of_its_own(admin: Client) -> None:
    run = spend(admin, max_budget=1.1)
    admin.becomes(run, "error")
    errors = [item for item in admin.events(run) if item["type"] == "error"]
    assert [(item["code"], item["content"]) for item in errors] == [
        ("MaxBudgetReached", "Agent reached maximum budget limit ($1.1000); accumulated cost $1.2000."),
    ]
    asked = admin.call("POST", f"/api/conversations/{run}/ask_agent", {"question": "How far are you?"})
    assert (asked.status_code, asked.json()["detail"]) == (409, errors[0]["content"])
    assert admin.read(run)["max_budget"] == 1.1 and admin.read(run)["cost"] == pytest.approx(1.2)
    open_alerts = admin.call("GET", "/alerts?state=firing").json()["items"]
    assert [(item["rule"], item["conversation_id"]) for item in open_alerts] == [("budget_spent", run)]
    changed = admin.call("PATCH", f"/conversations/{run}", {"max_budget": None, "title": "Raised", "tags": {"a": "b"}})
    assert changed.status_code == 200, changed.text
    assert {name: changed.json()[name] for name in ("max_budget", "title", "tags")} == {
        "max_budget": None, "title": "Raised", "tags": {"a": "b"},
    }
    assert admin.call("GET", "/alerts?state=firing").json()["items"] == []
    assert admin.call("POST", f"/conversations/{run}/resume").status_code == 200
    admin.becomes(run, "finished")


def test_a_change_that_says_nothing_of_the_budget_leaves_it(admin: Client) -> None:
    made = admin.make(admin.peer.play(say("Done.")), max_budget=5)["id"]
    assert admin.call("PATCH", f"/conversations/{made}", {"title": "Other"}).json()["max_budget"] == 5
    for wrong in ({"max_budget": -1}, {"title": ""}, {"tags": {"No": "x"}}, {"state": "idle"}):
        answer = admin.call("PATCH", f"/conversations/{made}", wrong)
        assert answer.status_code == 422, answer.text
        assert answer.json()["detail"][0]["loc"][:2] == ["body", *wrong]
    admin.server.kill()
    admin.server.start()
    assert admin.read(made)["max_budget"] == 5 and admin.read(made)["title"] == "Other"


def test_a_run_that_reached_its_limit_of_steps_goes_on_with_more(admin: Client) -> None:
    steps = [call("terminal", command=f"echo {step}") for step in range(3)]
    run = admin.make(admin.peer.play(*steps, finish("Done.")), message="go", title="Long", max_iterations=2)["id"]
    admin.becomes(run, "error")
    assert [item["code"] for item in admin.events(run) if item["type"] == "error"] == ["MaxIterationsReached"]
    wrong = admin.call("PATCH", f"/conversations/{run}", {"max_iterations": 0})
    assert (wrong.status_code, wrong.json()["detail"][0]["loc"]) == (422, ["body", "max_iterations"])
    changed = admin.call("PATCH", f"/conversations/{run}", {"max_iterations": 3})
    assert (changed.status_code, changed.json()["max_iterations"]) == (200, 3)
    # Its own steps count, also after a restart.
    admin.server.stop()
    admin.server.start()
    for limit, state, taken in ((3, "error", 3), (4, "finished", 4)):
        admin.call("PATCH", f"/conversations/{run}", {"max_iterations": limit})
        assert admin.call("POST", f"/conversations/{run}/resume").status_code == 200
        admin.becomes(run, state)
        assert admin.read(run)["steps"] == taken


def test_a_kept_agent_brings_its_budget(admin: Client) -> None:
    script = admin.peer.play(call("terminal", command="echo one"), finish("Done."))
    llm = {key: value for key, value in admin.agent(script, **PRICES)["llm"].items() if key != "usage_id"}
    assert admin.call("PUT", "/llms/dear", llm).status_code == 200
    assert admin.call("PUT", "/agents/cheap", {"llm": "dear", "max_budget": -1}).status_code == 422
    assert admin.call("PUT", "/agents/cheap", {"llm": "dear", "max_budget": 0.5}).status_code == 200
    made = admin.call("POST", "/conversations", {"agent": "cheap", "title": "Cheap", "message": "go"}).json()
    assert made["max_budget"] == 0.5
    admin.becomes(made["id"], "error")
    assert len(script.requests) == 1


@pytest.mark.parametrize(("budget", "path"), [
    ({"cost_per_day": -1}, ["body", "quotas", "budget", "cost_per_day"]),
    ({"tokens_per_month": "many"}, ["body", "quotas", "budget", "tokens_per_month"]),
    ({"tokens_per_day": 1e16}, ["body", "quotas", "budget", "tokens_per_day"]),
    ({"per_day": 1}, ["body", "quotas", "budget", "per_day"]),
])
def test_what_is_no_budget_is_refused_with_its_path(admin: Client, budget: dict[str, Any], path: list[str]) -> None:
    answer = admin.call("POST", "/users", {"id": "ann", "quotas": {"budget": budget}})
    assert answer.status_code == 422, answer.text
    assert [problem["loc"] for problem in answer.json()["detail"]] == [path]


def test_the_feed_tells_what_is_spent_to_whom_it_concerns(admin: Client) -> None:
    ann, ben = user(admin, "ann", cost_per_day=5), user(admin, "ben")
    address = admin.server.url.replace("http", "ws", 1) + "/feed"
    with (
        connect(address, additional_headers={"Authorization": f"Bearer {ann.key}"}) as anns,
        connect(address, additional_headers={"Authorization": f"Bearer {ben.key}"}) as bens,
    ):
        for socket in (anns, bens):
            socket.send(json.dumps({"subscribe": ["spending"]}))
            assert told(socket, "snapshot")["items"]
        run = spend(ann)
        ann.becomes(run, "finished")
        change = told(anns, "change")
        while change["item"]["today"]["tokens"] < 2 * TOKENS:
            change = told(anns, "change")
        assert change["id"] == "ann"
        assert change["item"]["limits"] == [
            {"name": "cost_per_day", "unit": "US dollars", "limit": 5, "used": pytest.approx(2.4),
             "renewed_at": change["item"]["limits"][0]["renewed_at"]},
        ]
        spend(ben)
        assert told(bens, "change")["id"] == "ben"


def told(socket: Any, kind: str) -> Any:
    """The next frame of that kind about what is spent."""
    while True:
        frame = json.loads(socket.recv(timeout=PATIENCE))
        if frame["type"] == kind and frame["topic"] == "spending":
            return frame
