# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations that work in a git worktree of their own."""

import subprocess
from pathlib import Path

import pytest

from llm_peer import call, say
from program import PATIENCE, outputs
from target import target_name
from test_family import read, start


def git(directory, *words):
    identity = ["-c", "user.name=A", "-c", "user.email=a@b"]
    done = subprocess.run(["git", "-C", str(directory), *identity, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def repository(tmp_path):
    path = tmp_path / "ship"
    (path / "hull").mkdir(parents=True)
    (path / "hull" / "plank").write_text("oak")
    git(path, "init", "--quiet", "--initial-branch", "main")
    git(path, "add", ".")
    git(path, "commit", "--quiet", "--message", "first")
    git(path, "switch", "--quiet", "--create", "side")
    (path / "mast").write_text("ash")
    git(path, "add", ".")
    git(path, "commit", "--quiet", "--message", "second")
    return path


def begin(program, directory, script=None, **fields):
    place = {"kind": "LocalWorkspace", "working_dir": str(directory)}
    return start(program, script or program.peer.play(), workspace=place, worktree=True, **fields)


def test_a_worktree_begins_at_the_default_branch(program, repository):
    made = begin(program, repository / "hull").json()
    work = Path(made["workspace"]["working_dir"])

    assert work.parts[-3:] == (made["id"], "ship", "hull")
    assert (work / "plank").read_text() == "oak"
    assert not (work.parent / "mast").exists()
    branch = f"openhands/{made['id']}"
    assert git(work, "branch", "--show-current").strip() == branch
    assert git(repository, "branch", "--show-current").strip() == "side"
    guidance = made["agent"]["agent_context"]["system_message_suffix"]
    for told in (str(work), str(work.parent), branch, str(repository / "hull")):
        assert told in guidance


@pytest.mark.berth_only
def test_a_worktree_is_in_the_data_directory(program, repository):
    made = begin(program, repository).json()

    assert Path(made["workspace"]["working_dir"]).is_relative_to(program.server.data_dir / "worktrees")


def test_an_agent_works_in_its_worktree(program, repository):
    script = program.peer.play(call("terminal", command="pwd; git branch --show-current"), say("Done."))
    agent = program.llm(script).model_dump(mode="json", context={"expose_secrets": True})
    fields = {"agent": {"kind": "Agent", "llm": agent, "tools": [{"name": "terminal"}]}}
    made = begin(program, repository, script, **fields).json()
    conversation = program.converse(script, conversation_id=made["id"])
    conversation.send_message("Where are you?")
    conversation.run(timeout=PATIENCE)

    (told,) = outputs(conversation)
    assert made["workspace"]["working_dir"] in told and f"openhands/{made['id']}" in told
    system = [m for m in script.requests[0]["messages"] if m["role"] == "system"]
    assert made["workspace"]["working_dir"] in str(system)


@pytest.mark.parametrize(
    ("options", "has_mast"),
    [({"base": "head"}, True), ({"base": "ref", "ref": "main"}, False), ({"base": "ref", "ref": "side"}, True)],
)
def test_a_worktree_begins_where_it_is_told(program, repository, options, has_mast):
    made = begin(program, repository, worktree_options=options | {"branch_prefix": "me/"}).json()
    work = Path(made["workspace"]["working_dir"])

    assert (work / "mast").exists() is has_mast
    assert git(work, "branch", "--show-current").strip() == f"me/{made['id']}"


def test_there_is_no_worktree_outside_a_repository(program):
    answer = begin(program, program.directory)

    assert answer.status_code == 201
    assert answer.json()["workspace"]["working_dir"] == str(program.directory)


def test_a_worktree_goes_with_the_last_conversation_in_it(program, repository):
    made = begin(program, repository).json()
    work = Path(made["workspace"]["working_dir"])
    with program.http() as http:
        fork = http.post(f"/api/conversations/{made['id']}/fork").json()
        assert fork["workspace"]["working_dir"] == str(work)
        http.delete(f"/api/conversations/{made['id']}")
        assert work.exists()
        http.delete(f"/api/conversations/{fork['id']}")
    assert not work.exists()
    assert f"openhands/{made['id']}" in git(repository, "branch")
    assert made["id"] not in git(repository, "worktree", "list")


def test_a_worktree_stays_for_a_child_in_it(program, repository):
    made = begin(program, repository).json()
    with program.http() as http:
        task = {"task": "Look around.", "isolation": "shared"}
        child = http.post(f"/api/conversations/{made['id']}/children", json=task).json()
        assert child["workspace"] == made["workspace"]["working_dir"]
        http.delete(f"/api/conversations/{made['id']}")
        assert Path(child["workspace"]).exists()
        http.delete(f"/api/conversations/{child['conversation_id']}")
    assert not Path(child["workspace"]).exists()


@pytest.mark.parametrize(
    "options",
    [{"base": "moon"}, {"base": "ref"}, {"colour": 1}, {"branch_prefix": "-x"}, {"base": "ref", "ref": "-x"}],
)
def test_wrong_options_are_refused(program, repository, options):
    answer = begin(program, repository, worktree_options=options)

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][:2] == ["body", "worktree_options"]
    assert git(repository, "branch", "--format", "%(refname:short)").split() == ["main", "side"]


def test_git_says_why_there_is_no_worktree(program, repository):
    answer = begin(program, repository, worktree_options={"base": "ref", "ref": "nowhere"})

    assert answer.status_code == (500 if target_name() == "reference" else 422)
    assert "nowhere" in answer.text
    if target_name() == "berth":
        assert "openhands" not in git(repository, "branch")


def test_a_child_may_work_in_a_worktree_of_its_parents_place(program, repository):
    place = {"kind": "LocalWorkspace", "working_dir": str(repository)}
    parent = start(program, program.peer.play(), workspace=place).json()["id"]
    child = begin(program, repository, parent_conversation_id=parent)

    assert child.status_code == 201
    assert child.json()["workspace"]["working_dir"] != str(repository)
    assert read(program, parent)["sub_conversation_ids"] == [child.json()["id"]]
