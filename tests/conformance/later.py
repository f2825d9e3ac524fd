# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program in a process of its own that comes back to a conversation. It prints what it found."""

import json
import os
import sys
import uuid

os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
os.environ.setdefault("OPENHANDS_SUPPRESS_BANNER", "1")

from openhands.sdk import LLM, Conversation, Workspace
from openhands.sdk.conversation.impl.remote_conversation import RemoteConversation
from pydantic import SecretStr


def workspace():
    return Workspace(
        host=os.environ["SERVER_URL"],
        api_key=os.environ["SERVER_KEY"],
        working_dir=os.environ["DIRECTORY"],
    )


def conversation_id():
    return uuid.UUID(os.environ["CONVERSATION"])


def attach():
    """Comes back with the id alone; no tool is imported here."""
    conversation = RemoteConversation.attach(workspace(), conversation_id(), visualizer=None)
    report = described(conversation)
    report["model"] = conversation.state.agent.llm.model
    return report


def go_on():
    """Comes back as the program that began it would, and asks once more."""
    from openhands.tools.preset.default import get_default_agent

    llm = LLM(
        model="openai/unused",
        base_url=os.environ["LLM_URL"],
        api_key=SecretStr(os.environ["LLM_KEY_FOR_TEST"]),
        usage_id="agent",
    )
    conversation = Conversation(
        agent=get_default_agent(llm=llm, cli_mode=True),
        workspace=workspace(),
        conversation_id=conversation_id(),
        visualizer=None,
        delete_on_close=False,
    )
    report = described(conversation)
    conversation.send_message("Where were we?")
    conversation.run()
    report["status"] = conversation.state.execution_status.value
    return report


def described(conversation):
    stored = [e.id for e in conversation.state.events if getattr(e, "key", "") != "full_state"]
    return {"found": stored, "status": conversation.state.execution_status.value}


if __name__ == "__main__":
    result = {"attach": attach, "go-on": go_on}[sys.argv[1]]()
    print(json.dumps(result), flush=True)
    os._exit(0)
