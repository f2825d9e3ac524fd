# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models that are kept on the server by name. The scenarios share one server, so each has names of its own."""

from differ.scenario import scenario
from differ.side import Side
from llm_peer import say

PROFILES = "/api/profiles"
FAST = f"{PROFILES}/kept-fast"
SHOWN = {"X-Expose-Secrets": "plaintext"}


def model(side: Side, **fields: object) -> dict[str, object]:
    llm = side.program.llm(side.peer.play(say("Hello.")))
    return llm.model_dump(mode="json", context={"expose_secrets": True}) | fields


def note_kept(side: Side) -> None:
    answer = side.http.get(PROFILES).json()
    side.note("kept", [each for each in answer["profiles"] if each["name"].startswith("kept-")])
    side.note("active", answer["active_profile"])


@scenario
def models_that_are_kept(side: Side) -> None:
    side.post(FAST, json={"llm": model(side, temperature=0.5)})
    side.post(f"{FAST}/activate")
    side.post(f"{PROFILES}/kept-keyless", json={"llm": model(side), "include_secrets": False})
    note_kept(side)
    side.get(FAST)
    side.get(FAST, headers=SHOWN)
    side.get(f"{PROFILES}/kept-keyless", headers=SHOWN)
    side.get(FAST, headers={"X-Expose-Secrets": "loudly"})
    side.post(FAST, json={"llm": model(side)})
    side.post(f"{FAST}/rename", json={"new_name": "kept-keyless"})
    side.post(f"{FAST}/rename", json={"new_name": "kept-fast"})
    side.post(f"{FAST}/rename", json={"new_name": "kept-quick"})
    note_kept(side)
    side.call("DELETE", f"{PROFILES}/kept-quick")
    side.call("DELETE", f"{PROFILES}/kept-quick")
    note_kept(side)


@scenario
def models_that_are_not_kept(side: Side) -> None:
    none = f"{PROFILES}/absent"
    side.get(none)
    side.post(f"{none}/activate")
    side.post(f"{none}/rename", json={"new_name": "other"})
    for body in ({}, {"llm": None}):
        side.call("POST", none, json=body, body="shape")
    for name in ("-fast", "f" * 65, "fa st"):
        side.get(f"{PROFILES}/{name}", body="shape")


@scenario
def a_conversation_with_another_kept_model(side: Side) -> None:
    made = side.start()
    side.post(f"{PROFILES}/other", json={"llm": model(side)})
    path = f"/api/conversations/{made}/switch_profile"
    side.post(path, json={"profile_name": "other"})
    side.note("model", side.info(made)["agent"]["llm"]["usage_id"])
    side.say(made, "Hello.", run=True)
    side.rest(made, "finished")
    side.post(path, json={"profile_name": "none"})
