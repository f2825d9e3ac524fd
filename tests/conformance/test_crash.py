# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is lost: the server is killed in the middle of its work, over and over.

Whatever another client had read from a socket before the blow must be in the log after the restart, with the
same sequence number, once, and without a gap before it.
"""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest
from openhands.sdk.event import AgentErrorEvent
from openhands.sdk.event.conversation_error import ConversationErrorEvent
from openhands.sdk.security.confirmation_policy import AlwaysConfirm

from llm_peer import Call, Turn, call, calls, finish, say
from program import LLM_KEY, PATIENCE, of_kind, run_to_the_end, status, stored_events
from recorder import durable, events_socket, session_socket
from target import eventually

pytestmark = pytest.mark.berth_only

ORDINARY = 4
LONG = 200


@pytest.fixture
def blows(long):
    return LONG if long else ORDINARY


def busy_turn():
    """A step that leaves several events: three commands in one response."""
    return calls(*[Call("terminal", {"command": f"echo {n}; echo line {n} >> lines"}) for n in range(3)])


def files_under(directory: Path):
    return [path for path in directory.rglob("*") if path.is_file()]


def mentions(path: Path, words: str) -> bool:
    return words.encode() in path.read_bytes()


class Victim:
    """A conversation that runs while two readers listen and the server is about to be killed."""

    def __init__(self, server, program):
        self.server = server
        self.script = program.peer.repeat(busy_turn)
        self.conversation = program.converse(self.script, delete_on_close=False)
        self.id = str(self.conversation.id)
        self.cursor = session_socket(server, self.id, after_seq=-1)
        self.events = events_socket(server, self.id)
        self.conversation.send_message("Work until you drop.")
        self.conversation.run(blocking=False)

    def drop(self, after_events: int, moment: float) -> None:
        """Kills the server a moment after so many events have been read."""
        eventually(lambda: len(durable(self.cursor.frames)) >= after_events, 30, "the agent works")
        threading.Event().wait(moment)
        self.server.kill()
        self.cursor.wait_until_closed()
        self.events.wait_until_closed()

    def read_with_numbers(self):
        return durable(self.cursor.frames)

    def read_bare(self):
        return [f for f in self.events.frames if f.get("key") != "full_state"]


def check_log(victim, log):
    """What was read is in the log: the same, in order, once, and nothing is missing before it."""
    read = victim.read_with_numbers()
    assert [number for number, _ in read] == list(range(len(read)))
    assert [event for _, event in read] == log[: len(read)]
    ids = [event["id"] for event in log]
    assert len(set(ids)) == len(ids)
    bare = [event["id"] for event in victim.read_bare()]
    assert bare == [i for i in ids if i in set(bare)]
    assert [e for e in victim.read_bare() if e not in log] == []


def check_readable_again(server, victim, log):
    """A reader that comes back with its cursor gets the rest, from the next number on."""
    last = victim.read_with_numbers()[-1][0]
    again = session_socket(server, victim.id, after_seq=last)
    again.wait_for(1 + len(log) - last - 1)
    again.close()
    assert [n for n, _ in durable(again.frames)] == list(range(last + 1, len(log)))


def check_recovered(program, victim):
    """The conversation says that it was cut off, and goes on when asked."""
    victim.script.turns = iter([say("Where was I?")])
    attached = program.converse(victim.script, conversation_id=victim.conversation.id)
    assert status(attached) == "error"
    assert of_kind(attached, ConversationErrorEvent) or of_kind(attached, AgentErrorEvent)
    attached.send_message("Go on.")
    run_to_the_end(attached)
    return attached


def test_what_was_read_before_a_kill_is_there_after_the_restart(own_server, program_on, blows):
    chance = random.Random()
    for _ in range(blows):
        victim = Victim(own_server, program_on(own_server))
        victim.drop(after_events=chance.randint(4, 40), moment=chance.uniform(0, 0.05))
        own_server.start()

        later = program_on(own_server)
        with later.http() as http:
            log = stored_events(http, victim.id)
        check_log(victim, log)
        check_readable_again(own_server, victim, log)
        check_recovered(later, victim)


def test_a_conversation_that_was_cut_off_says_so(own_server, program_on):
    program = program_on(own_server)
    script = program.peer.play(call("terminal", command="touch started; sleep 60"), say("Where was I?"))
    conversation = program.converse(script, delete_on_close=False)
    conversation.send_message("Please sleep.")
    conversation.run(blocking=False)
    eventually((program.directory / "started").exists, 15, "the command runs")
    own_server.kill()
    own_server.start()

    attached = check_recovered_sleeper(program_on(own_server), script, conversation)
    answered = [e.tool_call_id for e in of_kind(attached, AgentErrorEvent)]
    assert len(answered) == 1
    assert script.requests[-1]["messages"][-1]["role"] == "user"
    assert script.tool_results() == [of_kind(attached, AgentErrorEvent)[0].error]


def check_recovered_sleeper(program, script, conversation):
    attached = program.converse(script, conversation_id=conversation.id)
    assert status(attached) == "error"
    attached.send_message("Go on.")
    run_to_the_end(attached)
    assert status(attached) == "finished"
    return attached


def test_a_conversation_that_waited_for_its_model_can_go_on(own_server, program_on):
    program = program_on(own_server)
    never = threading.Event()
    script = program.peer.play(Turn(text="Too late.", gate=never), say("In time."))
    conversation = program.converse(script, delete_on_close=False)
    conversation.send_message("Please do it.")
    conversation.run(blocking=False)
    script.wait_for_request(1)
    own_server.kill()
    never.set()
    own_server.start()

    attached = program_on(own_server).converse(script, conversation_id=conversation.id)
    assert status(attached) == "error"
    assert of_kind(attached, ConversationErrorEvent) or of_kind(attached, AgentErrorEvent)
    run_to_the_end(attached)
    assert len(script.requests) == 2


def test_conversations_at_rest_are_untouched_by_a_kill(own_server, program_on):
    program = program_on(own_server)
    conversation = program.ask(program.peer.play(finish("All done.")), delete_on_close=False)
    events = program.stored_events(conversation)
    own_server.kill()
    own_server.start()

    later = program_on(own_server)
    assert later.stored_events(conversation) == events
    with later.http() as http:
        info = http.get(f"/api/conversations/{conversation.id}").json()
    assert info["execution_status"] == "finished"


def test_an_action_that_waits_for_approval_still_waits_after_a_kill(own_server, program_on):
    program = program_on(own_server)
    script = program.peer.play(call("terminal", command="echo approved > made.txt"), finish())
    conversation = program.converse(script, delete_on_close=False)
    conversation.set_confirmation_policy(AlwaysConfirm())
    conversation.send_message("Please do it.")
    conversation.run(timeout=PATIENCE)
    own_server.kill()
    own_server.start()

    later = program_on(own_server).converse(script, conversation_id=conversation.id)
    assert status(later) == "waiting_for_confirmation"
    assert not (program.directory / "made.txt").exists()
    later.run(timeout=PATIENCE)
    assert status(later) == "finished"
    assert (program.directory / "made.txt").read_text() == "approved\n"


def test_a_paused_conversation_is_still_paused_after_a_kill(own_server, program_on):
    program = program_on(own_server)
    script = program.peer.play(say("Going on."))
    conversation = program.converse(script, delete_on_close=False)
    conversation.send_message("Please do it.")
    conversation.pause()
    own_server.kill()
    own_server.start()

    later = program_on(own_server).converse(script, conversation_id=conversation.id)
    assert status(later) == "paused"
    later.run(timeout=PATIENCE)
    assert status(later) == "finished"
    assert "Please do it." in str(script.requests[-1]["messages"])


def test_the_key_of_the_model_is_nowhere_on_disk(own_server, program_on):
    program = program_on(own_server)
    script = program.peer.play(call("terminal", command="echo one"), finish())
    conversation = program.ask(script, delete_on_close=False)
    assert script.headers[0]["authorization"] == f"Bearer {LLM_KEY}"
    own_server.kill()
    assert [p for p in files_under(own_server.data_dir) if mentions(p, LLM_KEY)] == []

    own_server.start()
    later = program_on(own_server)
    script.turns = iter([say("The key still works.")])
    again = later.converse(script, conversation_id=conversation.id, delete_on_close=False)
    again.send_message("Do you still have your key?")
    again.run(timeout=PATIENCE)
    assert status(again) == "finished"
    assert script.headers[-1]["authorization"] == f"Bearer {LLM_KEY}"
    own_server.stop()

    found = [p for p in [own_server.log_path, *files_under(own_server.data_dir)] if mentions(p, LLM_KEY)]
    assert found == []
