# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""No run hangs: many runs in a row, each of which must tell its end at once.

The client takes the end of a run from one frame of its socket. A server that sends this frame too early,
too late or for the wrong run lets the client wait for 30 seconds, or for an hour.
"""

import os
import statistics
import threading
import time

import pytest
from openhands.sdk.conversation.exceptions import ConversationRunError
from openhands.sdk.event import MessageEvent

from llm_peer import Call, Turn, fail, say
from program import of_kind, status
from target import is_sanitized

pytestmark = pytest.mark.berth_only

LIMIT_SECONDS = 5.0 if is_sanitized() else 1.0
HUNG_SECONDS = 10.0
ORDINARY = 120
LONG = 1000
# The client reads the whole log after each run, so a long conversation would measure the client.
RUNS_PER_CONVERSATION = 30


@pytest.fixture(scope="session")
def count(long):
    return int(os.environ.get("CONFORMANCE_RUNS", LONG if long else ORDINARY))


class Stopwatch:
    """Times runs and remembers the slow ones."""

    def __init__(self):
        self.seconds = []

    def run(self, conversation):
        started = time.monotonic()
        try:
            conversation.run(timeout=HUNG_SECONDS)
        finally:
            self.seconds.append(time.monotonic() - started)

    def run_past_the_pause(self, conversation):
        """Runs; and again while the server still ends the step that was in flight at the pause."""
        tick = threading.Event()
        for _ in range(20):
            self.run(conversation)
            if status(conversation) != "paused":
                return
            tick.wait(0.02)
        raise AssertionError("the conversation stays paused")

    def check(self):
        slow = {number: round(s, 3) for number, s in enumerate(self.seconds) if s >= LIMIT_SECONDS}
        assert slow == {}, f"median {statistics.median(self.seconds):.3f} s, slow runs: {slow}"


class Cycle:
    """Three runs on one conversation: to an answer, to a pause, to an error."""

    def __init__(self, program, watch, script, conversation):
        self._program = program
        self._watch = watch
        self._script = script
        self._conversation = conversation

    def run(self, number):
        self._to_finished(f"answer {number}")
        self._to_paused()
        self._to_error(f"failure {number}")

    def _to_finished(self, answer):
        self._expect(say(answer))
        self._watch.run(self._conversation)
        assert status(self._conversation) == "finished"
        assert of_kind(self._conversation, MessageEvent)[-1].llm_message.content[0].text == answer

    def _to_paused(self):
        think = Call("think", {"thought": "Somebody pauses me."})
        self._expect(Turn(calls=(think,), before=self._pause))
        self._watch.run(self._conversation)
        assert status(self._conversation) == "paused"

    def _to_error(self, words):
        self._expect(fail(400, words))
        with pytest.raises(ConversationRunError, match=words):
            self._watch.run_past_the_pause(self._conversation)
        assert status(self._conversation) == "error"

    def _expect(self, turn):
        self._script.turns = iter([turn])
        self._conversation.send_message("And now?")

    def _pause(self):
        with self._program.http() as http:
            http.post(f"/api/conversations/{self._conversation.id}/pause").raise_for_status()


def test_runs_that_end_finished_paused_and_in_error_in_turn_return_at_once(program, count):
    watch = Stopwatch()
    for first in range(0, count, RUNS_PER_CONVERSATION):
        script = program.peer.play()
        cycle = Cycle(program, watch, script, program.converse(script))
        for number in range(first, min(count, first + RUNS_PER_CONVERSATION), 3):
            cycle.run(number)

    assert len(watch.seconds) >= count - count % 3
    watch.check()


def test_asking_again_without_a_message_returns_at_once(program, count):
    watch = Stopwatch()
    conversation = program.ask(program.peer.play(say("Done.")))
    for _ in range(count):
        watch.run(conversation)
        assert status(conversation) == "finished"

    watch.check()
    assert len(of_kind(conversation, MessageEvent)) == 2
