# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the log of a conversation."""

from differ.scenario import scenario
from differ.side import Side
from llm_peer import Call, calls, finish, say

ROOT = "/api/conversations"
PLACE = "openhands.sdk.event"


def talk(side: Side) -> str:
    turns = (
        calls(Call("terminal", {"command": "echo Needle"}), text="I look for the needle."),
        finish("Found."),
    )
    return side.chat(side.peer.play(*turns, say("Later.")), "Where is the Needle?")


@scenario
def events_are_filtered(side: Side) -> None:
    made = talk(side)
    events = side.log(made)
    search, count = f"{ROOT}/{made}/events/search", f"{ROOT}/{made}/events/count"
    middle = events[len(events) // 2]["timestamp"]
    for name, query in {
        "kind by class path": {"kind": f"{PLACE}.llm_convertible.action.ActionEvent"},
        "kind by name": {"kind": "MessageEvent"},
        "unknown kind": {"kind": "Nothing"},
        "source user": {"source": "user"},
        "source agent": {"source": "agent"},
        "source nobody": {"source": "nobody"},
        "body": {"body": "nEEdle"},
        "body of nothing": {"body": "absent"},
        "from": {"timestamp__gte": middle},
        "before": {"timestamp__lt": middle},
        "from and source": {"timestamp__gte": middle, "source": "agent"},
        "from in UTC": {"timestamp__gte": "2000-01-01T00:00:00Z"},
        "before in UTC": {"timestamp__lt": "2000-01-01T00:00:00+02:00"},
        "backwards": {"sort_order": "TIMESTAMP_DESC"},
        "bad order": {"sort_order": "KIND"},
        "bad time": {"timestamp__gte": "yesterday"},
        "no limit": {"limit": 0},
        "high limit": {"limit": 101},
        "limit is text": {"limit": "many"},
    }.items():
        _note_page(side, f"search {name}", side.http.get(search, params=query))
        query.pop("sort_order", None)
        query.pop("limit", None)
        answer = side.http.get(count, params=query)
        if "kind" in query or "source" in query or answer.status_code != 200:
            side.note(f"count {name}", {"status": answer.status_code, "body": answer.json()})


def _note_page(side: Side, label: str, answer) -> None:
    body = answer.json()
    if answer.status_code == 200:
        told = [item["id"] for item in body["items"] if item.get("key") != "stats"]
        body = {"items": told, "next_page_id": body["next_page_id"]}
    side.note(label, {"status": answer.status_code, "body": body})


@scenario
def events_come_in_pages(side: Side) -> None:
    made = talk(side)
    side.log(made)
    path = f"{ROOT}/{made}/events/search"
    for source in ("agent", "user"):
        page_id, pages = None, []
        while True:
            query = {"limit": 2, "source": source} | ({"page_id": page_id} if page_id else {})
            page = side.http.get(path, params=query).json()
            pages.append([[item["id"] for item in page["items"]], page["next_page_id"]])
            page_id = page["next_page_id"]
            if not page_id:
                break
        side.note(f"pages of {source}", pages)
    unknown = side.http.get(path, params={"page_id": side.unknown_id(), "source": "agent"})
    _note_page(side, "unknown page", unknown)


@scenario
def events_are_read_one_by_one(side: Side) -> None:
    made = talk(side)
    for event in side.log(made):
        answer = side.http.get(f"{ROOT}/{made}/events/{event['id']}")
        side.note(f"one {event['kind']}", {"status": answer.status_code, "body": answer.json()})
    ids = [event["id"] for event in side.log(made, "again")]
    unknown = side.unknown_id()
    side.call("GET", f"{ROOT}/{made}/events", json=[ids[0], unknown, ids[1]], label="batch")
    side.call("GET", f"{ROOT}/{made}/events", json=[], label="empty batch")
    side.call("GET", f"{ROOT}/{made}/events", label="batch without a body")
    side.call("GET", f"{ROOT}/{made}/events", json={"ids": []}, label="batch of an object")
    side.get(f"{ROOT}/{made}/events/{unknown}")
    side.get(f"{ROOT}/{made}/events/nothing")


@scenario
def messages_that_are_sent(side: Side) -> None:
    made = side.start(side.peer.play())
    path = f"{ROOT}/{made}/events"
    for name, body in {
        "text": {"content": [{"type": "text", "text": "One."}]},
        "sender": {"content": [{"type": "text", "text": "Two."}], "sender": "somebody"},
        "role user": {
            "role": "user",
            "content": [{"type": "text", "text": "Three."}],
            "run": False,
        },
        "no content": {"role": "user", "content": []},
        "empty": {},
        "plain text": {"content": "a text"},
        "unknown part": {"content": [{"type": "smell", "text": "x"}]},
        "part without text": {"content": [{"type": "text"}]},
        "surplus in a part": {"content": [{"type": "text", "text": "x", "surplus": 1}]},
        "unknown role": {"role": "nobody", "content": [{"type": "text", "text": "x"}]},
        "run is text": {"content": [{"type": "text", "text": "x"}], "run": "perhaps"},
        "a list": [],
        "null": None,
    }.items():
        side.post(path, json=body, label=name)
    side.log(made)


@scenario
def messages_of_other_roles(side: Side) -> None:
    made = side.start(side.peer.play())
    for role in ("assistant", "system", "tool"):
        body = {"role": role, "content": [{"type": "text", "text": "I am another."}]}
        side.post(f"{ROOT}/{made}/events", json=body, label=role)
    side.log(made)
