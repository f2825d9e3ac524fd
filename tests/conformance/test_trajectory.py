# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A conversation as one file."""

import io
import json
import uuid
import zipfile

from llm_peer import call, finish
from program import LLM_KEY

SECRET = "canary-of-a-secret"


def fetch(program, conversation_id):
    with program.http() as http:
        return http.get(f"/api/file/download-trajectory/{conversation_id}")


def opened(answer):
    assert answer.status_code == 200, answer.text
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def test_a_trajectory_holds_every_event_as_it_is_stored(program):
    script = program.peer.play(call("terminal", command="seq 1 2000"), finish())
    conversation = program.ask(script)
    stored = program.stored_events(conversation)
    answer = fetch(program, conversation.id)
    files = opened(answer)

    top = conversation.id.hex
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f'attachment; filename="{top}.zip"'
    assert {name.split("/")[0] for name in files} == {top}
    assert {f"{top}/", f"{top}/events/", f"{top}/meta.json", f"{top}/base_state.json"} <= set(files)
    events = sorted(name for name in files if name.startswith(f"{top}/events/event-"))
    assert events == [f"{top}/events/event-{n:05d}-{e['id']}.json" for n, e in enumerate(stored)]
    assert [json.loads(files[name])["id"] for name in events] == [e["id"] for e in stored]
    assert json.loads(files[f"{top}/base_state.json"])["id"] == str(conversation.id)
    assert fetch(program, top).status_code == 200


def test_a_trajectory_holds_no_secret(program):
    script = program.peer.play(call("terminal", command="echo $CANARY"), finish())
    conversation = program.converse(script)
    conversation.update_secrets({"CANARY": SECRET})
    conversation.send_message("Please do it.")
    conversation.run()
    files = opened(fetch(program, conversation.id))

    assert any(b"echo $CANARY" in content for content in files.values())
    for name, content in files.items():
        assert LLM_KEY.encode() not in content, name
        assert SECRET.encode() not in content, name
        assert b'"gAAAAA' not in content, name


def test_an_unknown_conversation_is_told(program):
    answer = fetch(program, uuid.uuid4())

    assert (answer.status_code, answer.json()["detail"]) == (404, "Conversation not found")
    assert fetch(program, "nonsense").status_code == 422
