# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator watches: alerts, traces, and a log that says what each line is about."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from llm_peer import LlmPeer, call, fail, finish, say
from sink_peer import SinkPeer
from target import Server, eventually, make_server

pytestmark = pytest.mark.berth_only

SECRET = "a secret of the operator"
TRACE = uuid.uuid4().hex
OUTER = "b7ad6b7169203331"


class Watched:
    """A server whose alerts and traces go to sinks, and two users of it."""

    def __init__(self, directory: Path, peer: LlmPeer) -> None:
        self.peer = peer
        self.directory = directory
        self.alerts, self.traces = SinkPeer(), SinkPeer()
        options = ("--alert-webhook", f"{self.alerts.url}/alerts", "--otlp-endpoint", self.traces.url)
        self.server: Server = make_server(directory / "data", *options)
        self.server.environment["BERTH_ALERT_WEBHOOK_SECRET"] = SECRET
        self.server.start()
        with self.client() as admin:
            assert admin.post("/users", json={"id": "bob"}).status_code == 201
            made = admin.post("/keys", json={"user_id": "bob", "scopes": ["read"]})
        self.bobs_key = made.json()["key"]

    def client(self, key: str = "", **headers: str) -> httpx.Client:
        headers["X-Session-API-Key"] = key or self.server.api_key
        return httpx.Client(base_url=self.server.url, headers=headers, timeout=30)

    def run(
        self, client: httpx.Client, model: str, text: str = "Hello.", tools: tuple[str, ...] = ("terminal",)
    ) -> str:
        """A conversation with the model that has ended."""
        llm = {"model": model, "base_url": self.peer.url, "api_key": "sk-paper", "usage_id": "agent", "num_retries": 0}
        body = {
            "agent": {"kind": "Agent", "llm": llm, "tools": [{"name": name} for name in tools]},
            "workspace": {"kind": "LocalWorkspace", "working_dir": str(self.directory)},
            "autotitle": False,
        }
        made = client.post("/api/conversations", json=body)
        assert made.status_code == 201, made.text
        one = made.json()["id"]
        hello = {"role": "user", "content": [{"type": "text", "text": text}], "run": True}
        assert client.post(f"/api/conversations/{one}/events", json=hello).status_code == 200
        ended = ("finished", "error", "stuck")
        eventually(lambda: client.get(f"/api/conversations/{one}").json()["execution_status"] in ended, 15, "it ends")
        return one

    def close(self) -> None:
        self.server.stop()
        self.alerts.close()
        self.traces.close()


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, peer: LlmPeer) -> Iterator[Watched]:
    one = Watched(tmp_path_factory.mktemp("watched"), peer)
    yield one
    one.close()


def firing(client: httpx.Client) -> list[dict[str, Any]]:
    return client.get("/alerts", params={"rule": "models_failing"}).json()["items"]


def test_a_model_that_fails_again_and_again_is_told_until_it_works(watched: Watched) -> None:
    script = watched.peer.play(*(fail(400, "No.") for _ in range(3)), finish())
    model = f"openai/{script.model}"
    address = watched.server.url.replace("http", "ws", 1) + "/feed"
    with watched.client() as client, watched.client(watched.bobs_key) as bob, \
            connect(address, additional_headers={"X-Session-API-Key": watched.server.api_key}) as feed:
        for _ in range(3):
            watched.run(client, model)
        alert = firing(client)[0]
        assert (alert["state"], alert["severity"], alert["user_id"], alert["name"]) == \
            ("firing", "warning", "default", model)
        assert alert["advice"] and alert["since"] and "3 times" in alert["text"]

        rules = bob.get("/alerts/rules").json()
        silent = next(rule for rule in rules["items"] if rule["rule"] == "run_silent")
        assert (silent["threshold"], silent["unit"], silent["option"]) == (30, "minutes", "alert-run-silence")
        assert rules["sinks"] == ["log", "feed", "webhook"]
        assert firing(bob) == []
        assert bob.patch("/alerts/rules/models_failing", json={"enabled": False}).status_code == 403
        assert bob.get("/alerts", params={"user": "default"}).status_code == 403
        assert bob.post(f"/alerts/{alert['id']}/silence", json={"seconds": 60}).status_code == 403
        wrong = client.post(f"/alerts/{alert['id']}/silence", json={"seconds": 10**9})
        assert wrong.status_code == 422 and wrong.json()["detail"][0]["loc"] == ["body", "seconds"]

        watched.run(client, model)
        eventually(lambda: firing(client)[0]["state"] == "resolved", 5, "the alert is over")
        eventually(lambda: len(watched.alerts.posted) == 2, 10, "the webhook was told")
        told = []
        while len(told) < 2:
            frame = json.loads(feed.recv(timeout=10))
            if frame["type"] == "change" and frame["topic"] == "alerts":
                told.append(frame["item"]["state"])
            told = [state for state in told if state != "pending"]
        assert told == ["firing", "resolved"]
    for posted, state in zip(watched.alerts.posted, ("firing", "resolved")):
        stamp = posted.headers["x-berth-timestamp"].encode()
        code = hmac.new(SECRET.encode(), stamp + b"." + posted.raw, hashlib.sha256).hexdigest()
        assert posted.headers["x-berth-signature"] == f"sha256={code}"
        assert (posted.path, posted.body["state"], posted.body["rule"]) == ("/alerts", state, "models_failing")


def test_a_rule_is_changed_for_good(watched: Watched) -> None:
    with watched.client() as client:
        path = "/alerts/rules/run_silent"
        wrong = client.patch(path, json={"threshold": 0})
        assert wrong.status_code == 422 and wrong.json()["detail"][0]["loc"] == ["body", "threshold"]
        assert client.patch("/alerts/rules/none", json={}).status_code == 404
        changed = client.patch(path, json={"threshold": 5, "sinks": ["log"]}).json()
        assert (changed["threshold"], changed["sinks"], changed["changed"]) == (5, ["log"], ["sinks", "threshold"])
        assert changed["given"]["threshold"] == 30
        watched.server.stop()
        watched.server.start()
    with watched.client() as client:
        rules = client.get("/alerts/rules").json()["items"]
        assert next(rule for rule in rules if rule["rule"] == "run_silent") == changed
        back = client.patch(path, json={"threshold": None, "sinks": None}).json()
        assert (back["threshold"], back["changed"]) == (30, [])


def test_a_silent_alert_tells_nobody(watched: Watched) -> None:
    script = watched.peer.play(*(fail(400, "No.") for _ in range(3)), finish())
    model = f"openai/{script.model}"
    with watched.client() as client:
        for _ in range(3):
            watched.run(client, model)
        alert = firing(client)[0]
        eventually(lambda: watched.alerts.posted[-1].body["id"] == alert["id"], 10, "the webhook was told")
        silenced = client.post(f"/alerts/{alert['id']}/silence", json={"seconds": 60})
        assert silenced.status_code == 200 and silenced.json()["silenced_until"]
        told = len(watched.alerts.posted)
        watched.run(client, model)
        eventually(lambda: firing(client)[0]["state"] == "resolved", 5, "the alert is over")
        assert len(watched.alerts.posted) == told


def test_an_agent_that_repeats_itself_is_told_until_its_conversation_is_gone(watched: Watched) -> None:
    script = watched.peer.repeat(lambda: call("terminal", command="true"))
    with watched.client() as client:
        one = watched.run(client, f"openai/{script.model}")

        def stuck() -> dict[str, Any]:
            return next(iter(client.get("/alerts", params={"rule": "run_stuck"}).json()["items"]), {})

        eventually(lambda: stuck().get("state") == "firing", 5, "the alert is told")
        assert stuck()["conversation_id"] == one
        assert client.delete(f"/api/conversations/{one}").status_code == 200
        assert stuck()["state"] == "resolved"


def test_a_trace_leads_from_a_request_to_the_model_and_the_tools(watched: Watched) -> None:
    mark = f"MARK{uuid.uuid4().hex}"
    script = watched.peer.play(call("terminal", command=f"echo {mark}"), finish(mark))
    with watched.client(traceparent=f"00-{TRACE}-{OUTER}-01") as client:
        one = watched.run(client, f"openai/{script.model}", mark)

    def spans() -> list[dict[str, Any]]:
        found = []
        for posted in watched.traces.posted:
            assert posted.path == "/v1/traces"
            for resource in posted.body["resourceSpans"]:
                found += resource["scopeSpans"][0]["spans"]
        return [span for span in found if span["traceId"] == TRACE]

    def named(name: str) -> list[dict[str, Any]]:
        return [span for span in spans() if span["name"] == name]

    eventually(lambda: bool(named("invoke_agent")), 15, "the run is told")
    asked = named("POST /api/conversations/{id}/events")[0]
    assert asked["parentSpanId"] == OUTER
    run = named("invoke_agent")[0]
    assert run["parentSpanId"] == asked["spanId"]
    steps = {span["spanId"] for span in named("step")}
    assert len(steps) == 2
    assert {span["parentSpanId"] for span in named("step")} == {run["spanId"]}
    chats = named(f"chat openai/{script.model}")
    assert {span["parentSpanId"] for span in chats} == steps
    attributes = {each["key"]: each["value"] for each in chats[0]["attributes"]}
    assert attributes["gen_ai.usage.input_tokens"] == {"intValue": "100"}
    assert attributes["gen_ai.conversation.id"] == {"stringValue": one}
    assert {span["parentSpanId"] for span in named("execute_tool terminal")} <= steps
    assert int(run["endTimeUnixNano"]) > int(run["startTimeUnixNano"])
    handed = [headers["traceparent"] for headers in script.headers]
    assert sorted(handed) == sorted(f"00-{TRACE}-{span['spanId']}-01" for span in chats)
    for posted in watched.traces.posted:
        assert mark.encode() not in posted.raw and watched.server.api_key.encode() not in posted.raw


def test_a_line_of_the_log_says_what_it_is_about(watched: Watched) -> None:
    script = watched.peer.play(say("Done."))
    with watched.client() as client, watched.client(watched.bobs_key) as bob:
        one = watched.run(client, f"openai/{script.model}")
        bob.get(f"/api/conversations/{one}")  # what he is refused is not about it
        lines = client.get("/logs", params={"conversation": one}).json()["items"]
        assert lines and {line["conversation"] for line in lines} == {one}
        assert {line["user"] for line in lines} == {"default"}
        own = bob.get("/logs").json()["items"]
        assert own and {line["user"] for line in own} == {"bob"}
        assert bob.get("/logs", params={"conversation": one}).json()["items"] == []
        assert bob.get("/logs", params={"user": "default"}).status_code == 403


def test_what_a_tool_says_is_about_its_conversation(watched: Watched) -> None:
    # A file lies where the folder for what tools keep would be.
    (watched.directory / "data" / "conversations").write_text("in the way")
    plan = call("task_tracker", command="plan", task_list=[{"title": "one", "notes": "", "status": "todo"}])
    script = watched.peer.play(plan, finish("Done."))
    with watched.client() as client:
        one = watched.run(client, f"openai/{script.model}", tools=("task_tracker",))
        lines = client.get("/logs", params={"conversation": one, "room": "tools"}).json()["items"]
    assert [line["message"][:26] for line in lines] == ["A task list was not saved:"]
    assert lines[0]["user"] == "default"


def test_a_feed_tells_of_keys_and_requests_to_who_asks(watched: Watched) -> None:
    address = watched.server.url.replace("http", "ws", 1) + "/feed"
    with watched.client() as client, \
            connect(address, additional_headers={"X-Session-API-Key": watched.server.api_key}) as feed:
        feed.send(json.dumps({"subscribe": ["keys", "requests", "egress"]}))

        def until(topic: str, wanted) -> dict[str, Any]:
            while True:
                frame = json.loads(feed.recv(timeout=10))
                assert frame["type"] != "error", frame
                if frame.get("topic") == topic and frame["type"] == "change" and wanted(frame["item"]):
                    return frame

        while json.loads(feed.recv(timeout=10)).get("topic") != "egress":
            pass
        made = client.post("/keys", json={"name": "seen"}).json()
        told = until("keys", lambda item: item["id"] == made["id"])
        assert told["item"]["name"] == "seen" and made["key"] not in json.dumps(told)
        until("requests", lambda item: item["route"] == "/keys")
        assert client.delete(f"/keys/{made['id']}").status_code == 204
        assert until("keys", lambda item: item["id"] == made["id"])["item"]["revoked_at"]
    with connect(address, additional_headers={"X-Session-API-Key": watched.bobs_key}) as feed:
        feed.send(json.dumps({"subscribe": ["requests"]}))
        while True:
            frame = json.loads(feed.recv(timeout=10))
            if frame["type"] == "error":
                assert frame["detail"] == "There is no topic requests."
                break


def test_requests_tell_what_a_client_is_and_never_its_key(own_server):
    """Whatever it came by: as a header, as a cookie, or in the query."""
    key = own_server.api_key
    ways = [
        {"headers": {"X-Session-API-Key": key}}, {"headers": {"Authorization": f"Bearer {key}"}},
        {"headers": {"X-Session-API-Key": key, "Cookie": f"key={key}", "X-Other": key}},
        {"headers": {"X-Session-API-Key": key}, "params": {"secret": key}},
    ]
    for way in ways:
        way["headers"] |= {"User-Agent": "watcher/1.2", "Accept": "application/json"}
        assert httpx.get(f"{own_server.url}/users/default", **way).status_code == 200
    told = httpx.get(f"{own_server.url}/requests", headers={"X-Session-API-Key": key})
    assert key not in told.text and "x-other" not in told.text.lower()
    items = [item for item in told.json()["items"] if item["route"] == "/users/{id}"]
    assert len(items) == len(ways)
    for item in items:
        assert item["path"] == "/users/default"
        assert item["headers"]["user-agent"] == "watcher/1.2" and item["headers"]["accept"] == "application/json"
    assert items[0]["headers"]["x-session-api-key"] == items[1]["headers"]["authorization"] == "***"
    assert items[2]["headers"]["cookie"] == "***"


def test_figures_count_what_models_refuse(watched: Watched) -> None:
    script = watched.peer.play(fail(400, "No."))
    with watched.client() as client:
        watched.run(client, f"openai/{script.model}")
        text = client.get("/metrics").text
    assert f'berth_llm_requests_total{{model="openai/{script.model}",outcome="LLMBadRequestError"}} 1' in text
    checked = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")
    assert "berth_store_duration_seconds_count" in text and 'berth_store_queue{task="write"}' in text


def test_everybody_sees_what_their_own_conversations_cost(watched: Watched) -> None:
    script = watched.peer.play(say("Hello."))
    with watched.client() as client, watched.client(watched.bobs_key) as bob:
        mine = watched.run(client, f"openai/{script.model}")

        def used() -> list[Any]:
            answer = client.get("/metrics/models")
            assert answer.status_code == 200, answer.text
            return [one["amount"] for one in answer.json()["conversations"] if one["conversation_id"] == mine]

        eventually(lambda: bool(used()), 5, "what it used is kept")
        assert used()[0]["prompt_tokens"] + used()[0]["completion_tokens"] > 0
        assert f"openai/{script.model}" in [one["model"] for one in client.get("/metrics/models").json()["models"]]
        assert bob.get("/metrics/models").json() == {
            "models": [], "conversations": [],
            "whole": {"prompt_tokens": 0, "completion_tokens": 0, "cached_tokens": 0, "cost": 0},
        }
        for minutes in (0, 129601, "x"):
            assert client.get("/metrics/models", params={"minutes": minutes}).status_code == 422


def test_figures_of_before_a_restart_are_kept(own_server):
    headers = {"X-Session-API-Key": own_server.api_key}

    def history(minutes=60):
        answer = httpx.get(f"{own_server.url}/metrics/history", params={"minutes": minutes}, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def counted():
        return sum(item["requests"] for item in history()["items"])

    for _ in range(5):
        assert httpx.get(f"{own_server.url}/nothing", headers=headers).status_code == 404
    assert history()["step"] == 60
    assert counted() >= 5
    assert sum(item["refused"] for item in history()["items"]) >= 5
    own_server.stop()
    own_server.start()
    assert counted() >= 5
    assert history(10080)["step"] == 28 * 60
    assert history(129600)["step"] == 6 * 3600
    assert sum(item["requests"] for item in history(129600)["items"]) >= 5
    for minutes in (0, 129601, "x"):
        wrong = httpx.get(f"{own_server.url}/metrics/history", params={"minutes": minutes}, headers=headers)
        assert wrong.status_code == 422
