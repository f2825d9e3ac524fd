# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands that a program runs in its workspace, outside any conversation."""

import threading
import time


def test_a_command_tells_its_exit_code_and_both_outputs(program):
    result = program.workspace().execute_command("echo to out; echo to err >&2; exit 3")

    assert result.exit_code == 3
    assert result.stdout == "to out\n"
    assert result.stderr == "to err\n"
    assert not result.timeout_occurred


def test_a_command_runs_in_the_directory_it_is_given(program):
    result = program.workspace().execute_command("pwd", cwd=program.directory)

    assert result.stdout == f"{program.directory}\n"


def test_a_command_in_a_directory_that_is_not_there_fails(program):
    result = program.workspace().execute_command("pwd", cwd=program.directory / "absent")

    assert result.exit_code != 0 and result.stderr


def test_a_command_that_takes_too_long_is_given_up(program):
    started = time.monotonic()
    result = program.workspace().execute_command("echo begun; sleep 30", timeout=1.0)

    assert time.monotonic() - started < 8
    assert result.exit_code == -1 and result.timeout_occurred
    assert "timed out" in result.stderr


def test_three_megabytes_of_output_arrive_whole_and_in_order(program):
    result = program.workspace().execute_command("seq 1 450000", timeout=60)

    assert result.exit_code == 0
    assert len(result.stdout) > 3_000_000
    assert result.stdout == "".join(f"{n}\n" for n in range(1, 450_001))


def test_a_line_of_three_megabytes_arrives_whole(program):
    result = program.workspace().execute_command("head -c 3000000 /dev/zero | tr '\\0' x", timeout=60)

    assert result.stdout == "x" * 3_000_000


def test_large_output_on_both_streams_stays_apart(program):
    command = "seq 1 200000 >&2 & seq 200001 400000; wait"
    result = program.workspace().execute_command(command, timeout=60)

    assert result.stdout == "".join(f"{n}\n" for n in range(200_001, 400_001))
    assert result.stderr == "".join(f"{n}\n" for n in range(1, 200_001))


def test_text_beyond_ascii_and_broken_bytes_arrive(program):
    result = program.workspace().execute_command("printf 'é✓\\n'; printf '\\377\\n'")

    assert result.stdout == "é✓\n\N{REPLACEMENT CHARACTER}\n"


def test_a_command_sees_no_key_of_the_server(program):
    result = program.workspace().execute_command("env")

    assert result.exit_code == 0
    assert "SESSION_API_KEY=" not in "\n".join(
        line for line in result.stdout.splitlines() if not line.startswith("OH_")
    )


def test_a_killed_command_tells_its_signal(program):
    assert program.workspace().execute_command("kill -9 $$").exit_code == -9


def test_commands_side_by_side_do_not_mix(program):
    results = {}

    def run(number):
        results[number] = program.workspace().execute_command(f"echo {number}; echo {number} >&2; exit {number}")

    threads = [threading.Thread(target=run, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert {n: (r.exit_code, r.stdout, r.stderr) for n, r in results.items()} == {
        n: (n, f"{n}\n", f"{n}\n") for n in range(8)
    }
