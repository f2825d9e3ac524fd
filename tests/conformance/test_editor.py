# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The editor of an agent, word by word: models are trained on these texts."""

import pytest
from openhands.sdk.event import ObservationEvent

from llm_peer import Call, calls, finish
from program import of_kind

SEEN = "Here's the result of running `cat -n` on"
CHECK = "Review the changes and make sure they are as expected. Edit the file again if necessary."
CHECK_INSERT = (
    "Review the changes and make sure they are as expected "
    "(correct indentation, no duplicate lines, etc). Edit the file again if necessary."
)


@pytest.fixture
def edit(program):
    """Runs editor commands one after the other and returns what the editor answered."""

    def run(*commands):
        turn = calls(*[Call("file_editor", command) for command in commands])
        conversation = program.ask(program.peer.play(turn, finish()))
        return [event.observation for event in of_kind(conversation, ObservationEvent)[: len(commands)]]

    return run


@pytest.fixture
def file(program):
    path = program.directory / "numbers.txt"
    path.write_text("one\ntwo\nthree\n")
    return path


def numbered(first, *lines):
    return "".join(f"{number:6}\t{line}\n" for number, line in enumerate(lines, first))


def test_create_writes_a_file(edit, program):
    path = program.directory / "new.txt"
    (answer,) = edit({"command": "create", "path": str(path), "file_text": "hello\n"})

    assert path.read_text() == "hello\n"
    assert answer.text == f"File created successfully at: {path}"
    assert (answer.prev_exist, answer.new_content, answer.is_error) == (False, "hello\n", False)


def test_create_refuses_to_overwrite(edit, file):
    (answer,) = edit({"command": "create", "path": str(file), "file_text": "x"})

    assert answer.is_error and file.read_text() == "one\ntwo\nthree\n"
    assert answer.text == (
        f"Invalid `path` parameter: {file}. File already exists at: {file}. "
        "Cannot overwrite files using command `create`."
    )


def test_view_numbers_the_lines(edit, file):
    (answer,) = edit({"command": "view", "path": str(file)})

    assert answer.text == f"{SEEN} {file}:\n" + numbered(1, "one", "two", "three")


@pytest.mark.parametrize(
    ("view_range", "first", "lines"),
    [([2, 3], 2, ["two", "three"]), ([2, 2], 2, ["two"]), ([3, -1], 3, ["three"])],
)
def test_view_shows_a_part(edit, file, view_range, first, lines):
    (answer,) = edit({"command": "view", "path": str(file), "view_range": view_range})

    assert answer.text == f"{SEEN} {file}:\n" + numbered(first, *lines)


def test_view_lists_a_directory_two_levels_deep(edit, program):
    root = program.directory
    (root / "a" / "b" / "c").mkdir(parents=True)
    (root / "a" / "b" / "c" / "too-deep.txt").write_text("")
    (root / "a" / "in-a.txt").write_text("")
    (root / ".hidden").write_text("")
    (answer,) = edit({"command": "view", "path": str(root)})

    listing = answer.text.split("\n\n")[0].splitlines()
    assert listing == [
        f"Here's the files and directories up to 2 levels deep in {root}, excluding hidden items:",
        f"{root}/",
        f"{root}/a/",
        f"{root}/a/b/",
        f"{root}/a/in-a.txt",
    ]
    assert "hidden files/directories in this directory are excluded" in answer.text


def test_str_replace_changes_one_place(edit, file):
    (answer,) = edit({"command": "str_replace", "path": str(file), "old_str": "two", "new_str": "TWO"})

    assert file.read_text() == "one\nTWO\nthree\n"
    assert answer.text == (
        f"The file {file} has been edited. {SEEN} a snippet of {file}:\n"
        + numbered(1, "one", "TWO", "three")
        + CHECK
    )
    assert (answer.old_content, answer.new_content) == ("one\ntwo\nthree\n", "one\nTWO\nthree\n")


def test_insert_adds_lines_after_a_line(edit, file):
    (answer,) = edit({"command": "insert", "path": str(file), "insert_line": 1, "new_str": "one and a half"})

    assert file.read_text() == "one\none and a half\ntwo\nthree\n"
    assert answer.text == (
        f"The file {file} has been edited. {SEEN} a snippet of the edited file:\n"
        + numbered(1, "one", "one and a half", "two", "three")
        + CHECK_INSERT
    )


def test_insert_at_zero_adds_lines_at_the_top(edit, file):
    edit({"command": "insert", "path": str(file), "insert_line": 0, "new_str": "zero"})

    assert file.read_text() == "zero\none\ntwo\nthree\n"


def test_undo_takes_back_the_last_edit(edit, file):
    path = str(file)
    *_, first, second = edit(
        {"command": "str_replace", "path": path, "old_str": "one", "new_str": "1"},
        {"command": "str_replace", "path": path, "old_str": "two", "new_str": "2"},
        {"command": "undo_edit", "path": path},
        {"command": "undo_edit", "path": path},
    )

    undone = f"Last edit to {file} undone successfully. {SEEN} {file}:\n"
    assert first.text == undone + numbered(1, "1", "two", "three")
    assert second.text == undone + numbered(1, "one", "two", "three")
    assert file.read_text() == "one\ntwo\nthree\n"


def test_a_file_without_a_last_line_end_stays_without_it(edit, program):
    path = program.directory / "short.txt"
    path.write_bytes("ä\nb\nc".encode())
    edit({"command": "str_replace", "path": str(path), "old_str": "b", "new_str": "B"})

    assert path.read_bytes() == "ä\nB\nc".encode()


REFUSALS = [
    pytest.param(
        {"command": "str_replace", "old_str": "absent", "new_str": "x"},
        "No replacement was performed, old_str `absent` did not appear verbatim in {file}.",
        id="text that is not there",
    ),
    pytest.param(
        {"command": "str_replace", "old_str": "o", "new_str": "x"},
        "No replacement was performed. Multiple occurrences of old_str `o` in lines [1, 2]. "
        "Please ensure it is unique.",
        id="text that is there twice",
    ),
    pytest.param(
        {"command": "str_replace", "old_str": "one", "new_str": "one"},
        "Invalid `new_str` parameter: one. No replacement was performed. "
        "`new_str` and `old_str` must be different.",
        id="nothing to change",
    ),
    pytest.param(
        {"command": "insert", "insert_line": 99, "new_str": "x"},
        "Invalid `insert_line` parameter: 99. It should be within the range of allowed values: [0, 3]",
        id="a line that is not there",
    ),
    pytest.param(
        {"command": "view", "view_range": [0, 2]},
        "Invalid `view_range` parameter: [0, 2]. "
        "Its first element `0` should be within the range of lines of the file: [1, 3].",
        id="a range outside",
    ),
]


@pytest.mark.parametrize(("command", "said"), REFUSALS)
def test_a_mistake_is_explained_and_changes_nothing(edit, file, command, said):
    (answer,) = edit({"path": str(file), **command})

    assert answer.is_error and answer.text == said.format(file=file)
    assert file.read_text() == "one\ntwo\nthree\n"


def test_a_path_that_is_not_there_is_refused(edit, program):
    path = program.directory / "absent.txt"
    (answer,) = edit({"command": "view", "path": str(path)})

    assert answer.text == (
        f"Invalid `path` parameter: {path}. The path {path} does not exist. Please provide a valid path."
    )


def test_a_relative_path_is_refused(edit):
    (answer,) = edit({"command": "view", "path": "numbers.txt"})

    assert answer.is_error
    assert answer.text.startswith(
        "Invalid `path` parameter: numbers.txt. The path should be an absolute path"
    )


def test_create_without_a_text_is_refused(edit, program):
    (answer,) = edit({"command": "create", "path": str(program.directory / "b.txt")})

    assert answer.text == "Parameter `file_text` is required for command: create."
