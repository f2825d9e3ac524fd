# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The feed: everything that a window shows, told by one socket."""

import threading
import uuid

import pytest
from openhands.sdk.security.confirmation_policy import AlwaysConfirm

from llm_peer import Turn, call, finish, say
from program import PATIENCE
from recorder import Recorder
from target import eventually

pytestmark = pytest.mark.berth_only


class FeedReader(Recorder):
    """What a window would hold: the items of each topic, patched by every change."""

    def __init__(self, server, query=""):
        super().__init__(server, "/feed" + query)
        eventually(lambda: any(f["type"] == "live" for f in self.frames), 10, "the feed is live")

    def items(self, topic):
        held = {}
        for frame in list(self.frames):
            if frame.get("topic") != topic:
                continue
            if frame["type"] == "snapshot":
                held |= {item["id"]: item for item in frame["items"]}
            elif frame["kind"] in ("removed", "answered"):
                held.pop(frame["id"], None)
            else:
                held[frame["id"]] = frame["item"]
        return held

    @property
    def cursor(self):
        return [frame["cursor"] for frame in self.frames if "cursor" in frame][-1]


@pytest.fixture
def feed(server):
    reader = FeedReader(server)
    yield reader
    reader.close()


def test_the_snapshot_says_how_the_server_is(feed):
    assert feed.items("server")["server"]["state"] == "running"
    topics = {frame["topic"] for frame in feed.frames if frame["type"] == "snapshot"}
    assert {"server", "conversations", "waiting", "workspaces"} <= topics


def test_a_run_is_seen_from_its_start_to_its_end(program, feed):
    gate = threading.Event()
    script = program.peer.play(call("terminal", command="echo one"), Turn(text="All is done.", gate=gate))
    conversation = program.converse(script)
    conversation.send_message("Say one.")
    conversation.run(blocking=False)

    def seen():
        return feed.items("conversations").get(str(conversation.id), {})

    eventually(lambda: seen().get("state") == "running", 10, "the run is told")
    eventually(lambda: seen()["last_line"] == "echo one", 10, "what it does is told")
    gate.set()
    eventually(lambda: seen().get("state") == "finished", 10, "the end of the run is told")
    assert seen()["last_line"] == "All is done."
    assert seen()["model"] == f"openai/{script.model}"
    assert seen()["cost"] > 0


def test_a_new_reader_finds_the_last_line_of_what_is_on_disk(program, server):
    conversation = program.ask(program.peer.play(say("Written down.")))
    reader = FeedReader(server)
    reader.close()

    assert reader.items("conversations")[str(conversation.id)]["last_line"] == "Written down."


def test_a_question_is_told_with_what_it_asks_and_goes_when_it_is_answered(program, feed):
    script = program.peer.play(call("terminal", command="echo approved > made.txt"), finish())
    conversation = program.converse(script)
    conversation.set_confirmation_policy(AlwaysConfirm())
    eventually(lambda: feed.items("conversations").get(str(conversation.id), {}).get("confirmation_policy", {})
               .get("kind") == "AlwaysConfirm", 10, "when it asks is told")
    conversation.send_message("Please do it.")
    conversation.run(timeout=PATIENCE)

    def questions():
        asked = feed.items("waiting").values()
        return [one for one in asked if one["conversation_id"] == str(conversation.id)]

    eventually(questions, 10, "the question is told")
    question = questions()[0]
    action = question["actions"][0]
    assert question["id"] == action["id"]
    assert action["action"]["command"] == "echo approved > made.txt"
    assert question["reasons"][0]["text"] == "Rule: ask before every action."
    late = FeedReader(program.server)
    late.close()
    assert question["id"] in late.items("waiting")

    conversation.run(timeout=PATIENCE)
    eventually(lambda: not questions(), 10, "the answer is told")


def test_a_title_and_a_removal_are_told(program, feed):
    conversation = program.converse(program.peer.play())
    ident = str(conversation.id)
    with program.http() as http:
        http.patch(f"/api/conversations/{ident}", json={"title": "A fine name"}).raise_for_status()
        eventually(
            lambda: feed.items("conversations").get(ident, {}).get("title") == "A fine name", 10, "the title is told"
        )
        http.delete(f"/api/conversations/{ident}").raise_for_status()
    eventually(lambda: ident not in feed.items("conversations"), 10, "the removal is told")


def test_a_reader_that_comes_back_hears_what_it_missed(program, server):
    first = FeedReader(server)
    first.close()
    conversation = program.converse(program.peer.play())
    second = FeedReader(server, f"?after={first.cursor}")
    ident = str(conversation.id)
    eventually(lambda: ident in second.items("conversations"), 10, "what was missed is told")
    second.close()

    assert not [frame for frame in second.frames if frame["type"] == "snapshot"]


def test_after_a_restart_the_question_is_still_there(own_server, program_on):
    program = program_on(own_server)
    conversation = program.converse(program.peer.play(call("terminal", command="true"), finish()))
    conversation.set_confirmation_policy(AlwaysConfirm())
    conversation.send_message("Please do it.")
    conversation.run(timeout=PATIENCE)
    before = FeedReader(own_server)
    before.close()
    own_server.kill()
    own_server.start()
    after = FeedReader(own_server, f"?after={before.cursor}")
    after.close()

    assert after.items("waiting").keys() == before.items("waiting").keys() != set()
    assert all(frame["reset"] for frame in after.frames if frame["type"] == "snapshot")
    assert uuid.UUID(next(iter(after.items("waiting").values()))["conversation_id"]) == conversation.id
