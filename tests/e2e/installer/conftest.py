# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures: the project's folder, its package, and a Debian to install it into."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clean_root import CleanRoot

ROOT = Path(__file__).resolve().parents[3]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="install the package in a clean Debian, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def package() -> Path:
    """The package of the built programs."""
    subprocess.run([ROOT / "scripts/install", "package"], check=True)
    subprocess.run([ROOT / "scripts/package"], check=True)
    return next((ROOT / "build/packages").glob("berth_*.deb"))


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same programs as an archive, which needs no more than a moment."""
    folder = tmp_path_factory.mktemp("archive")
    subprocess.run([ROOT / "scripts/build", "release", "berth", "berthd", "berth-workspaced", "man"], check=True)
    make = ["cpack", "-G", "TGZ", "--config", ROOT / "build/release/CPackConfig.cmake", "-B", folder]
    done = subprocess.run(make, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("berth-*.tar.gz"))


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CleanRoot]:
    yield CleanRoot.make(tmp_path_factory.mktemp("clean") / "root")
