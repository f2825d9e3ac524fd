# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of conversations that are deleted."""

import sqlite3
import uuid
from contextlib import closing

import httpx
import pytest

from llm_peer import say
from test_family import start

SECRET_WORD = "mizzenmast"


def begin(program, **fields):
    """A conversation with an event that has a word to look for."""
    made = start(program, program.peer.play(say("Done.")), **fields)
    assert made.status_code == 201
    message = {"role": "user", "content": [{"type": "text", "text": SECRET_WORD}]}
    with program.http() as http:
        assert http.post(f"/api/conversations/{made.json()['id']}/events", json=message).is_success
    return made.json()["id"]


def delete(program, path):
    with program.http() as http:
        return http.delete(path)


def events_on_disk(server):
    with closing(sqlite3.connect(f"file:{server.data_dir}/berth.db?mode=ro", uri=True)) as database:
        return database.execute("SELECT count(*) FROM events").fetchone()[0]


def is_hidden(program, conversation_id):
    path = f"/api/conversations/{conversation_id}"
    message = {"role": "user", "content": []}
    with program.http() as http:
        answers = [
            http.get(path),
            http.get(f"{path}/events/search"),
            http.post(f"{path}/events", json=message),
            http.post(f"{path}/run"),
            http.delete(path),
        ]
        listed = http.get("/api/conversations/search").json()["items"]
    return [a.status_code for a in answers] == [404] * 5 and conversation_id not in str(listed)


def test_a_deleted_conversation_is_gone_at_once(program):
    conversation_id = begin(program)
    answer = delete(program, f"/api/conversations/{conversation_id}")

    assert answer.status_code == 200 and answer.json() == {"success": True}
    assert is_hidden(program, conversation_id)


def test_its_id_may_be_used_again(program):
    conversation_id = begin(program)
    delete(program, f"/api/conversations/{conversation_id}")
    again = start(program, program.peer.play(), conversation_id=conversation_id)

    assert again.status_code == 201
    with program.http() as http:
        assert http.get(f"/api/conversations/{conversation_id}/events/count").json() == 0


def test_only_its_own_conversation_is_deleted(program):
    kept = begin(program)
    delete(program, f"/api/conversations/{begin(program)}")
    assert delete(program, f"/api/conversations/{uuid.uuid4()}").status_code == 404

    with program.http() as http:
        assert http.get(f"/api/conversations/{kept}/events/count").json() > 0


@pytest.mark.berth_only
def test_a_deleted_conversation_stays_on_disk_until_it_is_erased(own_server, program_on):
    program = program_on(own_server)
    conversation_id = begin(program)
    before = events_on_disk(own_server)
    delete(program, f"/api/conversations/{conversation_id}")
    assert events_on_disk(own_server) == before > 0

    path = f"/v1/conversations/{conversation_id}"
    assert delete(program, path).status_code == 404  # it is deleted already
    assert delete(program, f"{path}?erase=true").json() == {"success": True}
    assert events_on_disk(own_server) == 0
    assert delete(program, f"{path}?erase=true").status_code == 404


@pytest.mark.berth_only
def test_an_open_conversation_can_be_erased(own_server, program_on):
    program = program_on(own_server)
    kept = begin(program)
    before = events_on_disk(own_server)
    conversation_id = begin(program)
    answer = delete(program, f"/v1/conversations/{conversation_id}?erase=true")

    assert answer.status_code == 200
    assert is_hidden(program, conversation_id)
    assert events_on_disk(own_server) == before
    with program.http() as http:
        assert http.get(f"/api/conversations/{kept}").status_code == 200


@pytest.mark.berth_only
def test_nothing_is_kept_when_nothing_shall_be(server_with, program_on):
    server = server_with("--keep-closed", "0")
    program = program_on(server)
    delete(program, f"/api/conversations/{begin(program)}")

    assert events_on_disk(server) == 0
    server.stop()
    assert SECRET_WORD.encode() not in (server.data_dir / "berth.db").read_bytes()


@pytest.mark.berth_only
def test_nobody_erases_without_a_key(program):
    conversation_id = begin(program)
    with httpx.Client(base_url=program.server.url) as http:
        assert http.delete(f"/v1/conversations/{conversation_id}?erase=true").status_code == 401
    assert not is_hidden(program, conversation_id)


@pytest.mark.berth_only
@pytest.mark.parametrize("query", ["erase=perhaps", "erase=2"])
def test_what_shall_become_of_it_must_be_clear(program, query):
    conversation_id = begin(program)
    assert delete(program, f"/v1/conversations/{conversation_id}?{query}").status_code == 422
    with program.http() as http:
        assert http.get(f"/api/conversations/{conversation_id}").status_code == 200
