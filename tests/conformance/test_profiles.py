# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models that the server keeps by name, as the SDK's own client asks for them."""

import pytest
from pydantic import SecretStr

from llm_peer import say
from program import LLM_KEY, PATIENCE

pytestmark = pytest.mark.berth_only


def test_a_program_works_with_a_model_that_the_server_keeps(program):
    script = program.peer.play(say("From afar."))
    with program.http() as http:
        wanted = {"model": f"openai/{script.model}", "base_url": program.peer.url, "api_key": LLM_KEY, "num_retries": 0}
        assert http.put("/llms/afar", json=wanted).status_code == 200
        assert LLM_KEY not in http.get("/api/profiles/afar").text
        reader = http.post("/keys", json={"scopes": ["read"]}).json()["key"]
        shown = {"X-Expose-Secrets": "plaintext", "X-Session-API-Key": reader}
        assert http.get("/api/profiles/afar", headers=shown).status_code == 403
    llm = program.workspace().get_llm(profile_name="afar")
    assert llm.model == wanted["model"] and llm.api_key == SecretStr(LLM_KEY)
    conversation = program.converse(script)
    conversation.send_message("Where are you?")
    conversation.run(timeout=PATIENCE)


def test_a_profile_that_is_not_there_is_told_as_such(program):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        program.workspace().get_llm(profile_name="nowhere")
