# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations that nobody uses leave memory and come back; many listeners have their bound."""

import asyncio
import json
import resource

import pytest
import websockets

from llm_peer import call, say
from program import PATIENCE, outputs, status
from target import eventually, is_sanitized
from test_family import start

pytestmark = pytest.mark.berth_only


def resident(server):
    """KiB of memory that the server holds."""
    with open(f"/proc/{server.process.pid}/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def shells(server):
    """Shells that work for the server."""
    found, waiting = 0, [server.process.pid]
    while waiting:
        pid = waiting.pop()
        try:
            with open(f"/proc/{pid}/task/{pid}/children") as children:
                waiting += [int(child) for child in children.read().split()]
            with open(f"/proc/{pid}/comm") as name:
                found += name.read().strip() == "bash"
        except OSError:
            continue
    return found


def test_a_conversation_that_was_away_knows_its_history(server_with, program_on, peer):
    server = server_with("--keep-idle", "1")
    program = program_on(server)
    script = peer.play(
        call("terminal", command="echo ahoy; left=here"),
        say("Done."),
        call("terminal", command="echo ${left:-nothing}"),
        say("Done again."),
    )
    conversation = program.converse(script, delete_on_close=False)
    conversation.send_message("Say ahoy.")
    conversation.run(timeout=PATIENCE)
    assert shells(server) == 1
    program.close()
    program.wait_until_closed()
    eventually(lambda: shells(server) == 0, 20, "the shell of a conversation that left memory ends")

    back = program.converse(script, conversation_id=conversation.id)
    assert status(back) == "finished"
    back.send_message("What is left?")
    back.run(timeout=PATIENCE)
    assert outputs(back) == ["ahoy", "nothing"]
    assert "Say ahoy." in str(script.requests[-1]["messages"])


def test_one_that_somebody_listens_to_stays(server_with, program_on, peer):
    server = server_with("--keep-idle", "1")
    program = program_on(server)
    script = peer.play(call("terminal", command="echo ahoy"), say("Done."))
    idle = program.ask(script, "Say ahoy.")  # its client listens
    other = peer.play(call("terminal", command="echo ahoy"), say("Done."))
    left = program.converse(other, delete_on_close=False)
    left.send_message("Say ahoy.")
    left.run(timeout=PATIENCE)
    assert shells(server) == 2
    left.close()
    eventually(lambda: shells(server) == 1, 20, "only the shell of the other one ends")
    assert status(idle) == "finished"


def test_many_conversations_do_not_fill_the_memory(server_with, program_on, peer):
    server = server_with("--max-in-memory", "10")
    program = program_on(server)
    script = peer.play()
    text = "x" * 100_000

    def use(number):
        with program.http() as http:
            for _ in range(number):
                made = start(program, script).json()["id"]
                message = {"role": "user", "content": [{"type": "text", "text": text}]}
                path = f"/api/conversations/{made}/events"
                assert http.post(path, json=message).status_code == 200

    use(40)
    before = resident(server)
    use(300)
    with program.http() as http:
        assert http.get("/api/conversations/count").json() == 340
    # Each has more than 100 kB of history: 30 MB, were they to stay.
    assert resident(server) - before < 15_000 or is_sanitized()


@pytest.mark.parametrize("option", ["--keep-idle", "--max-in-memory", "--max-conversations", "--keep-closed"])
def test_a_limit_must_be_a_number(server_with, option):
    with pytest.raises(AssertionError, match=option.removeprefix("--")):
        server_with(option, "many")


LISTENERS = 2000


async def listen(server, conversation_id):
    url = f"{server.url.replace('http', 'ws')}/sockets/events/{conversation_id}"
    socket = await websockets.connect(
        url, additional_headers={"X-Session-API-Key": server.api_key}, max_queue=None
    )
    return socket


async def fill(server, conversation_id, number):
    sockets = []
    for _ in range(0, number, 50):
        sockets += await asyncio.gather(*(listen(server, conversation_id) for _ in range(50)))
    return sockets


async def crowd(server, conversation_id):
    sockets = await fill(server, conversation_id, LISTENERS)
    for socket in sockets:
        assert json.loads(await socket.recv())["key"] == "full_state"
    late = await listen(server, conversation_id)
    await asyncio.wait_for(late.wait_closed(), 10)
    first = sockets.pop()
    await first.close()
    again = await listen(server, conversation_id)
    snapshot = json.loads(await asyncio.wait_for(again.recv(), 10))
    await asyncio.gather(*(socket.close() for socket in [*sockets, again]))
    return late.close_code, snapshot["key"]


def test_a_conversation_has_two_thousand_listeners_and_no_more(own_server, program_on, peer):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    program = program_on(own_server)
    conversation_id = start(program, peer.play()).json()["id"]

    close_code, key = asyncio.run(crowd(own_server, conversation_id))
    assert close_code == 1013
    assert key == "full_state"
