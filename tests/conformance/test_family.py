# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations that belong to another, their tags, and lists of them in every order."""

import uuid
from itertools import pairwise

import pytest

from llm_peer import say
from program import Program
from target import eventually


def start(program: Program, script, **fields):
    """Creates a conversation without the client, which has no word for some of the fields."""
    body = {
        "agent": {"kind": "Agent", "llm": program.llm(script).model_dump(mode="json"), "tools": []},
        "workspace": {"kind": "LocalWorkspace", "working_dir": str(program.directory)},
        "autotitle": False,
    }
    with program.http() as http:
        return http.post("/api/conversations", json=body | fields)


def read(program: Program, conversation_id):
    with program.http() as http:
        return http.get(f"/api/conversations/{conversation_id}").json()


@pytest.fixture
def parent(program):
    return start(program, program.peer.play()).json()["id"]


def test_parents_and_children_know_each_other(program, parent):
    children = []
    for _ in range(2):
        answer = start(program, program.peer.play(), parent_conversation_id=parent)
        assert answer.status_code == 201
        assert answer.json()["parent_conversation_id"] == parent
        assert answer.json()["sub_conversation_ids"] == []
        children.append(answer.json()["id"])

    assert read(program, parent)["sub_conversation_ids"] == children
    assert read(program, parent)["parent_conversation_id"] is None
    with program.http() as http:
        page = http.get("/api/conversations/search", params={"limit": 100}).json()["items"]
        batch = http.get("/api/conversations", params={"ids": [parent]}).json()
    (listed,) = [c for c in page if c["id"] == parent]
    assert listed["sub_conversation_ids"] == batch[0]["sub_conversation_ids"] == children


def test_children_outlive_their_parent(program, parent):
    child = start(program, program.peer.play(), parent_conversation_id=parent).json()["id"]
    with program.http() as http:
        assert http.delete(f"/api/conversations/{parent}").json() == {"success": True}

    assert read(program, child)["parent_conversation_id"] == parent


def test_a_child_that_is_deleted_is_no_child_any_more(program, parent):
    child = start(program, program.peer.play(), parent_conversation_id=parent).json()["id"]
    with program.http() as http:
        http.delete(f"/api/conversations/{child}")

    assert read(program, parent)["sub_conversation_ids"] == []


def test_nobody_is_their_own_parent(program):
    own = str(uuid.uuid4())
    answer = start(program, program.peer.play(), conversation_id=own, parent_conversation_id=own)

    assert answer.status_code == 422
    assert answer.json() == {"detail": "A conversation cannot be its own parent"}
    with program.http() as http:
        assert http.get(f"/api/conversations/{own}").status_code == 404


def test_a_parent_must_exist(program):
    unknown = str(uuid.uuid4())
    answer = start(program, program.peer.play(), parent_conversation_id=unknown)

    assert answer.status_code == 422
    assert answer.json() == {"detail": f"Parent conversation {unknown} not found"}


def test_a_child_works_where_its_parent_does(program, parent, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    place = {"kind": "LocalWorkspace", "working_dir": str(elsewhere)}
    answer = start(program, program.peer.play(), parent_conversation_id=parent, workspace=place)

    assert answer.status_code == 422
    detail = answer.json()["detail"]
    assert detail == f"Parent conversation {parent} belongs to a different workspace"
    assert not elsewhere.exists()


def test_tags_are_replaced_as_a_whole(program):
    conversation = start(program, program.peer.play(), tags={"a": "1", "b": "2"}).json()["id"]
    with program.http() as http:
        path = f"/api/conversations/{conversation}"
        for tags in ({"b": "3"}, {"c": "x" * 256}, {}):
            assert http.patch(path, json={"tags": tags}).json() == {"success": True}
            assert http.get(path).json()["tags"] == tags
        http.patch(path, json={"tags": {"d": "4"}})
        assert http.patch(path, json={"tags": None, "title": "A title"}).json() == {"success": True}
        assert http.get(path).json()["tags"] == {"d": "4"}


@pytest.mark.parametrize("tags", [{"Upper": "x"}, {"a_b": "x"}, {"": "x"}, {"ok": "x" * 257}])
def test_wrong_tags_are_refused(program, parent, tags):
    with program.http() as http:
        answer = http.patch(f"/api/conversations/{parent}", json={"tags": tags, "title": "No"})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][:2] == ["body", "tags"]
    assert read(program, parent)["title"] is None
    assert start(program, program.peer.play(), tags=tags).status_code == 422


@pytest.mark.parametrize("title", ["", "   ", "x" * 201, 5])
def test_wrong_titles_are_refused(program, parent, title):
    with program.http() as http:
        answer = http.patch(f"/api/conversations/{parent}", json={"title": title})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "title"]


def pages(program: Program, **query):
    with program.http() as http:
        while True:
            page = http.get("/api/conversations/search", params=query).json()
            assert len(page["items"]) <= query["limit"]
            yield from page["items"]
            if not page["next_page_id"]:
                return
            query["page_id"] = page["next_page_id"]


ORDERS = {
    "CREATED_AT": ("created_at", False),
    "CREATED_AT_DESC": ("created_at", True),
    "UPDATED_AT": ("updated_at", False),
    "UPDATED_AT_DESC": ("updated_at", True),
}


@pytest.fixture
def seven(own_server, program_on):
    """Seven conversations, changed in another order than they were made in; two are finished."""
    program = program_on(own_server)
    made = [start(program, program.peer.play()).json()["id"] for _ in range(5)]
    made += [str(program.ask(program.peer.play(say("Done.")), "go").id) for _ in range(2)]
    with program.http() as http:
        for number in (3, 0, 6, 2):
            http.patch(f"/api/conversations/{made[number]}", json={"title": f"Number {number}"})
    return program, made


def test_every_order_goes_through_all_pages(seven):
    program, made = seven
    for order, (field, falling) in ORDERS.items():
        found = list(pages(program, limit=2, sort_order=order))
        assert sorted(c["id"] for c in found) == sorted(made), order
        times = [c[field] for c in found]
        assert all((a >= b) if falling else (a <= b) for a, b in pairwise(times)), order
    assert [c["id"] for c in pages(program, limit=3, sort_order="CREATED_AT")] == made


def test_a_status_filters_before_the_pages_are_cut(seven):
    program, made = seven
    for order in ORDERS:
        found = [c["id"] for c in pages(program, limit=1, sort_order=order, status="finished")]
        assert sorted(found) == sorted(made[5:])
    assert len(list(pages(program, limit=2, status="idle"))) == 5
    assert list(pages(program, limit=2, status="error")) == []


@pytest.mark.parametrize("query", [{"sort_order": "NAME"}, {"status": "asleep"}])
def test_an_unknown_order_or_status_is_refused(program, query):
    with program.http() as http:
        answer = http.get("/api/conversations/search", params=query)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", *query]


def test_a_child_is_set_up_like_its_parent_and_works_at_once(program):
    script = program.peer.play(say("Aye."))
    llm = program.llm(script).model_dump(mode="json", context={"expose_secrets": True})
    agent = {"kind": "Agent", "llm": llm, "tools": [{"name": "terminal"}]}
    parent = start(program, script, agent=agent, tags={"ship": "tern"}, max_iterations=7).json()
    with program.http() as http:
        task = {"task": "Scrub the deck.", "title": "Deck", "isolation": "shared"}
        answer = http.post(f"/api/conversations/{parent['id']}/children", json=task)
    assert answer.status_code == 201
    told = answer.json()
    assert told["parent_conversation_id"] == parent["id"]
    assert told["title"] == "Deck" and told["isolation"] == "shared"
    assert told["workspace"] == str(program.directory)

    child = told["conversation_id"]
    eventually(lambda: read(program, child)["execution_status"] == "finished", 20, "the child is done")
    assert "Scrub the deck." in str(script.requests[0]["messages"])
    made = read(program, child)
    for field in ("max_iterations", "tags", "parent_conversation_id", "title"):
        wanted = {"parent_conversation_id": parent["id"], "title": "Deck"}.get(field, parent[field])
        assert made[field] == wanted, field
    assert [tool["name"] for tool in made["agent"]["tools"]] == ["terminal"]
    with program.http() as http:
        assert http.get(f"/api/conversations/{parent['id']}/events/count").json() == 0


def test_a_child_needs_a_task_and_a_parent(program, parent):
    with program.http() as http:
        answer = http.post(f"/api/conversations/{parent}/children", json={"task": ""})
        assert answer.status_code == 422
        assert answer.json()["detail"][0]["loc"] == ["body", "task"]
        answer = http.post(f"/api/conversations/{uuid.uuid4()}/children", json={"task": "x"})
    assert answer.status_code == 404
    assert answer.json() == {"detail": "Parent conversation not found"}
    assert read(program, parent)["sub_conversation_ids"] == []
