# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""/llms and /agents: models and agents that are kept on the server, and conversations that need no key."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

from client import Client
from llm_peer import SIDE_ANSWER, LlmPeer, call, finish, say
from target import BerthServer

KEY = "sk-profile-canary-1234567890"


def test_a_message_alone_is_enough(own_server: BerthServer, client_of: Callable[[BerthServer], Client]) -> None:
    client = client_of(own_server)
    refused = client.call("POST", "/conversations", {"message": "Hello"})
    assert refused.status_code == 422 and "/llms" in refused.text
    script = client.peer.play(say("Hi."), say("Once more."))
    model: dict[str, Any] = {"model": f"openai/{script.model}", "base_url": client.peer.url, "num_retries": 0}
    kept = client.call("PUT", "/llms/main?default=true", model | {"api_key": KEY})
    assert kept.status_code == 200 and kept.json()["api_key_set"] and kept.json()["default"]
    made = client.call("POST", "/conversations", {"message": "Hello"})
    assert made.status_code == 201, made.text
    client.becomes(made.json()["id"], "finished")
    assert script.headers[0]["authorization"] == f"Bearer {KEY}"
    # A profile that is put again without a key keeps it, also over a restart.
    assert client.call("PUT", "/llms/main", model).json()["api_key_set"]
    own_server.stop()
    own_server.start()
    assert client.say(made.json()["id"], "Again")["reply"] == "Once more."
    texts = [client.call("GET", path).text for path in ("/llms", "/llms/main", "/agents", "/conversations")]
    texts += [kept.text, made.text, own_server.log()]
    texts += [path.read_bytes().decode(errors="replace") for path in own_server.data_dir.glob("berth.db*")]
    assert not [text for text in texts if KEY in text]


def test_an_agent_is_named_and_falls_back_to_the_default(client: Client, peer: LlmPeer) -> None:
    script = peer.play(call("terminal", command="echo named"), finish("Done."))
    model = {"model": f"openai/{script.model}", "base_url": peer.url, "api_key": KEY, "num_retries": 0}
    assert client.call("PUT", "/llms/named", model).status_code == 200
    agent = {"llm": "named", "tools": [{"name": "terminal"}]}
    assert client.call("PUT", "/agents/worker", agent).status_code == 200
    made = client.call("POST", "/conversations", {"agent": "worker", "message": "Go"}).json()
    client.becomes(made["id"], "finished")
    tools = {tool["function"]["name"] for tool in script.requests[0]["tools"]}
    assert "terminal" in tools and "file_editor" not in tools
    unknown = client.call("POST", "/conversations", {"agent": "nobody", "message": "Go"})
    assert unknown.status_code == 422 and "nobody" in unknown.text
    assert client.call("DELETE", "/llms/named").status_code == 204
    broken = client.call("POST", "/conversations", {"agent": "worker", "message": "Go"})
    assert broken.status_code == 422 and "named" in broken.text
    assert client.call("DELETE", "/agents/worker").status_code == 204
    assert client.call("GET", "/agents/worker").status_code == 404


def test_a_conversation_may_name_its_model(client: Client, peer: LlmPeer) -> None:
    usual, wanted = peer.play(finish("The usual one.")), peer.play(finish("The wanted one."))
    for name, script in (("usual", usual), ("wanted", wanted)):
        model = {"model": f"openai/{script.model}", "base_url": peer.url, "api_key": KEY, "num_retries": 0}
        assert client.call("PUT", f"/llms/{name}", model).status_code == 200
    assert client.call("PUT", "/agents/worker", {"llm": "usual"}).status_code == 200
    request = {"agent": "worker", "llm": "wanted", "message": "Go"}
    made = client.call("POST", "/conversations", request).json()
    client.becomes(made["id"], "finished")
    assert wanted.requests and not usual.requests
    unknown = client.call("POST", "/conversations", {"llm": "nobody", "message": "Go"})
    assert unknown.status_code == 422 and "nobody" in unknown.text
    whole = {"agent": {"llm": model, "tools": []}, "llm": "wanted"}
    refused = client.call("POST", "/conversations", whole)
    assert refused.status_code == 422 and refused.json()["detail"][0]["loc"] == ["body", "llm"]
    for path in ("/agents/worker", "/llms/usual", "/llms/wanted"):
        assert client.call("DELETE", path).status_code == 204


def test_what_is_wrong_with_a_profile_is_said(client: Client) -> None:
    wrong = client.call("PUT", "/llms/x", {"model": "openai/x", "modle": "y"})
    assert wrong.status_code == 422 and wrong.json()["detail"][0]["loc"] == ["body", "modle"]
    assert client.call("PUT", "/llms/x", {"model": " "}).status_code == 422
    assert client.call("PUT", "/llms/-x", {"model": "openai/x"}).status_code == 422
    assert client.call("PUT", f"/agents/{'x' * 65}", {}).status_code == 422
    assert client.call("GET", "/llms/-x").status_code == 404


def test_a_kept_model_is_tried_before_an_agent_needs_it(client: Client, peer: LlmPeer) -> None:
    script = peer.play()
    model = {"model": f"openai/{script.model}", "base_url": peer.url, "api_key": KEY, "max_input_tokens": 32768}
    assert client.call("PUT", "/llms/tried", model).status_code == 200
    tried = client.call("POST", "/llms/tried/test")
    assert tried.status_code == 200, tried.text
    assert tried.json()["reply"] == SIDE_ANSWER and tried.json()["milliseconds"] >= 0
    assert tried.json()["context_window"] == 32768
    assert len(script.side_requests) == 1 and not script.requests


def test_why_a_kept_model_does_not_answer_is_said_in_the_words_of_its_provider(client: Client, peer: LlmPeer) -> None:
    def tried(model: dict[str, Any]) -> tuple[int, str]:
        assert client.call("PUT", "/llms/tried", {"api_key": KEY, "num_retries": 5} | model).status_code == 200
        answer = client.call("POST", "/llms/tried/test")
        assert KEY not in answer.text
        said = answer.json()
        return answer.status_code, said.get("exception", said["detail"])

    status, words = tried({"model": "openai/unheard-of", "base_url": peer.url})
    assert status == 502 and "no script for the model 'unheard-of'" in words
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        status, words = tried({"model": "openai/x", "base_url": f"http://127.0.0.1:{nobody.getsockname()[1]}/v1"})
    assert status == 502 and words
    status, words = tried({"model": "bedrock/claude"})
    assert status == 400 and "bedrock/claude" in words
    assert client.call("POST", "/llms/nobody/test").status_code == 404
