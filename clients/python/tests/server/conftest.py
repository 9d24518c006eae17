"""A real server, started by the launcher that FRESHET_LAUNCHER names."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import pytest

from freshet_client import Client

START_SECONDS_MAX = 120


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
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None
        (self.directory / "freshet.yaml").write_text("embedders: {local: {type: builtin, model: fast}}\n")

    def start(self):
        line = [os.environ["FRESHET_LAUNCHER"], "serve", "--port", str(self.port)]
        line += ["--data", str(self.directory / "data"), "--config", str(self.directory / "freshet.yaml")]
        with (self.directory / "output.log").open("ab") as output:
            self.process = subprocess.Popen(line, stdout=output, stderr=output)
        until = time.monotonic() + START_SECONDS_MAX
        with Client(self.url, timeout=5) as client:
            while not (client.is_live() and self.is_ready(client)):
                if self.process.poll() is not None or time.monotonic() > until:
                    pytest.fail("the server does not start\n" + (self.directory / "output.log").read_text())
                time.sleep(0.1)

    @staticmethod
    def is_ready(client):
        try:
            return bool(client.readiness())
        except Exception:
            return False

    def end(self, how):
        self.process.send_signal(how)
        self.process.wait(30)

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
