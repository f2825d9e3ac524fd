# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program learns about the changes in its workspace."""

import subprocess

import pytest

from llm_peer import call, finish


@pytest.fixture
def repository(program):
    """A repository with one commit, and one change of each sort on top of it."""
    root = program.directory

    def git(*words):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True)

    git("init", "-b", "main")
    (root / "kept.txt").write_text("first\n")
    (root / "gone.txt").write_text("soon gone\n")
    (root / "same.txt").write_text("same\n")
    git("add", ".")
    git("commit", "-m", "Begin")
    (root / "kept.txt").write_text("first\nsecond\n")
    (root / "gone.txt").unlink()
    (root / "new.txt").write_text("new\n")
    return root


def test_changes_are_listed_with_their_sort(program, repository):
    changes = program.workspace().git_changes(".")

    assert [(c.status.value, c.path.as_posix()) for c in changes] == [
        ("DELETED", "gone.txt"),
        ("UPDATED", "kept.txt"),
        ("ADDED", "new.txt"),
    ]


@pytest.mark.parametrize(
    ("name", "original", "modified"),
    [("kept.txt", "first", "first\nsecond"), ("new.txt", "", "new"), ("gone.txt", "soon gone", "")],
)
def test_a_diff_shows_both_sides(program, repository, name, original, modified):
    diff = program.workspace().git_diff(name)

    assert (diff.original, diff.modified) == (original, modified)


def test_an_absolute_path_is_taken_as_it_is(program, repository):
    changes = program.workspace(directory=repository.parent).git_changes(repository)

    assert len(changes) == 3


def test_a_directory_without_a_repository_has_no_changes(program):
    assert program.workspace().git_changes(".") == []


def test_a_new_workspace_of_a_conversation_is_a_repository(program):
    script = program.peer.play(call("terminal", command="echo made > made.txt"), finish())
    program.ask(script)

    changes = program.workspace().git_changes(".")
    assert [(c.status.value, c.path.as_posix()) for c in changes] == [("ADDED", "made.txt")]
