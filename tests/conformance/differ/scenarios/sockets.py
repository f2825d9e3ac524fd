# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""WebSockets: who may open one, and what comes in which order."""

import json
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from differ.normal import label_of
from differ.scenario import scenario
from differ.side import Side
from llm_peer import call, finish, say
from recorder import Recorder, durable
from target import eventually

FRAMES_SECONDS = 20


def chat(side: Side) -> str:
    return side.chat(side.peer.play(call("terminal", command="echo one"), finish(), say("Later.")))


def lines(frames: list[dict[str, Any]]) -> list[str]:
    """The labels of frames without statistics, and without snapshots that repeat."""
    result: list[str] = []
    for frame in frames:
        label = label_of(frame)
        if label != "ConversationStateUpdateEvent(stats)" and result[-1:] != [label]:
            result.append(label)
    return result


def opened(side: Side, path: str, *first: str, headers: dict[str, str] | None = None) -> list[Any]:
    """How a socket answers: the refusal's status, the first frame, or the close code and reason."""
    address = side.server.url.replace("http://", "ws://", 1) + path
    try:
        with connect(address, additional_headers=headers, max_size=None, open_timeout=30) as socket:
            for text in first:
                socket.send(text)
            try:
                return ["open", label_of(json.loads(socket.recv(FRAMES_SECONDS)))]
            except ConnectionClosed:
                return ["closed", socket.close_code, socket.close_reason]
    except InvalidStatus as refusal:
        return ["refused", refusal.response.status_code]


@scenario
def the_ways_to_say_the_key(side: Side) -> None:
    made, key = side.start(), side.server.api_key
    for place in (f"/sockets/events/{made}", f"/sockets/session/{made}"):
        name = place.split("/")[2]
        frame = json.dumps({"type": "auth", "session_api_key": key})
        wrong = json.dumps({"type": "auth", "session_api_key": "wrong"})
        for how, result in {
            "frame": opened(side, place, frame),
            "query": opened(side, f"{place}?session_api_key={key}"),
            "header": opened(side, place, headers={"X-Session-API-Key": key}),
            "query and frame": opened(side, f"{place}?session_api_key={key}", frame),
            "wrong frame": opened(side, place, wrong),
            "wrong query": opened(side, f"{place}?session_api_key=wrong"),
            "wrong query, right header": opened(
                side, f"{place}?session_api_key=wrong", headers={"X-Session-API-Key": key}
            ),
            "empty query": opened(side, f"{place}?session_api_key="),
            "wrong header": opened(side, place, headers={"X-Session-API-Key": "wrong"}),
            "bearer": opened(side, place, frame, headers={"Authorization": f"Bearer {key}"}),
            "no JSON": opened(side, place, "hello"),
            "no object": opened(side, place, "[]"),
            "another type": opened(
                side, place, json.dumps({"type": "hello", "session_api_key": key})
            ),
            "no key in the frame": opened(side, place, json.dumps({"type": "auth"})),
            "null in the frame": opened(
                side, place, json.dumps({"type": "auth", "session_api_key": None})
            ),
        }.items():
            side.note(f"{name}: {how}", result)


@scenario
def sockets_of_unknown_conversations(side: Side) -> None:
    key = json.dumps({"type": "auth", "session_api_key": side.server.api_key})
    unknown = side.unknown_id()
    for path in (
        f"/sockets/events/{unknown}",
        f"/sockets/session/{unknown}",
        "/sockets/events/nothing",
        "/sockets/session/nothing",
        "/sockets/nothing",
        f"/sockets/events/{unknown}?resend_mode=some",
        f"/sockets/events/{unknown}?resend_mode=since&after_timestamp=soon",
        f"/sockets/events/{unknown}?resend_all=perhaps",
        f"/sockets/session/{unknown}?after_seq=soon",
        f"/sockets/session/{unknown}?after_seq=-2",
    ):
        side.note(path, opened(side, path, key))


@scenario
def a_socket_that_is_no_upgrade(side: Side) -> None:
    made = side.start()
    side.get(f"/sockets/events/{made}")
    side.get("/sockets/nothing")


@scenario
def events_are_sent_again(side: Side) -> None:
    made = chat(side)
    events = side.log(made)
    middle = events[len(events) // 2]["timestamp"]
    for query, expected in {
        "": 1,
        "?resend_mode=all": 3,
        "?resend_all=true": 3,
        "?resend_all=false": 1,
        f"?resend_mode=since&after_timestamp={middle}": 3,
        "?resend_mode=since": 1,
        f"?after_timestamp={middle}": 1,
        "?resend_mode=since&after_timestamp=2000-01-01T00:00:00Z": 3,
        "?resend_mode=since&after_timestamp=2099-01-01T00:00:00Z": 1,
    }.items():
        reader = side.socket(f"/sockets/events/{made}{query}")
        reader.wait_for(expected)
        _wait_until_quiet(reader)
        reader.close()
        side.note(f"frames {query.replace(middle, 'MIDDLE')}", lines(reader.frames))
        side.note(f"close {query.replace(middle, 'MIDDLE')}", reader.close_code)


def _wait_for_snapshot(reader: Recorder) -> None:
    eventually(
        lambda: any(frame["type"] == "transient" for frame in reader.frames),
        FRAMES_SECONDS,
        "the snapshot comes",
    )


def _wait_until_quiet(reader: Recorder) -> None:
    """Asks the server for a pong: what it had to send before has arrived then."""
    assert reader.ping().wait(FRAMES_SECONDS), "no pong"


@scenario
def a_run_as_the_sockets_tell_it(side: Side) -> None:
    made = side.start(side.peer.play(call("terminal", command="echo one"), finish()))
    events, session = (
        side.socket(f"/sockets/events/{made}"),
        side.socket(f"/sockets/session/{made}?after_seq=-1"),
    )
    events.wait_for(1)
    session.wait_for(2)
    side.say(made, "Please do it.", run=True)
    eventually(lambda: _snapshots(events, "finished") > 0, 20, "a snapshot says finished")
    side.rest(made, "finished")
    side.log(made)
    events.close()
    session.close()
    side.note("events", [line for line in lines(events.frames)])
    first = next(frame for frame in events.frames if frame.get("key") == "full_state")
    side.note(
        "first snapshot", {key: value for key, value in first["value"].items() if key != "agent"}
    )
    side.note("fields of a snapshot", sorted(first))
    side.note("types", sorted({frame["type"] for frame in session.frames}))
    side.note("sync", session.frames[0])
    side.note(
        "durable",
        [label_of(event) for _, event in durable(session.frames) if event.get("key") != "stats"],
    )
    side.note("gaps", [n for n, (seq, _) in enumerate(durable(session.frames)) if n != seq])


def _snapshots(reader: Recorder, status: str) -> int:
    return sum(
        1
        for frame in reader.frames
        if frame.get("key") == "full_state" and frame["value"]["execution_status"] == status
    )


@scenario
def the_session_socket_with_cursors(side: Side) -> None:
    made = chat(side)
    side.log(made)
    for query in ("", "?after_seq=-1", "?after_seq=2", "?after_seq=1000"):
        reader = side.socket(f"/sockets/session/{made}{query}")
        reader.wait_for(2)
        _wait_for_snapshot(reader)
        _wait_until_quiet(reader)
        reader.close()
        side.note(f"fields of the sync {query}", sorted(reader.frames[0]))
        side.note(f"from {query}", reader.frames[0].get("from_seq"))
        side.note(
            f"begins with {query}", [durable(reader.frames)[0][0]] if durable(reader.frames) else []
        )
        side.note(f"types {query}", list(dict.fromkeys(f["type"] for f in reader.frames)))


@scenario
def messages_by_the_socket(side: Side) -> None:
    made = side.start(side.peer.play(say("Heard you.")))
    reader = side.socket(f"/sockets/events/{made}")
    reader.wait_for(1)
    for number, text in enumerate(
        ('{"role": "user"', "[]", '{"role": "nobody"}', '{"type": "auth"}'), 1
    ):
        before = len(reader.frames)
        reader.send(text)
        if number < 4:
            reader.wait_for(before + 1)
            frame = reader.frames[before]
            side.note(f"answer to {text}", [label_of(frame), sorted(frame), frame.get("source")])
    reader.send(json.dumps({"role": "user", "content": [{"type": "text", "text": "Hello."}]}))
    side.rest(made, "finished")
    side.log(made)
    side.note("still open", reader.open)
    reader.close()


@scenario
def commands_by_the_socket(side: Side) -> None:
    key = json.dumps({"type": "auth", "session_api_key": side.server.api_key})
    command = json.dumps({"command": "echo by socket", "cwd": str(side.directory)})
    side.note("live", _bash_frames(side, "/sockets/bash-events", key, command))
    side.note("bad command", _bash_frames(side, "/sockets/bash-events", key, "{}", wanted=1))


def _bash_frames(side: Side, path: str, *texts: str, wanted: int = 2) -> Any:
    address = side.server.url.replace("http://", "ws://", 1) + path
    here = str(side.directory)
    try:
        with connect(address, max_size=None) as socket:
            for text in texts:
                socket.send(text)
            frames: list[dict[str, Any]] = []
            while len(frames) < wanted:
                frame = json.loads(socket.recv(FRAMES_SECONDS))
                own = frame.get("cwd") == here or any(
                    frame.get("command_id") == f["id"] for f in frames
                )
                if own or frame["kind"] == "BashError":
                    frames.append(frame)
            return frames
    except InvalidStatus as refusal:
        return ["refused", refusal.response.status_code]
