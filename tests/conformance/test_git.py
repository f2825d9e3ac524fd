# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program learns about the changes in its workspace."""

import datetime
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


# --- the routes themselves ----------------------------------------------------------------------


@pytest.fixture
def http(program):
    with program.http() as client:
        yield client


def git(folder, *words):
    identity = ["-c", "user.name=Änne B", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"]
    done = subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def write(root, files):
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)


def commit(root, message, files=()):
    write(root, dict(files))
    git(root, "add", "-A")
    git(root, "commit", "--allow-empty", "-m", message)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def root(program):
    git(program.directory, "init", "-b", "main")
    return program.directory


def changes(http, path, **query):
    answer = http.get("/api/git/changes", params={"path": str(path), **query})
    assert answer.status_code == 200, answer.text
    return {change["path"]: change["status"] for change in answer.json()}


def diff(http, path, **query):
    return http.get("/api/git/diff", params={"path": str(path), **query})


def commits(http, path, **query):
    return http.get("/api/git/commits", params={"path": str(path), **query})


def commit_changes(http, path, sha):
    return http.get(f"/api/git/commits/{sha}/changes", params={"path": str(path)})


def test_commits_are_listed_newest_first(http, root):
    shas = [commit(root, f"Commit {n}: ü | x", {"a.txt": str(n)}) for n in range(5)]
    answer = commits(http, root).json()

    assert answer["has_more"] is False
    assert [c["sha"] for c in answer["commits"]] == shas[::-1]
    first = answer["commits"][0]
    assert first.keys() == {"sha", "short_sha", "subject", "author", "timestamp"}
    assert first["short_sha"] == git(root, "rev-parse", "--short", "HEAD")
    assert (first["subject"], first["author"]) == ("Commit 4: ü | x", "Änne B")
    assert datetime.datetime.fromisoformat(first["timestamp"]).tzinfo is not None
    page = commits(http, root, limit=2).json()
    assert [c["sha"] for c in page["commits"]] == shas[:2:-1] and page["has_more"] is True
    assert commits(http, root, limit=5).json() == answer
    (root / "sub").mkdir()
    assert commits(http, root / "sub").json() == answer


def test_where_there_is_no_commit_none_is_listed(http, program):
    nothing = {"commits": [], "has_more": False}

    assert commits(http, program.directory).json() == nothing
    assert commits(http, program.directory / "absent").json() == nothing
    git(program.directory, "init")
    assert commits(http, program.directory).json() == nothing


@pytest.mark.parametrize("limit", [0, -1, 201, "many"])
def test_a_wrong_number_of_commits_is_refused(http, root, limit):
    assert commits(http, root, limit=limit).status_code == 422
    assert http.get("/api/git/commits").status_code == 422


def test_the_changes_of_a_commit_are_those_to_its_parent(http, root):
    first = commit(root, "One", {"a.txt": "a\n" * 50, "b.txt": "b", "dir/c.txt": "c"})
    (root / "a.txt").rename(root / "moved.txt")
    (root / "b.txt").unlink()
    second = commit(root, "Two", {"dir/c.txt": "changed", "new.txt": "new"})

    def told(sha):
        return {c["path"]: c["status"] for c in commit_changes(http, root, sha).json()}

    assert told(first) == {"a.txt": "ADDED", "b.txt": "ADDED", "dir/c.txt": "ADDED"}
    expected = {
        "a.txt": "DELETED",
        "b.txt": "DELETED",
        "dir/c.txt": "UPDATED",
        "moved.txt": "ADDED",
        "new.txt": "ADDED",
    }
    assert told(second) == told(second[:7]) == told(second.upper()) == expected
    assert commit_changes(http, root / "dir", second).json() == commit_changes(http, root, second).json()


def test_a_merge_is_compared_with_its_first_parent(http, root):
    commit(root, "One", {"a.txt": "a"})
    git(root, "checkout", "-b", "side")
    commit(root, "Side", {"side.txt": "s"})
    git(root, "checkout", "main")
    commit(root, "Main", {"main.txt": "m"})
    git(root, "merge", "--no-ff", "-m", "Merge", "side")

    assert commit_changes(http, root, git(root, "rev-parse", "HEAD")).json() == [
        {"status": "ADDED", "path": "side.txt"}
    ]


def test_a_commit_that_is_none_is_refused(http, root, tmp_path):
    commit(root, "One", {"a.txt": "a"})

    assert commit_changes(http, root, "deadbeef").status_code == 400
    assert diff(http, root / "a.txt", commit="deadbeef").status_code == 400
    for wrong in ("abc", "HEAD", "-abcd", "x" * 10, "a" * 65):
        assert commit_changes(http, root, wrong).status_code == 422, wrong
        assert diff(http, root / "a.txt", commit=wrong).status_code == 422, wrong
    (tmp_path / "plain").mkdir()
    assert commit_changes(http, tmp_path / "plain", "deadbeef").json() == []
    assert diff(http, tmp_path / "plain" / "x", commit="deadbeef").json() == {
        "modified": None,
        "original": None,
    }


def test_a_diff_of_a_commit_comes_from_the_commit(http, root):
    commit(root, "One", {"a.txt": "one\n", "dir/gone.txt": "gone\n"})
    (root / "dir" / "gone.txt").unlink()
    second = commit(root, "Two", {"a.txt": "one\ntwo\n", "new.txt": "new\n"})
    write(root, {"a.txt": "later"})

    def told(name):
        answer = diff(http, root / name, commit=second).json()
        return answer["original"], answer["modified"]

    assert told("a.txt") == ("one", "one\ntwo")
    assert told("dir/gone.txt") == ("gone", "")
    assert told("new.txt") == ("", "new")
    assert told("never.txt") == ("", "")
    both = diff(http, root / "a.txt", commit=second, ref="HEAD")
    assert both.status_code == 400


def test_a_diff_keeps_the_white_space_at_both_ends(http, root):
    commit(root, "One", {"a.txt": "\n  one\r\ntwo  \n\n"})
    write(root, {"a.txt": "\n  one\r\nthree  \n\n"})

    assert diff(http, root / "a.txt").json() == {
        "original": "\n  one\ntwo  \n",
        "modified": "\n  one\nthree  \n",
    }


def test_a_file_that_cannot_be_compared_is_told(http, root, tmp_path):
    sha = commit(root, "One", {"a.txt": "a", "large.txt": "x" * (1024 * 1024 + 1), "most.txt": "x" * 1024 * 1024})

    assert diff(http, root / "absent.txt").status_code == 400
    assert diff(http, root / "large.txt").status_code == 400
    assert diff(http, root / "large.txt", commit=sha).status_code == 400
    assert len(diff(http, root / "most.txt", commit=sha).json()["modified"]) == 1024 * 1024
    (root / "large.txt").unlink()
    assert diff(http, root / "large.txt").status_code == 400
    assert diff(http, root / "a.txt", ref="nowhere").status_code == 400
    (tmp_path / "plain.txt").write_text("x")
    assert diff(http, tmp_path / "plain.txt").json() == {"modified": None, "original": None}
    assert http.get("/api/git/diff").status_code == 422


def test_changes_of_a_folder_are_its_own(http, root):
    commit(root, "One", {"a.txt": "a", "sub/b.txt": "b"})
    write(root, {"a.txt": "x", "sub/b.txt": "x", "sub/new.txt": "n", "new.txt": "n"})

    assert changes(http, root) == {
        "a.txt": "UPDATED",
        "new.txt": "ADDED",
        "sub/b.txt": "UPDATED",
        "sub/new.txt": "ADDED",
    }
    assert changes(http, root / "sub") == {"b.txt": "UPDATED", "new.txt": "ADDED"}


def test_a_renamed_file_is_one_deleted_and_one_added(http, root):
    commit(root, "One", {"a.txt": "a\n" * 100})
    git(root, "mv", "a.txt", "b.txt")

    assert changes(http, root) == {"a.txt": "DELETED", "b.txt": "ADDED"}


def test_repositories_in_subfolders_are_listed_with_their_names(http, root):
    commit(root, "One", {"food.txt": "f"})
    for name in ("foo", "bar"):
        (root / name).mkdir()
        git(root / name, "init", "-b", "main")
        commit(root / name, "Inner", {"kept.txt": "k"})
        write(root / name, {"kept.txt": "x", "new.txt": "n"})
    write(root, {"food.txt": "x", "fake/.git/x": "not a repository"})
    found = changes(http, root)

    assert found.pop("fake/", None) in (None, "ADDED")
    assert found == {
        "bar/kept.txt": "UPDATED",
        "bar/new.txt": "ADDED",
        "foo/kept.txt": "UPDATED",
        "foo/new.txt": "ADDED",
        "food.txt": "UPDATED",
    }
    assert list(found) == sorted(found)


def test_repositories_below_a_plain_folder_are_listed(http, program):
    inner = program.directory / "inner"
    inner.mkdir()
    git(inner, "init", "-b", "main")
    write(inner, {"new.txt": "n"})

    assert changes(http, program.directory) == {"inner/new.txt": "ADDED"}


def test_a_repository_without_a_commit_is_new_altogether(http, root):
    write(root, {"a.txt": "a"})
    git(root, "add", ".")
    write(root, {"b.txt": "b"})

    assert changes(http, root) == changes(http, root, ref="HEAD") == {"a.txt": "ADDED", "b.txt": "ADDED"}
    assert diff(http, root / "a.txt").json() == {"modified": "a", "original": ""}


def test_a_reference_decides_what_is_compared(http, root):
    first = commit(root, "One", {"a.txt": "1"})
    commit(root, "Two", {"a.txt": "2", "b.txt": "2"})
    write(root, {"c.txt": "3"})

    assert changes(http, root, ref="HEAD") == {"c.txt": "ADDED"}
    assert changes(http, root, ref=first) == {"a.txt": "UPDATED", "b.txt": "ADDED", "c.txt": "ADDED"}
    assert changes(http, root, ref="HEAD~1") == changes(http, root, ref=first)
    for wrong in ("nowhere", "HEAD~9", "--output=x", ""):
        answer = http.get("/api/git/changes", params={"path": str(root), "ref": wrong})
        assert answer.status_code == 400, wrong
    assert not (root / "x").exists()


def test_a_pushed_branch_shows_what_it_adds_to_the_default(http, program):
    source, work = program.directory / "source", program.directory / "work"
    source.mkdir()
    git(source, "init", "-b", "main")
    commit(source, "One", {"a.txt": "1"})
    git(program.directory, "clone", "source", "work")
    assert changes(http, work) == {}
    git(work, "checkout", "-b", "topic")
    commit(work, "Topic", {"topic.txt": "t"})
    assert changes(http, work) == {"topic.txt": "ADDED"}
    git(work, "push", "origin", "topic")
    assert changes(http, work) == {"topic.txt": "ADDED"}
    write(work, {"a.txt": "2"})
    assert changes(http, work) == {"a.txt": "UPDATED"}


def test_a_local_branch_shows_what_it_adds_to_main(http, root):
    commit(root, "One", {"a.txt": "1"})
    git(root, "checkout", "-b", "topic")
    commit(root, "Topic", {"topic.txt": "t"})

    assert changes(http, root) == {"topic.txt": "ADDED"}
    assert diff(http, root / "topic.txt").json() == {"modified": "t", "original": ""}
