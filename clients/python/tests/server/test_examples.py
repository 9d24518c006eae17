"""The programs of examples/python, as a newcomer runs them."""

import os
import pathlib
import subprocess
import sys

import pytest

EXPECTED = {
    "emit_and_follow.py": [
        "insert refunds",
        "version complete",
        "update refunds",
        "version complete",
        "delete refunds",
        "version complete",
    ],
    "fresh_cache.py": ["Tea is 2 euros.", "Tea is 3 euros.", "(not there)"],
    "record_search.py": ["loaded 0 rejected", "products/1 79.5", "products/3 15.5"],
}


def directory():
    return pathlib.Path(os.environ["FRESHET_LAUNCHER"]).parent / "examples" / "python"


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_prints_what_it_should(server, name):
    line = [sys.executable, str(directory() / name), server.url]
    run = subprocess.run(line, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == EXPECTED[name]


def test_every_example_is_run_here():
    assert sorted(file.name for file in directory().glob("*.py")) == sorted(EXPECTED)
