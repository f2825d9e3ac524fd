# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole folders of a workspace in one file: as a patch or as a tarball."""

import io
import json
import os
import subprocess
import tarfile
from urllib.parse import unquote

import pytest

from target import eventually

DEFAULT_EXCLUDES = (
    ".git/ node_modules/ .venv/ venv/ __pycache__/ .mypy_cache/ .pytest_cache/ .ruff_cache/"
    " dist/ build/ .next/ target/ *.pyc"
).split()


@pytest.fixture
def http(program):
    with program.http() as client:
        yield client


def archive(http, path, **query):
    return http.get("/api/file/archive", params={"path": str(path), **query})


def git(folder, *words):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"]
    done = subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def write(root, files):
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def members(answer):
    """Path and content of every member; None for folders."""
    assert answer.status_code == 200, answer.text
    with tarfile.open(fileobj=io.BytesIO(answer.content), mode="r:gz") as tar:
        assert all(member.isfile() or member.isdir() for member in tar)
        return {m.name: tar.extractfile(m).read() if m.isfile() else None for m in tar}


def manifest(answer, name="project"):
    return json.loads(members(answer)[f"{name}/archive_manifest.json"])


@pytest.fixture
def tree(program):
    root = program.directory
    files = {
        "a.txt": "a",
        "deep/er/b b.bin": bytes(range(256)),
        "ü.txt": "umlaut",
        "build": "a file that is called build",
        "sub/build/out.o": "o",
        "node_modules/x/index.js": "js",
        "mod.pyc": "pyc",
        "secrets/prod/key": "k",
        "secrets/test/key": "t",
    }
    write(root, files)
    (root / "empty").mkdir()
    (root / "link").symlink_to("/etc/passwd")
    (root / "linked").symlink_to("/etc")
    return root


# --- tar.gz -------------------------------------------------------------------------------------


def test_a_tarball_holds_files_and_folders(http, tree):
    answer = archive(http, tree, format="tar.gz")
    found = members(answer)

    assert answer.headers["content-type"] == "application/gzip"
    assert 'filename="project.tar.gz"' in answer.headers["content-disposition"]
    assert found["project/a.txt"] == b"a"
    assert found["project/deep/er/b b.bin"] == bytes(range(256))
    assert found["project/ü.txt"].decode() == "umlaut"
    assert set(found) == {
        "project", "project/a.txt", "project/deep", "project/deep/er", "project/deep/er/b b.bin",
        "project/ü.txt", "project/build", "project/sub", "project/secrets", "project/secrets/prod",
        "project/secrets/prod/key", "project/secrets/test", "project/secrets/test/key",
        "project/empty", "project/archive_manifest.json",
    }  # fmt: skip
    assert manifest(answer) == {
        "format": "tar.gz",
        "source": "project",
        "file_count": 6,
        "total_bytes": sum(len(c) for n, c in found.items() if c and not n.endswith("manifest.json")),
        "excludes": DEFAULT_EXCLUDES,
    }
    assert not [name for name in answer.headers if name.startswith("x-archive")]


@pytest.mark.parametrize(
    ("excludes", "gone"),
    [
        (["*.txt"], {"a.txt", "ü.txt"}),
        (["secrets/prod"], {"secrets/prod", "secrets/prod/key"}),
        (["secrets/*/key"], {"secrets/prod/key", "secrets/test/key"}),
        (["*/key"], set()),
        (["key"], {"secrets/prod/key", "secrets/test/key"}),
        (["key/"], set()),
        (["er/"], {"deep/er", "deep/er/b b.bin"}),
        (["deep/er/"], {"deep/er", "deep/er/b b.bin"}),
        (["[ab].txt", "t?st"], {"a.txt", "secrets/test", "secrets/test/key"}),
        (["[!a].txt"], {"ü.txt"}),
        (["a.tx", ".txt", "a+txt", "a.txt\\n", "", "/", "(", "[a", "\\"], set()),
        (["archive_manifest.json"], set()),
    ],
    ids=str,
)
def test_excludes_are_left_out(http, tree, excludes, gone):
    before = {name.removeprefix("project/") for name in members(archive(http, tree, format="tar.gz"))}
    answer = archive(http, tree, format="tar.gz", exclude=excludes)
    after = {name.removeprefix("project/") for name in members(answer)}

    assert before - after == gone and after <= before
    assert manifest(answer)["excludes"] == DEFAULT_EXCLUDES + excludes


def test_without_the_defaults_everything_is_packed(http, tree):
    git(tree, "init", "-b", "main")
    git(tree, "remote", "add", "origin", "https://user:canary-token@example.org/r.git?token=canary-token")
    write(tree, {".git/FETCH_HEAD": "canary-token", ".git/modules/m/config": "canary-token"})
    write(tree, {".git/logs/HEAD": "canary-token", ".git/credentials": "canary-token"})
    answer = archive(http, tree, format="tar.gz", use_default_excludes=False)
    found = members(answer)

    assert found["project/node_modules/x/index.js"] == b"js"
    assert found["project/mod.pyc"] == b"pyc"
    assert "project/.git/HEAD" in found
    assert not any(b"canary-token" in (content or b"") for content in found.values())
    assert "canary-token" not in str(answer.headers)
    assert unquote(answer.headers["x-archive-repo-remote"]).startswith("https://****@example.org/r.git")
    assert manifest(answer)["excludes"] == []


def test_a_folder_that_has_a_manifest_keeps_its_own(http, tree):
    write(tree, {"archive_manifest.json": "mine"})

    assert members(archive(http, tree, format="tar.gz"))["project/archive_manifest.json"] == b"mine"


def test_names_of_every_sort_are_packed(http, program):
    odd = {"-rf", "a\nb", "a'b", 'a"b', "a\\b", "*", "~", "x" * 120 + "/" + "y" * 120}
    root = program.directory / "odd [a+b] (c) $d"
    write(root, {name: name for name in odd})
    found = members(archive(http, root, format="tar.gz"))

    assert {n: c for n, c in found.items() if c and not n.endswith("manifest.json")} == {
        f"{root.name}/{name}": name.encode() for name in odd
    }
    assert json.loads(found[f"{root.name}/archive_manifest.json"])["source"] == root.name


def test_a_large_folder_is_packed_as_it_is_read(http, program):
    block = os.urandom(1 << 20)
    for number in range(40):
        write(program.directory, {f"{number}.bin": block + str(number).encode()})
    with http.stream(
        "GET", "/api/file/archive", params={"path": str(program.directory), "format": "tar.gz"}
    ) as answer:
        size = sum(len(piece) for piece in answer.iter_bytes())

    assert size > 40 << 20
    around = program.directory.parent
    eventually(lambda: os.listdir(around) == ["project"], 10, "nothing else is left")


def test_a_reader_that_leaves_leaves_nothing_behind(http, program):
    write(program.directory, {"large.bin": os.urandom(30 << 20)})
    before = set(os.listdir("/tmp"))
    query = {"path": str(program.directory), "format": "tar.gz"}
    with http.stream("GET", "/api/file/archive", params=query) as answer:
        next(answer.iter_bytes())

    eventually(
        lambda: not any(n.startswith("tmp.") for n in set(os.listdir("/tmp")) - before), 10, "it is clean"
    )


# --- git-delta ----------------------------------------------------------------------------------


@pytest.fixture
def repository(program):
    """A clone with a commit of its own, and every sort of change on top of it."""
    source, root = program.directory / "source", program.directory / "work"
    source.mkdir()
    git(source, "init", "-b", "main")
    write(source, {"kept.txt": "one\n", "gone.txt": "gone\n", "bin": bytes(range(256)), ".gitignore": "*.log\n"})
    git(source, "add", ".")
    git(source, "commit", "-m", "Begin")
    git(program.directory, "clone", "source", "work")
    write(root, {"committed.txt": "committed\n"})
    git(root, "add", ".")
    git(root, "commit", "-m", "Go on")
    write(root, {"kept.txt": "one\ntwo\n", "new ü.txt": "new\n", "bin": bytes(range(255, -1, -1))})
    write(root, {"x.log": "ignored", "node_modules/m.js": "excluded"})
    (root / "gone.txt").unlink()
    return root


def apply(answer, source, commit, target):
    """The files that a clone has after the patch."""
    git(target.parent, "clone", str(source), target.name)
    git(target, "checkout", "--detach", commit)
    (target.parent / "patch").write_bytes(answer.content)
    git(target, "apply", "--binary", str(target.parent / "patch"))
    return {p.name: p.read_bytes() for p in target.iterdir() if p.is_file()}


def test_a_delta_makes_a_clone_the_same(http, repository, tmp_path):
    answer = archive(http, repository)
    base = git(repository, "rev-parse", "origin/main")

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/x-patch")
    assert 'filename="work.patch"' in answer.headers["content-disposition"]
    assert answer.headers["x-archive-base-commit"] == base
    assert answer.headers["x-archive-base-ref"] == "auto"
    assert answer.headers["x-archive-head-commit"] == git(repository, "rev-parse", "HEAD")
    assert answer.headers["x-archive-branch"] == "main"
    assert unquote(answer.headers["x-archive-repo-root"]) == str(repository)
    assert "%2F" in answer.headers["x-archive-repo-root"]
    files = apply(answer, repository.parent / "source", base, tmp_path / "clone")
    assert files == {
        ".gitignore": b"*.log\n",
        "bin": bytes(range(255, -1, -1)),
        "committed.txt": b"committed\n",
        "kept.txt": b"one\ntwo\n",
        "new ü.txt": b"new\n",
    }


def test_a_delta_changes_nothing_in_the_repository(http, repository):
    def state():
        return git(repository, "status", "--porcelain"), (repository / ".git" / "index").read_bytes()

    git(repository, "status")  # refreshes the index
    before = state()
    assert archive(http, repository).status_code == 200
    assert state() == before
    assert not list(repository.glob("*.index")) and not list(repository.parent.glob("tmp*"))


def test_a_base_can_be_named(http, repository):
    answer = archive(http, repository, base_ref="HEAD")

    assert answer.headers["x-archive-base-commit"] == git(repository, "rev-parse", "HEAD")
    assert answer.headers["x-archive-base-ref"] == "HEAD"
    assert "committed.txt" not in answer.text and "kept.txt" in answer.text


def test_a_head_without_a_branch_is_the_base(http, repository):
    git(repository, "checkout", "--detach")
    answer = archive(http, repository)

    assert answer.headers["x-archive-base-commit"] == git(repository, "rev-parse", "HEAD")
    assert answer.headers["x-archive-branch"] == "DETACHED"


def test_excludes_hold_for_a_delta(http, repository):
    assert "node_modules" not in archive(http, repository).text
    assert "node_modules" in archive(http, repository, use_default_excludes=False).text
    answer = archive(http, repository, exclude=["kept.*", "bin/"])
    assert "kept.txt" not in answer.text and "b/bin" in answer.text and "committed.txt" in answer.text


def test_a_repository_without_a_commit_is_new_altogether(http, program):
    git(program.directory, "init", "-b", "main")
    write(program.directory, {"a.txt": "a\n"})
    answer = archive(http, program.directory)

    assert answer.status_code == 200 and "+++ b/a.txt" in answer.text
    assert "x-archive-base-commit" not in answer.headers
    assert "x-archive-head-commit" not in answer.headers
    assert "x-archive-base-ref" not in answer.headers


def test_nothing_changed_is_an_empty_patch(http, program):
    git(program.directory, "init", "-b", "main")
    write(program.directory, {"a.txt": "a\n"})
    git(program.directory, "add", ".")
    git(program.directory, "commit", "-m", "All")
    answer = archive(http, program.directory, base_ref="main")

    assert answer.status_code == 200 and answer.content == b""


@pytest.mark.parametrize("form", ["git-delta", "tar.gz"])
def test_the_only_repository_below_a_folder_is_packed(http, program, form):
    root = program.directory / "group" / "deeper" / "repository"
    root.mkdir(parents=True)
    git(root, "init", "-b", "main")
    write(root, {"a.txt": "a\n"})
    write(program.directory, {"beside.txt": "b\n"})
    answer = archive(http, program.directory, format=form)

    assert answer.status_code == 200, answer.text
    assert unquote(answer.headers["x-archive-repo-root"]) == str(root)
    assert 'filename="repository.' in answer.headers["content-disposition"]
    if form == "tar.gz":
        assert set(members(answer)) == {
            "repository", "repository/a.txt", "repository/archive_manifest.json",
        }  # fmt: skip


@pytest.mark.parametrize("places", [["a", "b"], [".hidden"], ["vendor/x"], ["1/2/3/4"], []], ids=str)
def test_no_repository_is_guessed(http, program, places):
    for place in places:
        (program.directory / place).mkdir(parents=True)
        git(program.directory / place, "init")
    answer = archive(http, program.directory)

    assert answer.status_code == 400 and "not a git repository" in answer.json()["detail"].lower()
    packed = archive(http, program.directory, format="tar.gz")
    assert "project/archive_manifest.json" in members(packed)
    assert "x-archive-repo-root" not in packed.headers


def test_a_folder_within_a_repository_is_packed_alone(http, repository):
    write(repository, {"sub/inner.txt": "inner\n"})
    answer = archive(http, repository / "sub")

    assert "sub/inner.txt" in answer.text and "kept.txt" not in answer.text
    assert 'filename="sub.patch"' in answer.headers["content-disposition"]


# --- errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["git-delta", "tar.gz"])
def test_what_cannot_be_packed_is_told(http, tree, form):
    def told(path):
        answer = archive(http, path, format=form)
        return answer.status_code, answer.json()["detail"]

    assert told("relative") == (400, "Path must be absolute")
    assert told(tree / "none") == (404, "Directory not found")
    assert told(tree / "a.txt") == (400, "Path is not a directory")
    assert http.get("/api/file/archive", params={"format": form}).status_code == 422


@pytest.mark.parametrize("base", ["-x", "--output=/x", "nowhere", "HEAD~99", "", "a b"])
def test_a_base_that_is_none_is_refused(http, repository, base):
    answer = archive(http, repository, base_ref=base)

    assert answer.status_code == 400 and "base_ref" in answer.json()["detail"]


def test_wrong_options_are_refused(http, tree):
    assert archive(http, tree, format="zip").status_code == 422
    assert archive(http, tree, use_default_excludes="perhaps").status_code == 422


@pytest.mark.berth_only
@pytest.mark.parametrize("pattern", ["..", "../..", "a/../../b"])
@pytest.mark.parametrize("form", ["git-delta", "tar.gz"])
def test_an_exclude_that_leads_out_is_refused(http, repository, form, pattern):
    answer = archive(http, repository, format=form, exclude=pattern)
    assert answer.status_code == 400 and "exclude" in answer.json()["detail"]
