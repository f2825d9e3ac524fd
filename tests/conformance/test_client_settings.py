# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What clients of the SDK keep on the server: settings and secrets, as the real client reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from llm_peer import LlmPeer, call, finish, say
from program import LLM_KEY, PATIENCE, Program, outputs
from target import Server, eventually

pytestmark = pytest.mark.berth_only

VALUE = "a-very-secret-value"

# Prints a variable from its end: what is secret is hidden where it stands as it is.
BACKWARDS = 'for ((i = ${#%s}; i-- > 0;)); do printf %%s "${%s:i:1}"; done; echo'


@pytest.fixture
def program(
    server_with: Callable[..., Server], program_on: Callable[[Server], Program], peer: LlmPeer
) -> Program:
    """A server of its own: settings last. Guests reach the model made of paper and no other private address."""
    return program_on(server_with("--outbound-allow", peer.url.removeprefix("http://").split("/")[0]))


def changed(http: httpx.Client, **diffs: Any) -> dict[str, Any]:
    answer = http.patch("/api/settings", json=diffs)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_new_user_has_the_settings_of_the_sdk(program: Program) -> None:
    llm = program.workspace().get_llm()
    assert (llm.model, llm.api_key, llm.usage_id) == ("gpt-5.6", None, "default")
    assert program.workspace().get_mcp_config() == {}
    with program.http() as http:
        told = http.get("/api/settings").json()
    assert told["conversation_settings"]["max_iterations"] == 500 and told["misc_settings"] == {}
    assert (told["llm_api_key_is_set"], told["active_profile"], told["active_agent_profile_id"]) == (False, None, None)


def test_a_model_that_is_kept_is_used_and_its_key_is_shown_only_when_asked_for(program: Program) -> None:
    script = program.peer.play(say("From afar."))
    llm = {"model": f"openai/{script.model}", "base_url": program.peer.url, "api_key": LLM_KEY, "num_retries": 0}
    with program.http() as http:
        told = changed(http, agent_settings_diff={"llm": llm})
        assert told["llm_api_key_is_set"] and told["agent_settings"]["llm"]["api_key"] == "**********"
        # What a client saw comes back with its change, and means the same.
        told = changed(http, agent_settings_diff={"llm": told["agent_settings"]["llm"] | {"num_retries": 1}})
        assert LLM_KEY not in http.get("/api/settings").text
        reader = http.post("/keys", json={"scopes": ["read"]}).json()["key"]
        shown = {"X-Expose-Secrets": "plaintext", "X-Session-API-Key": reader}
        assert http.get("/api/settings", headers=shown).status_code == 403
        assert http.get("/api/settings", headers={"X-Expose-Secrets": "perhaps"}).status_code == 400
    kept = program.workspace().get_llm()
    assert kept.api_key == SecretStr(LLM_KEY) and kept.num_retries == 1
    conversation = program.converse(script, llm=kept)
    conversation.send_message("Where are you?")
    conversation.run(timeout=PATIENCE)
    program.server.kill()
    program.server.start()
    assert program.workspace().get_llm().api_key == SecretStr(LLM_KEY)
    assert LLM_KEY.encode() not in (program.server.data_dir / "berth.db").read_bytes()


def test_the_active_profile_is_the_model(program: Program) -> None:
    with program.http() as http:
        for name in ("one", "two"):
            http.put(f"/llms/{name}", json={"model": f"openai/{name}", "api_key": LLM_KEY}).raise_for_status()
        assert http.get("/api/settings").json()["active_profile"] == "one"
        changed(http, agent_settings_diff={"llm": {"model": "openai/own"}})
        told = changed(http, active_profile="two")
        assert (told["active_profile"], told["agent_settings"]["llm"]["model"]) == ("two", "openai/two")
        assert program.workspace().get_llm().usage_id == "profile:two"
        assert http.patch("/api/settings", json={"active_profile": "three"}).status_code == 404
        assert http.get("/api/profiles").json()["active_profile"] == "two"
        told = changed(http, active_profile=None)
        assert (told["active_profile"], told["agent_settings"]["llm"]["model"]) == (None, "gpt-5.6")


def test_diffs_are_merged_and_nulls_take_away(program: Program) -> None:
    server = {"command": "uvx", "args": ["tool"], "env": {"TOKEN": VALUE, "A": "b"}}
    with program.http() as http:
        told = changed(http, agent_settings_diff={"mcp_config": {"one": server, "two": server}})
        assert VALUE not in str(told)
        assert set(program.workspace().get_mcp_config()) == {"one", "two"}
        changed(http, agent_settings_diff={"mcp_config": {"one": None, "two": {"env": {"A": None}}}})
        config = program.workspace().get_mcp_config()
        assert set(config) == {"two"} and config["two"].model_dump(context={"expose_secrets": True})["env"] == {"TOKEN": VALUE}
        told = changed(http, conversation_settings_diff={"max_iterations": 7}, misc_settings_diff={"a": {"b": [1], "c": 2}})
        assert told["conversation_settings"]["max_iterations"] == 7
        assert changed(http, misc_settings_diff={"a": {"b": [], "c": None}})["misc_settings"] == {"a": {"b": []}}


@pytest.mark.parametrize(("body", "status", "detail"), [
    ({}, 400, "At least one of"),
    ({"agent_settings_diff": {"llm": {"model": ""}}}, 422, "Settings validation failed"),
    ({"agent_settings_diff": {"llm": {"api_key": {"a": VALUE}}}}, 422, "Settings validation failed"),
    ({"agent_settings_diff": {"agent_kind": "other"}}, 422, "Settings validation failed"),
    ({"conversation_settings_diff": {"max_iterations": 0}}, 422, "Settings validation failed"),
    ({"conversation_settings_diff": {"confirmation_mode": "yes"}}, 422, "Settings validation failed"),
    ({"active_agent_profile_id": "11111111-1111-1111-1111-111111111111"}, 404, "Agent profile with id"),
    ({"agent_settings_diff": []}, 422, ""),
])
def test_what_can_be_no_settings_changes_nothing(program: Program, body: dict[str, Any], status: int, detail: str) -> None:
    with program.http() as http:
        before = http.get("/api/settings").json()
        answer = http.patch("/api/settings", json=body)
        assert answer.status_code == status, answer.text
        assert detail in str(answer.json()["detail"]) and VALUE not in answer.text
        assert http.get("/api/settings").json() == before


def test_a_secret_that_is_kept_reaches_a_command_and_nothing_else(program: Program) -> None:
    script = program.peer.play(call("terminal", command=BACKWARDS % (("OWN_TOKEN",) * 2)), finish())
    with program.http() as http:
        kept = http.put("/api/settings/secrets", json={"name": "OWN_TOKEN", "value": VALUE, "description": "mine"})
        assert kept.json() == {"name": "OWN_TOKEN", "description": "mine"}
        assert http.get("/api/settings/secrets").json() == {"secrets": [{"name": "OWN_TOKEN", "description": "mine"}]}
        plain = http.get("/api/settings/secrets/OWN_TOKEN")
        assert (plain.text, plain.headers["content-type"].split(";")[0]) == (VALUE, "text/plain")
    conversation = program.converse(script)
    conversation.update_secrets(program.workspace().get_secrets())
    conversation.send_message("Go.")
    conversation.run(timeout=PATIENCE)
    assert any(VALUE[::-1] in text for text in outputs(conversation))
    assert VALUE not in program.server.log()
    with program.http() as http:
        assert http.delete("/api/settings/secrets/OWN_TOKEN").json() == {"deleted": True}
        for method in ("GET", "DELETE"):
            gone = http.request(method, "/api/settings/secrets/OWN_TOKEN")
            assert (gone.status_code, gone.json()["detail"]) == (404, "Secret not found")
        for wrong in ({"name": "1", "value": "x"}, {"name": "A", "value": " "}, {"name": "A", "value": "**********"}):
            assert http.put("/api/settings/secrets", json=wrong).status_code == 422
        assert http.get("/api/settings/secrets/a-b").status_code == 422


def test_another_user_looks_their_own_secret_up_within_the_server(program: Program) -> None:
    """Guests reach no private address, but what the server keeps for them is theirs."""
    with program.http() as admin:
        admin.post("/users", json={"id": "guest"}).raise_for_status()
        key = admin.post("/keys", json={"user_id": "guest"}).json()["key"]
        admin.put("/api/settings/secrets", json={"name": "TOKEN", "value": "the owner's value"}).raise_for_status()
    url = program.server.url
    with httpx.Client(base_url=url, headers={"X-Session-API-Key": key}, timeout=30) as guest:
        guest.put("/api/settings/secrets", json={"name": "TOKEN", "value": "the guest's value"}).raise_for_status()
        script = program.peer.play(call("terminal", command=BACKWARDS % (("TOKEN",) * 2) + '; echo "<$OTHER>"'), finish())
        llm = {"model": f"openai/{script.model}", "base_url": program.peer.url, "api_key": "sk", "num_retries": 0}
        secrets = {
            "TOKEN": {"kind": "LookupSecret", "url": f"{url}/api/settings/secrets/TOKEN"},
            "OTHER": {"kind": "LookupSecret", "url": f"{url}/health"},
        }
        made = guest.post("/conversations", json={
            "agent": {"llm": llm, "tools": [{"name": "terminal"}]}, "secrets": secrets, "message": "Go.", "title": "x",
        }).json()
        path = f"/conversations/{made['id']}"
        eventually(lambda: guest.get(path).json()["state"] == "finished", 20, "the run ends")
        told = "".join(item.get("content", "") for item in guest.get(f"{path}/events").json()["items"])
    assert "the guest's value"[::-1] in told and "<>" in told


def test_a_title_comes_from_the_model_that_is_named_for_titles(program: Program) -> None:
    script, namer = program.peer.play(finish()), program.peer.play()
    with program.http() as http:
        llm = {"model": f"openai/{namer.model}", "base_url": program.peer.url, "api_key": LLM_KEY, "num_retries": 0}
        http.put("/llms/namer", json=llm).raise_for_status()
        own = llm | {"model": f"openai/{script.model}", "usage_id": "agent"}
        made = http.post("/api/conversations", json={
            "agent": {"kind": "Agent", "llm": own, "tools": []}, "title_llm_profile": "namer",
            "workspace": {"kind": "LocalWorkspace", "working_dir": str(program.directory)},
            "initial_message": {"role": "user", "content": [{"type": "text", "text": "Name me."}]},
        })
        assert made.status_code == 201, made.text
        path = f"/api/conversations/{made.json()['id']}"
        eventually(lambda: http.get(path).json()["title"] == "A scripted title", 20, "the title comes")
        assert len(namer.side_requests) == 1 and not script.side_requests
        assert "profile:namer" in http.get(path).json()["stats"]["usage_to_metrics"]
