"""A real server, started by the launcher that FRESHET_LAUNCHER names."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

import pytest

from freshet_client import Client

START_SECONDS_MAX = 300
SECONDS_MAX = 300
LISTENS = re.compile(r"listens on \S*:(\d+)")


def pytest_collection_modifyitems(items):
    if not os.environ.get("FRESHET_LAUNCHER"):
        skip = pytest.mark.skip(reason="FRESHET_LAUNCHER is not set: no server")
        for item in items:
            if pathlib.Path(__file__).parent in item.path.parents:
                item.add_marker(skip)


class Server:
    """One data directory and one port; started, stopped, killed and started again."""

    def __init__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="freshet-python-"))
        self.port = 0  # a free one, which it keeps
        self.process = None
        (self.directory / "freshet.yaml").write_text("embedders: {local: {type: builtin, model: fast}}\n")

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        until = time.monotonic() + START_SECONDS_MAX
        while not self.is_started(until):
            # Somebody else on this machine may have its port for a moment.
            if "cannot listen" not in self.output() or time.monotonic() > until:
                pytest.fail("the server does not start\n" + self.output())
            time.sleep(0.5)

    def output(self):
        return (self.directory / "output.log").read_text()

    def is_started(self, until):
        line = [os.environ["FRESHET_LAUNCHER"], "serve", "--port", str(self.port)]
        line += ["--data", str(self.directory / "data"), "--config", str(self.directory / "freshet.yaml")]
        with (self.directory / "output.log").open("wb") as output:
            self.process = subprocess.Popen(line, stdout=output, stderr=output)
        while self.process.poll() is None and time.monotonic() < until:
            listens = LISTENS.search(self.output())
            if listens:
                self.port = int(listens[1])
                if self.is_ready():
                    return True
            time.sleep(0.1)
        return False

    def is_ready(self):
        try:
            with Client(self.url, timeout=5) as client:
                return client.is_live() and bool(client.readiness())
        except Exception:
            return False

    def end(self, how):
        self.process.send_signal(how)
        self.process.wait(SECONDS_MAX)

    def stop(self):
        self.end(signal.SIGTERM)

    def kill(self):
        self.end(signal.SIGKILL)

    def delete(self):
        if self.process is not None and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.directory)


@pytest.fixture(scope="session")
def server():
    server = Server()
    try:
        server.start()
        yield server
    finally:
        server.delete()


@pytest.fixture
def client(server):
    with Client(server.url) as client:
        yield client
