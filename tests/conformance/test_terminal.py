# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The terminal of an agent: one shell that lives as long as the conversation."""

import pytest
from openhands.sdk import Agent, Tool
from openhands.sdk.event import AgentErrorEvent, ObservationEvent

from llm_peer import call, finish
from program import of_kind, outputs, status

SOFT_SECONDS = 2


def terminal(command="", **more):
    return call("terminal", command=command, **more)


def observations(program, *turns, **options):
    """Runs the turns and returns what the terminal answered to each."""
    conversation = program.ask(program.peer.play(*turns, finish()), **options)
    assert status(conversation) == "finished"
    return [event.observation for event in of_kind(conversation, ObservationEvent)[:-1]]


def impatient(program):
    """An agent whose terminal gives up on a silent command soon."""
    script = program.peer.play()
    tools = [Tool(name="terminal", params={"no_change_timeout_seconds": SOFT_SECONDS})]
    return script, Agent(llm=program.llm(script), tools=tools)


def impatient_observations(program, *turns):
    script, agent = impatient(program)
    script.turns = iter([*turns, finish()])
    conversation = program.ask(script, agent=agent)
    return [event.observation for event in of_kind(conversation, ObservationEvent)[:-1]]


def test_directory_and_variables_stay_between_commands(program):
    (program.directory / "below").mkdir()
    first, second = observations(
        program, terminal("cd below && export COLOUR=blue; x=1"), terminal("echo $COLOUR $x; pwd")
    )

    assert second.text == f"blue 1\n{program.directory / 'below'}"
    assert first.metadata.working_dir == second.metadata.working_dir == str(program.directory / "below")


@pytest.mark.parametrize(("command", "code"), [("true", 0), ("false", 1), ("(exit 42)", 42), ("no-such-program", 127)])
def test_a_command_tells_its_exit_code(program, command, code):
    (answer,) = observations(program, terminal(command))

    assert (answer.exit_code, answer.metadata.exit_code) == (code, code)
    assert answer.command == command and not answer.timeout
    assert answer.metadata.suffix == f"\n[The command completed with exit code {code}.]"


def test_the_model_reads_the_exit_code_and_the_directory(program):
    script = program.peer.play(terminal("echo out; false"), finish())
    program.ask(script)

    (told,) = script.tool_results()
    assert told.startswith("out\n[The command completed with exit code 1.]\n")
    assert f"[Current working directory: {program.directory}]" in told


def test_a_hard_timeout_keeps_the_command_and_its_output(program):
    late, interrupted, after = observations(
        program,
        terminal("echo begun; sleep 60", timeout=1),
        terminal("C-c", is_input=True),
        terminal("echo free again"),
    )

    assert late.text == "begun" and late.exit_code == -1
    assert late.metadata.suffix.startswith("\n[The command timed out after 1.0 seconds.")
    assert interrupted.exit_code == 130
    assert after.text == "free again"


def test_a_silent_command_gets_a_soft_timeout_and_can_be_waited_for(program):
    silent, result = impatient_observations(
        program, terminal(f"echo begun; sleep {SOFT_SECONDS + 1.5}; echo ended"), terminal("")
    )

    assert silent.text == "begun" and silent.exit_code == -1
    assert silent.metadata.suffix.startswith(
        f"\n[The command has no new output after {SOFT_SECONDS} seconds."
    )
    assert "ended" in result.text and result.exit_code == 0


def test_a_program_that_asks_is_answered_with_input(program):
    asked, answered = impatient_observations(
        program, terminal("read name; echo hello $name"), terminal("Ada", is_input=True)
    )

    assert asked.exit_code == -1
    assert "hello Ada" in answered.text and answered.exit_code == 0


def test_a_new_command_has_to_wait_for_the_one_that_runs(program):
    _, refused, _ = observations(
        program,
        terminal("sleep 60", timeout=1),
        terminal("echo impatient", timeout=1),
        terminal("C-c", is_input=True),
    )

    assert "NOT executed" in refused.metadata.prefix + refused.metadata.suffix + refused.text
    assert "impatient\n" not in refused.text


def test_input_without_a_running_command_is_an_error(program):
    waited, typed = observations(program, terminal(""), terminal("yes", is_input=True))

    assert waited.is_error and waited.text == "No previous running command to retrieve logs from."
    assert typed.is_error and typed.text == "No previous running command to interact with."


def test_a_reset_begins_anew(program):
    _, _, reset, after = observations(
        program,
        terminal("cd / && export COLOUR=blue"),
        terminal("sleep 60", timeout=1),
        terminal("", reset=True),
        terminal("echo [$COLOUR]; pwd"),
    )

    assert reset.text == (
        "Terminal session has been reset. "
        "All previous environment variables and session state have been cleared."
    )
    assert after.text == f"[]\n{program.directory}"


def test_a_reset_cannot_be_input(program):
    conversation = program.ask(program.peer.play(terminal("x", reset=True, is_input=True), finish()))

    (error,) = of_kind(conversation, AgentErrorEvent)
    assert "Cannot use reset=True with is_input=True" in error.error


def test_two_commands_on_two_lines_are_refused(program):
    (answer,) = observations(program, terminal("echo one\necho two"))

    assert answer.is_error
    assert answer.text.startswith("Cannot execute multiple commands at once.\n")
    assert answer.text.endswith("\nProvided commands:\n(1) echo one\n(2) echo two")


@pytest.mark.parametrize(
    ("command", "text"),
    [
        pytest.param("for i in 1 2; do\n  echo $i\ndone", "1\n2", id="a loop over lines"),
        pytest.param("echo one && \\\necho two", "one\ntwo", id="a continued line"),
        pytest.param("cat <<'X'\n$HOME and more\nX", "$HOME and more", id="a here-document"),
        pytest.param("echo 'a\nb'", "a\nb", id="a quoted line break"),
        pytest.param("printf 'é✓\\n'", "é✓", id="text beyond ASCII"),
    ],
)
def test_one_command_may_have_several_lines(program, command, text):
    (answer,) = observations(program, terminal(command))

    assert answer.text == text and answer.exit_code == 0


def test_long_output_is_shortened_in_the_middle(program):
    script = program.peer.play(terminal("seq 1 9000"), finish())
    conversation = program.ask(script)

    (told,) = script.tool_results()
    text = outputs(conversation)[0]
    assert text.startswith("1\n2\n3\n") and "9000" in text[-200:]
    assert len(text) < 35_000 and len(told) < 40_000


@pytest.mark.berth_only
def test_a_shell_that_was_left_is_replaced(program):
    left, after = observations(program, terminal("exit 3"), terminal("echo alive"))

    assert left.is_error and left.exit_code == -1
    assert after.text == "alive"


@pytest.mark.berth_only
def test_forty_conversations_have_a_terminal_each(own_server, program_on):
    program = program_on(own_server)
    conversations = [
        program.ask(program.peer.play(terminal(f"number={n}"), finish())) for n in range(40)
    ]

    assert [outputs(conversation)[0] for conversation in conversations] == [""] * 40
