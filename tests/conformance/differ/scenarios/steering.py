# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person who allows, refuses, pauses and interrupts."""

import threading

from openhands.sdk.security.confirmation_policy import AlwaysConfirm, ConfirmRisky, NeverConfirm
from openhands.sdk.security.llm_analyzer import LLMSecurityAnalyzer

from differ.scenario import scenario
from differ.side import Side
from llm_peer import Call, Turn, call, calls, finish, say
from program import Running, status, wait_for_status
from target import eventually


def waiting(side: Side, *later: Turn):
    script = side.peer.play(
        calls(
            Call("terminal", {"command": "echo allowed"}), Call("terminal", {"command": "echo too"})
        ),
        *later,
    )
    conversation = side.converse(script)
    conversation.set_confirmation_policy(AlwaysConfirm())
    conversation.send_message("Please do it.")
    side.run(conversation, "until confirmation")
    return conversation


@scenario
def an_accepted_action(side: Side) -> None:
    conversation = waiting(side, finish())
    side.log(conversation.id, "waiting")
    side.run(conversation, "after confirmation")
    side.log(conversation.id, "accepted")


@scenario
def an_action_accepted_by_http(side: Side) -> None:
    conversation = waiting(side, finish())
    path = f"/api/conversations/{conversation.id}/events/respond_to_confirmation"
    side.post(path, json={"accept": True})
    side.rest(str(conversation.id), "finished")
    side.post(path, json={"accept": True}, label="accepted when nothing waits")
    side.post(path, json={"accept": False}, label="refused when nothing waits")
    side.post(path, json={}, label="neither")
    side.rest(str(conversation.id))
    side.log(conversation.id)


@scenario
def a_rejected_action(side: Side) -> None:
    conversation = waiting(side, say("Then I leave it."))
    conversation.reject_pending_actions("Not in this directory")
    wait_for_status(conversation, "idle")
    side.log(conversation.id, "rejected")
    side.run(conversation, "after rejection")
    side.log(conversation.id, "later")


@scenario
def a_message_instead_of_an_answer(side: Side) -> None:
    conversation = waiting(side, say("I see."))
    conversation.send_message("Rather not, do something else.")
    side.log(conversation.id, "with a message")


@scenario
def policies_and_analyzers_are_changed(side: Side) -> None:
    made = side.start()
    policy = f"/api/conversations/{made}/confirmation_policy"
    for name, body in {
        "always": {"policy": {"kind": "AlwaysConfirm"}},
        "always again": {"policy": {"kind": "AlwaysConfirm"}},
        "risky": {"policy": {"kind": "ConfirmRisky"}},
        "risky from medium": {"policy": {"kind": "ConfirmRisky", "threshold": "MEDIUM"}},
        "never": {"policy": {"kind": "NeverConfirm"}},
        "unknown threshold": {"policy": {"kind": "ConfirmRisky", "threshold": "UNKNOWN"}},
        "unknown kind": {"policy": {"kind": "Sometimes"}},
        "no kind": {"policy": {}},
        "no policy": {},
        "null": {"policy": None},
    }.items():
        side.post(policy, json=body, label=f"policy {name}")
    analyzer = f"/api/conversations/{made}/security_analyzer"
    for name, body in {
        "model": {"security_analyzer": {"kind": "LLMSecurityAnalyzer"}},
        "none": {"security_analyzer": None},
        "pattern": {"security_analyzer": {"kind": "PatternSecurityAnalyzer"}},
        "unknown kind": {"security_analyzer": {"kind": "Oracle"}},
        "absent": {},
    }.items():
        side.post(analyzer, json=body, label=f"analyzer {name}")
    side.log(made)


def with_risk(side: Side, policy, analyzer, *risks: str):
    turns = [
        calls(Call("terminal", {"command": f"echo {risk}", "security_risk": risk}))
        for risk in risks
    ]
    conversation = side.converse(side.peer.play(*turns, finish()))
    conversation.set_security_analyzer(analyzer)
    conversation.set_confirmation_policy(policy)
    conversation.send_message("Please do it.")
    side.run(conversation)
    side.log(conversation.id)


@scenario
def only_risky_actions_wait(side: Side) -> None:
    with_risk(side, ConfirmRisky(), LLMSecurityAnalyzer(), "LOW", "MEDIUM", "HIGH")


@scenario
def unknown_risks_wait(side: Side) -> None:
    with_risk(side, ConfirmRisky(), LLMSecurityAnalyzer(), "LOW", "UNKNOWN")


@scenario
def an_analyzer_without_a_policy(side: Side) -> None:
    with_risk(side, NeverConfirm(), LLMSecurityAnalyzer(), "HIGH")


@scenario
def a_policy_without_an_analyzer(side: Side) -> None:
    with_risk(side, ConfirmRisky(), None, "LOW")


def held(side: Side, *later: Turn):
    gate = threading.Event()
    first = Turn(calls=(Call("terminal", {"command": "echo one"}),), gate=gate)
    script = side.peer.play(first, *later)
    conversation = side.converse(script)
    conversation.send_message("Please do it.")
    running = Running(conversation)
    script.wait_for_request(1)
    return conversation, running, gate


@scenario
def a_pause_and_the_run_after_it(side: Side) -> None:
    conversation, running, gate = held(side, finish())
    conversation.pause()
    gate.set()
    running.wait(20)
    side.rest(str(conversation.id), "paused")
    side.log(conversation.id, "paused")
    conversation.pause()
    side.rest(str(conversation.id), "paused")
    side.run(conversation, "resumed")
    side.log(conversation.id, "resumed")


@scenario
def a_pause_of_an_idle_conversation(side: Side) -> None:
    made = side.start(side.peer.play(say("Hello.")))
    side.post(f"/api/conversations/{made}/pause")
    side.post(f"/api/conversations/{made}/pause", label="pause again")
    side.log(made, "paused")
    side.say(made, "Hello.", run=True)
    side.rest(made, "finished")
    side.log(made, "run")


@scenario
def an_interrupt_of_a_command(side: Side) -> None:
    started = side.directory / "started"
    script = side.peer.play(call("terminal", command=f"touch {started} && sleep 60"), say("Back."))
    conversation = side.converse(script)
    conversation.send_message("Please sleep.")
    running = Running(conversation)
    eventually(started.exists, 15, "the command runs")
    side.post(f"/api/conversations/{conversation.id}/interrupt")
    running.wait(20)
    side.note("status", status(conversation))
    side.rest(str(conversation.id))
    side.log(conversation.id)


@scenario
def an_interrupt_of_the_model(side: Side) -> None:
    conversation, running, gate = held(side, finish())
    side.post(f"/api/conversations/{conversation.id}/interrupt")
    gate.set()
    running.wait(20)
    side.rest(str(conversation.id))
    side.log(conversation.id)


@scenario
def an_interrupt_of_an_idle_conversation(side: Side) -> None:
    made = side.start()
    side.post(f"/api/conversations/{made}/interrupt")
    side.log(made)


@scenario
def a_run_while_a_run_goes_on(side: Side) -> None:
    conversation, running, gate = held(side, finish())
    side.post(f"/api/conversations/{conversation.id}/run")
    gate.set()
    running.wait(20)
    side.rest(str(conversation.id))
    side.log(conversation.id)


@scenario
def a_message_while_a_run_goes_on(side: Side) -> None:
    conversation, running, gate = held(side, finish("Both."))
    conversation.send_message("One more thing.")
    gate.set()
    running.wait(20)
    side.rest(str(conversation.id))
    side.log(conversation.id)
