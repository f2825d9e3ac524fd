# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server tells the webhooks in its environment, in the words of the Python server."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from llm_peer import Turn, call, finish
from program import Program, status
from target import Server, berthd_path, eventually, make_server, target_name
from webhook_peer import WebhookPeer

KEY = "a-key-of-the-environment"


@pytest.fixture
def hook() -> Iterator[WebhookPeer]:
    receiver = WebhookPeer()
    yield receiver
    receiver.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts one server whose environment says what the arguments say."""
    servers: list[Server] = []

    def start(environment: dict[str, str]) -> Server:
        keys = {"OH_SESSION_API_KEYS_0": KEY} if target_name() == "berth" else {}
        servers.append(make_server(tmp_path / "hooked" / "data"))
        servers[-1].environment = environment | keys
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        if server.running:
            server.stop()


def first_key(server: Server) -> str:
    return KEY if target_name() == "berth" else server.api_key


def ids_of(program: Program, conversation: object) -> list[str]:
    return [event["id"] for event in program.stored_events(conversation)]


def test_every_event_arrives_once_and_in_order(hook, serve, program_on):
    server = serve(hook.environment(flush_delay=0.3, headers='{"X-Own": "mine"}'))
    program = program_on(server)
    conversation = program.ask(program.peer.play(call("terminal", command="echo hi"), finish()))

    stored = ids_of(program, conversation)
    hook.wait_for_events(conversation.id, set(stored))
    told = hook.events(conversation.id)
    assert [event["id"] for event in told if event.get("key") != "full_state"] == stored
    assert told[0]["key"] == "full_state", "what the conversation is like comes first"
    batches = [one.body for one in hook.deliveries if "/events/" in one.path]
    assert max(len(batch) for batch in batches) <= 5
    for delivery in hook.deliveries:
        assert delivery.headers["content-type"] == "application/json"
        assert delivery.headers["x-own"] == "mine"
        assert delivery.headers["x-session-api-key"] == first_key(server)


def test_pieces_of_an_answer_do_not_arrive(hook, serve, program_on):
    program = program_on(serve(hook.environment(flush_delay=0.3)))
    script = program.peer.play(finish("A long answer in many words."))
    conversation = program.ask(script, llm=program.llm(script, stream=True))

    hook.wait_for_events(conversation.id, set(ids_of(program, conversation)))
    assert "StreamingDeltaEvent" not in {event["kind"] for event in hook.events(conversation.id)}


def test_a_conversation_is_told_when_somebody_acts_on_it(hook, serve, program_on):
    program = program_on(serve(hook.environment(flush_delay=0.3)))
    conversation = program.ask(program.peer.play(finish()))
    path = f"/api/conversations/{conversation.id}"
    with program.http() as http:
        http.post(f"{path}/pause").raise_for_status()
        eventually(lambda: len(hook.infos()) == 2, 10, "the pause is told")
        http.post(f"{path}/interrupt").raise_for_status()
        eventually(lambda: len(hook.infos()) == 3, 10, "the interruption is told")
        http.patch(path, json={"title": "Another title"}).raise_for_status()
        eventually(lambda: len(hook.infos()) == 4, 10, "the title is told")
        shown = http.get(path).json()
        http.delete(path).raise_for_status()
    eventually(lambda: len(hook.infos()) == 5, 10, "the end is told")

    infos = hook.infos()
    assert [info["execution_status"] for info in infos] == [
        "idle", "finished", "finished", "finished", "deleting",
    ]
    assert infos[3]["title"] == "Another title"
    assert set(infos[3]) == set(shown)
    assert infos[3]["id"] == str(conversation.id)
    assert infos[3]["agent"]["llm"]["api_key"] is None


def test_what_was_refused_arrives_later(hook, serve, program_on):
    hook.status = 503
    program = program_on(serve(hook.environment(flush_delay=0.3, num_retries=1, retry_delay=0)))
    conversation = program.ask(program.peer.play(call("terminal", command="echo hi"), finish()))
    eventually(lambda: len(hook.deliveries) >= 4, 15, "the server tries several times")
    hook.status = 200

    stored = ids_of(program, conversation)
    hook.wait_for_events(conversation.id, set(stored))
    told = [e["id"] for e in hook.events(conversation.id) if e.get("key") != "full_state"]
    assert told == stored


def test_the_oldest_are_dropped_when_too_many_wait(hook, serve, program_on):
    hook.status = 503
    settings = {"flush_delay": 0.3, "num_retries": 0, "retry_delay": 0, "max_queue_size": 3}
    program = program_on(serve(hook.environment(**settings)))
    conversation = program.ask(program.peer.play(call("terminal", command="echo hi"), finish()))
    seen = len(hook.deliveries)
    eventually(lambda: len(hook.deliveries) > seen + 1, 15, "the server still tries")
    hook.status = 200

    stored = ids_of(program, conversation)
    hook.wait_for_events(conversation.id, {stored[-1]})
    told = [e["id"] for e in hook.events(conversation.id)]
    assert len(told) <= 6
    assert stored[0] not in told


# The Python server waits for the receiver, 30 seconds at a time, before its run goes on.
@pytest.mark.berth_only
def test_a_receiver_that_never_answers_does_not_slow_a_run(hook, serve, program_on):
    hook.gate.clear()
    program = program_on(serve(hook.environment(event_buffer_size=1)))
    turns: list[Turn] = [call("terminal", command=f"echo {number}") for number in range(5)]
    began = time.monotonic()
    conversation = program.ask(program.peer.play(*turns, finish()))

    assert status(conversation) == "finished"
    assert time.monotonic() - began < 25, "the receiver's 30 seconds were waited for"
    assert hook.arrived > 0 and not hook.deliveries
    hook.gate.set()
    hook.wait_for_events(conversation.id, set(ids_of(program, conversation)))


def test_what_waits_is_delivered_when_the_server_stops(hook, serve, program_on):
    server = serve(hook.environment(flush_delay=600, event_buffer_size=100))
    program = program_on(server)
    conversation = program.ask(program.peer.play(finish()))
    stored = ids_of(program, conversation)
    assert hook.events(conversation.id) == []

    server.stop()
    assert set(stored) <= {event["id"] for event in hook.events(conversation.id)}


@pytest.mark.berth_only
def test_the_server_stops_in_time_beside_a_silent_receiver(hook, serve, program_on):
    hook.gate.clear()
    server = serve(hook.environment(event_buffer_size=1))
    program = program_on(server)
    program.ask(program.peer.play(finish()))
    server.stop()

    log = server.log()
    assert log.count("never got") == 1, log[-4000:]
    assert "server.webhooks" in log


@pytest.mark.berth_only
def test_an_outage_is_one_line_in_the_log(hook, serve, program_on):
    hook.status = 500
    settings = {"flush_delay": 0.1, "num_retries": 0, "max_queue_size": 6, "event_buffer_size": 1}
    secret = "Bearer of-a-secret"
    server = serve(hook.environment(**settings, headers='{"Authorization": "%s"}' % secret))
    program = program_on(server)
    turns = [call("terminal", command=f"echo {number}") for number in range(3)]
    conversation = program.ask(program.peer.play(*turns, finish()))
    eventually(lambda: len(hook.deliveries) > 10, 15, "the server still tries")
    hook.status = 200
    hook.wait_for_events(conversation.id, {ids_of(program, conversation)[-1]})
    eventually(lambda: "takes what it gets again" in server.log(), 5, "the end of the outage is told")

    lines = [line for line in server.log().splitlines() if "server.webhooks" in line]
    assert len(lines) == 2, lines
    assert "does not take what it gets" in lines[0]
    assert secret not in server.log()


@pytest.mark.berth_only
def test_a_webhook_that_cannot_be_used_is_refused(tmp_path):
    command = [str(berthd_path()), "serve", "--port", "0", "--data-dir", str(tmp_path / "data")]
    environment = os.environ | {"OH_WEBHOOKS_0_BASE_URL": "nonsense"}
    refused = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=20)
    assert refused.returncode == 2
    assert "webhooks[0]: base_url" in refused.stderr
    assert not (tmp_path / "data").exists(), "nothing is touched"
