# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told to a program is what is stored, before and after a restart of the server."""

import pytest
from openhands.sdk.event import StreamingDeltaEvent

from llm_peer import Call, call, calls, finish, say
from program import PATIENCE, kinds, outputs, repeated, status, stored_events


def stored_only(seen):
    """The events that a program was told of and that belong to the log, by id."""
    return [
        e
        for e in seen
        if not isinstance(e, StreamingDeltaEvent) and getattr(e, "key", "") != "full_state"
    ]


def plain(event):
    return event.model_dump(mode="json", exclude_none=True)


def live(program):
    """A conversation with a bit of everything, and what its program was told."""
    script = program.peer.play(
        calls(Call("terminal", {"command": "echo é✓ && false"}), Call("no_such_tool", {}), text="I begin."),
        call("task_tracker", command="plan", task_list=[{"title": "a", "status": "done"}]),
        finish("All done."),
        say("After the restart."),
    )
    seen = []
    conversation = program.converse(script, callbacks=[seen.append])
    conversation.send_message("Please do it.")
    conversation.run(timeout=PATIENCE)
    assert status(conversation) == "finished"
    return program, script, conversation, seen


@pytest.fixture
def lived(program):
    return live(program)


def test_callbacks_and_rest_tell_the_same_events(lived):
    program, _, conversation, seen = lived
    told = {e.id: plain(e) for e in stored_only(seen)}

    # SDK objects add defaults to what the server sent, so both sides pass through them.
    rest = {e["id"]: e for e in program.stored_events(conversation)}
    listed = {e.id: plain(e) for e in stored_only(conversation.state.events[:])}
    assert list(told) and set(told) == set(rest)
    assert told == listed


def test_no_event_has_the_id_of_another(lived):
    program, _, conversation, seen = lived

    assert repeated([e["id"] for e in program.stored_events(conversation)]) == []
    assert repeated([e.id for e in stored_only(seen)]) == []


def test_an_event_is_the_same_in_a_page_and_alone(lived):
    program, _, conversation, _ = lived
    with program.http() as http:
        for event in program.stored_events(conversation):
            alone = http.get(f"/api/conversations/{conversation.id}/events/{event['id']}").json()
            assert without_nulls(alone) == without_nulls(event)


def without_nulls(value):
    if isinstance(value, dict):
        return {k: without_nulls(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [without_nulls(v) for v in value]
    return value


def test_small_pages_add_up_to_the_whole_log(lived):
    program, _, conversation, _ = lived
    with program.http() as http:
        whole = stored_events(http, str(conversation.id))
        assert stored_events(http, str(conversation.id), limit=3) == whole
        newest_first = http.get(
            f"/api/conversations/{conversation.id}/events/search", params={"sort_order": "TIMESTAMP_DESC"}
        ).json()["items"]
        count = http.get(f"/api/conversations/{conversation.id}/events/count").json()
    assert newest_first == whole[::-1]
    assert count == len(whole)


def test_events_and_state_survive_a_restart_of_the_server(own_server, program_on):
    program, _, conversation, _ = live(program_on(own_server))
    events = program.stored_events(conversation)
    with program.http() as http:
        info = http.get(f"/api/conversations/{conversation.id}").json()

    own_server.stop()
    own_server.start()

    later = program_on(own_server)
    assert later.stored_events(conversation) == events
    with later.http() as http:
        kept = http.get(f"/api/conversations/{conversation.id}").json()
    changing = {"updated_at", "runtime_info"}
    assert {k: v for k, v in kept.items() if k not in changing} == {
        k: v for k, v in info.items() if k not in changing
    }


def test_a_conversation_goes_on_after_a_restart_of_the_server(own_server, program_on):
    _, script, conversation, _ = live(program_on(own_server))
    own_server.stop()
    own_server.start()

    later = program_on(own_server)
    again = later.converse(script, conversation_id=conversation.id)
    assert outputs(again)[-1] == "All done."
    again.send_message("Are you still there?")
    again.run(timeout=PATIENCE)

    assert status(again) == "finished"
    assert kinds(again)[-2:] == ["MessageEvent", "MessageEvent"]
    assert "I begin." in str(script.requests[-1]["messages"])
