"""The examples of the pages, run as they stand."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

PAGES = [pathlib.Path(__file__).parents[2] / "README.md"]
if os.environ.get("FRESHET_LAUNCHER"):
    PAGES.append(pathlib.Path(os.environ["FRESHET_LAUNCHER"]).parent / "docs" / "clients.md")
EXAMPLES = [
    pytest.param(example, id=f"{page.name}-{number}")
    for page in PAGES
    for number, example in enumerate(re.findall(r"```python\n(.*?)```", page.read_text(), re.DOTALL), 1)
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs_as_it_stands(server, example, tmp_path):
    assert "http://localhost:8765" in example
    program = example.replace("http://localhost:8765", server.url)
    line = [sys.executable, "-c", program]
    run = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()


def test_there_are_examples():
    assert len(EXAMPLES) >= 4
