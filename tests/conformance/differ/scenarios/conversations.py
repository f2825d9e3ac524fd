# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Making, finding, changing and deleting conversations."""

from differ.scenario import alone, scenario
from differ.side import Side
from llm_peer import call, finish, say

ROOT = "/api/conversations"


@scenario
def a_conversation_is_made_and_read(side: Side) -> None:
    body = side.request(side.peer.play(), tags={"env": "test"}, max_iterations=7)
    answer = side.post(ROOT, json=body)
    side.know(answer.json()["id"], "conversation")
    side.get(f"{ROOT}/{answer.json()['id']}")
    side.get(
        f"{ROOT}/{answer.json()['id']}", params={"include_skills": "true"}, label="with skills"
    )
    side.get(f"{ROOT}/{answer.json()['id'].replace('-', '')}", label="without dashes")


@scenario
def a_conversation_with_every_field(side: Side) -> None:
    chosen = side.unknown_id()
    body = side.request(
        side.peer.play(),
        conversation_id=chosen,
        confirmation_policy={
            "kind": "ConfirmRisky",
            "threshold": "MEDIUM",
            "confirm_unknown": False,
        },
        security_analyzer={"kind": "LLMSecurityAnalyzer"},
        max_iterations=3,
        stuck_detection=False,
        secrets={"TOKEN": {"kind": "StaticSecret", "value": "hush-hush", "description": "a token"}},
        tags={"one": "1", "two": "2"},
        user_id="somebody",
        worktree=False,
        observability_metadata={"a": "b"},
        observability_tags=["t"],
    )
    side.post(ROOT, json=body)
    side.get(f"{ROOT}/{chosen}")


@scenario
def an_id_that_exists_is_attached_to(side: Side) -> None:
    chosen = side.unknown_id()
    script = side.peer.play()
    side.post(ROOT, json=side.request(script, conversation_id=chosen), body="shape", label="made")
    side.post(
        ROOT, json=side.request(script, conversation_id=chosen, tags={"b": "2"}), label="again"
    )


@scenario
def a_second_client_attaches(side: Side) -> None:
    first = side.ask(side.peer.play(say("One."), say("Two.")))
    second = side.converse(side.peer.play(), conversation_id=first.id)
    side.note("same", first.id == second.id)
    second.send_message("And again.")
    side.run(second)
    side.log(second.id)
    side.note("seen by both", [len(list(c.state.events)) > 3 for c in (first, second)])


@scenario
def a_first_message_starts_a_run(side: Side) -> None:
    message = {"role": "user", "content": [{"type": "text", "text": "Hello."}], "run": False}
    made = side.start(side.peer.play(say("Hello to you.")), initial_message=message)
    side.rest(made, "finished")
    side.log(made)


@alone
def conversations_are_searched_and_counted(side: Side) -> None:
    first = side.chat(side.peer.play(say("One.")), name="first")
    second = side.start(name="second")
    third = side.start(name="third")
    side.http.patch(f"{ROOT}/{first}", json={"title": "Changed last"})
    for order in ("CREATED_AT", "CREATED_AT_DESC", "UPDATED_AT", "UPDATED_AT_DESC"):
        page = side.http.get(f"{ROOT}/search", params={"sort_order": order}).json()
        side.note(order, [item["id"] for item in page["items"]])
    page = side.http.get(f"{ROOT}/search", params={"limit": 2}).json()
    side.note("first page", [[item["id"] for item in page["items"]], page["next_page_id"]])
    page = side.http.get(
        f"{ROOT}/search", params={"limit": 2, "page_id": page["next_page_id"]}
    ).json()
    side.note("last page", [[item["id"] for item in page["items"]], page["next_page_id"]])
    side.get(
        f"{ROOT}/search",
        params={"limit": 1, "sort_order": "CREATED_AT"},
        body="shape",
        label="shape",
    )
    for status in (
        "idle",
        "finished",
        "running",
        "paused",
        "error",
        "stuck",
        "waiting_for_confirmation",
    ):
        page = side.http.get(f"{ROOT}/search", params={"status": status}).json()
        side.note(f"{status} ones", [item["id"] for item in page["items"]])
        side.get(f"{ROOT}/count", params={"status": status}, label=f"count of {status} ones")
    side.get(f"{ROOT}/count")
    for query in (
        "limit=0",
        "limit=101",
        "limit=x",
        "status=nothing",
        "sort_order=NAME",
        "page_id=nothing",
    ):
        side.get(f"{ROOT}/search?{query}", body="shape" if query == "page_id=nothing" else "all")
    side.get(f"{ROOT}/count?status=nothing")
    side.note("made", [first, second, third])


@scenario
def several_conversations_are_read_at_once(side: Side) -> None:
    made, unknown = side.start(), side.unknown_id()
    side.get(ROOT, params={"ids": [unknown, made, made]}, label="batch")
    side.get(ROOT, label="no ids")
    side.get(ROOT, params={"ids": ["nothing"]}, label="bad id")
    side.get(ROOT, params={"ids": [made] * 99}, label="99 ids", body="shape")
    side.get(ROOT, params={"ids": [made] * 100}, label="100 ids", body="shape")


@scenario
def titles_and_tags_are_changed(side: Side) -> None:
    made = side.start(tags={"env": "test"})
    for change in (
        {"title": "  A title  "},
        {"tags": {"a": "b"}},
        {},
        {"tags": {}},
        {"title": None, "tags": None},
        {"title": ""},
        {"title": "   "},
        {"title": "x" * 201},
        {"title": 5},
        {"tags": {"A": "b"}},
        {"tags": {"a": "x" * 257}},
        {"tags": {"a": 1}},
        {"tags": []},
        {"surplus": True},
        [],
    ):
        side.call("PATCH", f"{ROOT}/{made}", json=change, label=f"PATCH {str(change)[:40]}")
    side.log(made)


@scenario
def tags_are_checked_when_a_conversation_is_made(side: Side) -> None:
    for tags in (
        {"UPPER": "x"},
        {"with-dash": "x"},
        {"a": "x" * 257},
        {"": "x"},
        {"a": None},
        "text",
    ):
        body = side.request(side.peer.play(), tags=tags)
        side.post(ROOT, json=body, label=f"tags {str(tags)[:30]}")


@scenario
def the_model_finds_a_title(side: Side) -> None:
    conversation = side.converse(side.peer.play(say("Done.")))
    conversation.send_message("Please rename the file a.txt to b.txt")
    side.run(conversation)
    side.note("title", side.info(str(conversation.id))["title"])


@scenario
def the_final_response(side: Side) -> None:
    empty = side.start(name="empty")
    side.get(f"{ROOT}/{empty}/agent_final_response")
    for name, turn in (("said", say("Just text.")), ("finished", finish("All is done."))):
        made = side.chat(side.peer.play(turn), name=name)
        side.get(f"{ROOT}/{made}/agent_final_response")


@scenario
def a_deleted_conversation_is_gone(side: Side) -> None:
    made = side.chat(side.peer.play(call("terminal", command="echo x > kept.txt"), finish()))
    side.call("DELETE", f"{ROOT}/{made}")
    side.call("DELETE", f"{ROOT}/{made}", label="DELETE again")
    side.get(f"{ROOT}/{made}")
    side.get(f"{ROOT}/{made}/events/search")
    side.note("files stay", (side.directory / "kept.txt").exists())


@scenario
def the_question_on_the_side(side: Side) -> None:
    made = side.chat(side.peer.play(say("Done."), say("I greeted you."), say("Nothing.")))
    side.post(f"{ROOT}/{made}/ask_agent", json={"question": "What did you do?"})
    side.post(f"{ROOT}/{made}/ask_agent", json={}, label="no question")
    side.post(f"{ROOT}/{made}/ask_agent", json={"question": ""}, label="empty question")
    side.log(made)


@scenario
def the_runtime_of_a_conversation(side: Side) -> None:
    made = side.start()
    side.get(f"{ROOT}/{made}/runtime")
    side.post(f"{ROOT}/{made}/runtime/reprovision")


@scenario
def a_child_conversation(side: Side) -> None:
    parent = side.start(name="parent")
    body = side.request(side.peer.play(), parent_conversation_id=parent)
    answer = side.post(ROOT, json=body, label="a child")
    side.know(answer.json().get("id", ""), "child")
    for name, fields in (
        ("unknown parent", {"parent_conversation_id": side.unknown_id()}),
        ("bad parent", {"parent_conversation_id": "nothing"}),
    ):
        side.post(ROOT, json=side.request(side.peer.play(), **fields), label=name)
    own = side.unknown_id()
    body = side.request(side.peer.play(), conversation_id=own, parent_conversation_id=own)
    side.post(ROOT, json=body, label="its own parent")
    side.post(f"{ROOT}/{parent}/children", json={}, label="POST children with nothing")


@scenario
def moving_to_an_earlier_event(side: Side) -> None:
    made = side.chat(side.peer.play(say("One."), say("Two.")))
    events = side.log(made, "before")
    side.post(f"{ROOT}/{made}/navigate", json={"event_id": events[-2]["id"]}, body="shape")
    side.post(f"{ROOT}/{made}/navigate", json={"event_id": side.unknown_id()}, label="to nothing")
    side.post(f"{ROOT}/{made}/navigate", json={"event_id": None}, label="to the root", body="shape")
    side.note("still stored", len(side.stored(made)) >= len(events))


@scenario
def condensing_by_request(side: Side) -> None:
    made = side.chat(side.peer.play(say("One.")))
    side.post(f"{ROOT}/{made}/condense", body="shape")


@scenario
def a_goal(side: Side) -> None:
    made = side.start()
    side.post(f"{ROOT}/{made}/goal", json={"objective": "  "}, label="empty objective")
    side.post(f"{ROOT}/{made}/goal", json={}, label="no objective")
    side.post(f"{ROOT}/{made}/goal/stop")
    side.post(f"{ROOT}/{made}/goal/resume")


@scenario
def another_model(side: Side) -> None:
    made = side.start()
    llm = side.program.llm(side.peer.play()).model_dump(
        mode="json", context={"expose_secrets": True}
    )
    side.post(f"{ROOT}/{made}/switch_llm", json={"llm": llm | {"usage_id": "other"}}, body="shape")
    side.post(f"{ROOT}/{made}/switch_llm", json={}, label="no model")
    side.post(f"{ROOT}/{made}/switch_profile", json={"profile_name": "absent"})
    side.post(f"{ROOT}/{made}/switch_acp_model", json={"model": "x"})
    side.post(f"{ROOT}/{made}/load_plugin", json={"plugin_ref": "absent@nowhere"}, body="shape")
