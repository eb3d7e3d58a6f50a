"""Servers as process groups: started, measured by the kernel's own counters, ended."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 30


@dataclass
class Server:
    """A running server and how long it took to answer."""

    process: subprocess.Popen
    port: int
    started_in: float

    def pids(self) -> list[int]:
        """Every process of the server's group."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                try:
                    if os.getpgid(int(entry.name)) == self.process.pid:
                        found.append(int(entry.name))
                except ProcessLookupError:
                    continue
        return found

    def cpu(self) -> float:
        """Seconds of CPU that the group has used."""
        return sum(map(_cpu, self.pids()))

    def worker_memory(self) -> float:
        """MiB PSS of the largest process."""
        return max(map(_pss, self.pids())) / 1024


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _pss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return float(line.split()[1])
    return 0.0


@contextmanager
def running(command: list[str], port: int, path: str, environment: dict[str, str]):
    """Start a server, wait for its first answer, end its whole group afterwards."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _wait(process, port, path)
        yield Server(process, port, time.perf_counter() - began)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process, port, path):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            message = f"the server ended: {process.stderr.read().decode()[-2000:]}"
            raise RuntimeError(message)
        try:
            if ask(port, path).status == 200:
                return
        except OSError:
            time.sleep(0.01)
    message = "the server did not answer"
    raise RuntimeError(message)


def ask(port, path, method="GET", headers=None, body=None):
    """One request of our own, to see that what is measured is the right answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body=body, headers=headers or {})
    answer = connection.getresponse()
    answer.body = answer.read()
    connection.close()
    return answer
