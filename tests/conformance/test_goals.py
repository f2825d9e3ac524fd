# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A goal that is judged after each run, and another model in the middle of a conversation."""

import json
import threading
from typing import Any

import httpx
import pytest
from openhands.tools.preset.default import get_default_agent

from llm_peer import Call, Turn, finish, say
from program import PATIENCE, run_to_the_end, status
from target import eventually


def verdict(score: float, complete: bool, missing: str = "") -> str:
    return json.dumps({"score": score, "complete": complete, "missing": missing})


class Steering:
    """The routes that the SDK's client has no method for."""

    def __init__(self, program, conversation) -> None:
        self._http = httpx.Client(
            base_url=f"{program.server.url}/api/conversations/{conversation.id}",
            headers={"X-Session-API-Key": program.server.api_key},
            timeout=30,
        )

    def request(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return self._http.request(method, path, json=body)

    def post(self, path: str, body: Any = None, code: int = 200) -> Any:
        answer = self.request("POST", path, body)
        assert answer.status_code == code, answer.text
        return answer.json()

    def goals(self) -> list[dict[str, Any]]:
        """The value of every goal update, oldest first."""
        params = {"limit": 100}
        values: list[dict[str, Any]] = []
        while True:
            page = self._http.get("/events/search", params=params).json()
            values += [event["value"] for event in page["items"] if event.get("key") == "goal"]
            if not page["next_page_id"]:
                return values
            params["page_id"] = page["next_page_id"]

    def wait_until_over(self, known: int = 0) -> list[dict[str, Any]]:
        """All updates, when there are more than the known ones and the last one is an end."""
        goals: list[dict[str, Any]] = []

        def is_over() -> bool:
            goals[:] = self.goals()
            return len(goals) > known and not goals[-1]["active"]

        eventually(is_over, PATIENCE, "the goal ends")
        return goals


def test_a_goal_ends_when_the_judge_says_so(program):
    script = program.peer.play(finish("First try."), finish("Second try."))
    script.verdicts += [verdict(0.4, False, "The tests were not run."), verdict(1.0, True)]
    steering = Steering(program, program.converse(script))

    steering.post("/goal", {"objective": "Make the tests pass.", "max_iterations": 3})
    goals = steering.wait_until_over()

    assert [(goal["active"], goal["status"], goal["iteration"]) for goal in goals] == [
        (True, "running", 0),
        (True, "running", 1),
        (False, "complete", 2),
    ]
    assert goals[1]["verdict"] == {"score": 0.4, "complete": False, "missing": "The tests were not run."}
    assert goals[0]["objective"] == "Make the tests pass." and goals[0]["max_iterations"] == 3
    asked = [m["content"] for m in script.requests[-1]["messages"] if m["role"] == "user"]
    assert "The tests were not run." in json.dumps(asked)
    steering.post("/goal/resume", code=400)


def test_a_goal_is_judged_a_limited_number_of_times(program):
    script = program.peer.play(finish(), finish())
    script.verdicts += [verdict(0.1, False), "no JSON at all"]
    steering = Steering(program, program.converse(script))
    steering.post("/goal", {"objective": "Something out of reach.", "max_iterations": 2})
    last = steering.wait_until_over()[-1]
    assert (last["status"], last["iteration"]) == ("capped", 2)
    assert last["verdict"]["score"] == 0 and not last["verdict"]["complete"]


@pytest.mark.parametrize("way", ["stop", "message"])
def test_a_goal_that_was_ended_can_be_resumed(program, way):
    gate = threading.Event()
    script = program.peer.play(Turn(calls=(Call("finish", {"message": "One."}),), gate=gate), finish(), finish())
    script.verdicts += [verdict(1.0, True), verdict(1.0, True)]
    conversation = program.converse(script)
    steering = Steering(program, conversation)
    steering.post("/goal", {"objective": "Take your time."})
    script.wait_for_request(1)
    steering.post("/goal", {"objective": "Another one."}, code=409)

    if way == "stop":
        steering.post("/goal/stop")
    else:
        conversation.send_message("Wait a moment.")
    assert steering.goals()[-1]["status"] == "interrupted"
    gate.set()
    eventually(lambda: status(conversation) in ("finished", "idle"), PATIENCE, "the run ends")

    known = len(steering.goals())
    steering.post("/goal/resume")
    last = steering.wait_until_over(known)[-1]
    assert (last["status"], last["objective"]) == ("complete", "Take your time.")


@pytest.mark.parametrize(
    "body, code",
    [({"objective": "  "}, 400), ({}, 422), ({"objective": "x", "max_iterations": 0}, 422)],
)
def test_a_goal_needs_an_objective(program, body, code):
    steering = Steering(program, program.converse(program.peer.play()))
    steering.post("/goal", body, code=code)
    assert steering.goals() == []


def test_nothing_to_resume_or_stop(program):
    steering = Steering(program, program.converse(program.peer.play()))
    steering.post("/goal/stop")
    answer = steering.post("/goal/resume", code=400)
    assert answer["detail"] == "no_resumable_goal"


def test_another_model_takes_over(program):
    first = program.peer.play(say("I am the first."))
    second = program.peer.play(say("I am the second."))
    conversation = program.converse(first)
    conversation.send_message("Who are you?")
    run_to_the_end(conversation)

    llm = json.loads(program.llm(second).model_dump_json(context={"expose_secrets": True}))
    Steering(program, conversation).post("/switch_llm", {"llm": llm})
    conversation.send_message("And now?")
    run_to_the_end(conversation)

    assert len(first.requests) == 1 and len(second.requests) == 1
    assert second.headers[-1]["authorization"].startswith("Bearer sk-canary-")
    Steering(program, conversation).post("/switch_llm", {}, code=422)


@pytest.mark.parametrize("method, path", [("GET", "/runtime"), ("POST", "/runtime/reprovision")])
def test_a_conversation_has_a_place_to_work_in(program, method, path):
    steering = Steering(program, program.converse(program.peer.play()))
    assert steering.request(method, path).json() == {
        "runtime_status": "available",
        "can_resume": True,
        "runtime_error": None,
    }


def test_an_agent_without_a_condenser_condenses_nothing(program):
    script = program.peer.play()
    agent = get_default_agent(llm=program.llm(script), cli_mode=True)
    bare = agent.model_copy(update={"condenser": None})
    steering = Steering(program, program.converse(script, agent=bare))
    steering.post("/condense", code=409)
