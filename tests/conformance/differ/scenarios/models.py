# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models that fail."""

from differ.scenario import scenario, variant
from differ.side import Side
from llm_peer import Turn, call, fail, finish, say


def failing(*turns: Turn):
    def scenario_of(side: Side) -> None:
        conversation = side.converse(side.peer.play(*turns))
        conversation.send_message("Please do it.")
        side.run(conversation)
        side.log(conversation.id)

    return scenario_of


CONTEXT = (
    "This model's maximum context length is 10 tokens."
    " However, your messages resulted in 20 tokens."
)

for status in (400, 401, 403, 404, 408, 422, 429, 500, 502, 503):
    variant(f"a_model_that_answers_{status}", failing(fail(status, "the words of the provider")))

variant("a_context_window_that_is_full", failing(fail(400, CONTEXT), finish(), finish()))
variant("an_answer_that_is_not_json", failing(Turn(raw="<html>not json</html>")))
variant("an_answer_without_choices", failing(Turn(raw='{"id": "x", "object": "chat.completion"}')))
variant(
    "an_answer_with_no_choice",
    failing(Turn(raw='{"id": "x", "object": "chat.completion", "choices": []}')),
)
variant("an_error_after_a_step", failing(call("terminal", command="echo one"), fail(500, "broken")))


@scenario
def the_run_after_an_error(side: Side) -> None:
    made = side.chat(side.peer.play(fail(400, "not now"), say("Here I am.")))
    side.log(made, "failed")
    side.post(f"/api/conversations/{made}/run")
    side.rest(made, "finished")
    side.log(made, "again")


@scenario
def a_model_that_cannot_be_reached(side: Side) -> None:
    script = side.peer.play()
    body = side.request(script)
    body["agent"]["llm"]["base_url"] = "http://127.0.0.1:9/v1"
    made = side.http.post("/api/conversations", json=body).json()["id"]
    side.know(made, "conversation")
    side.say(made, "Hello.", run=True)
    side.rest(made, "error")
    side.log(made)
