"""Load by wrk, 8 connections, and what it says of it."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

CONNECTIONS = 8
THREADS = 2
SAVING = """
local thread = 0
function setup(t) t:set("me", thread); thread = thread + 1 end
wrk.method = "POST"
{headers}
local body = [[{body}]]
local n = 0
local run = tostring(os.time())
function request()
  n = n + 1
  return wrk.format(nil, nil, nil, "key=b" .. run .. "-" .. me .. "-" .. n .. "&" .. body)
end
"""
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Case:
    """A request to repeat. `lua` replaces the plain request where each must differ."""

    name: str
    path: str
    status: int = 200
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    lua: str = ""
    target: float | None = None  # × the yardstick
    limit: float | None = None  # ms of CPU


@dataclass(frozen=True)
class Result:
    """One run: rate, latencies in ms, server CPU in ms a request, multiple of the yardstick."""

    requests: int
    per_second: float
    p50: float
    p99: float
    cpu: float
    faults: int


def run(case: Case, server, seconds: int, folder: Path) -> Result:
    """Load the server with one case and read what it cost."""
    script = folder / "case.lua"
    script.write_text(case.lua or _lua(case), encoding="utf-8")
    before = server.cpu()
    done = subprocess.run(
        [
            "wrk",
            f"-t{THREADS}",
            f"-c{CONNECTIONS}",
            f"-d{seconds}s",
            "--latency",
            "-s",
            str(script),
            f"http://127.0.0.1:{server.port}{case.path}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    cpu = server.cpu() - before
    return _read(done.stdout, cpu)


def _lua(case: Case) -> str:
    lines = [f'wrk.method = "{case.method}"']
    lines += [f'wrk.headers["{name}"] = [[{value}]]' for name, value in case.headers.items()]
    if case.body:
        lines.append(f"wrk.body = [[{case.body}]]")
    return "\n".join(lines)


def _read(text: str, cpu: float) -> Result:
    requests = int(re.search(r"(\d+) requests in", text)[1])
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    socket = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text
    )
    return Result(
        requests=requests,
        per_second=float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
        p50=_ms(text, "50%"),
        p99=_ms(text, "99%"),
        cpu=cpu * 1000 / max(requests, 1),
        faults=int(bad[1]) if bad else sum(map(int, socket.groups())) if socket else 0,
    )


def _ms(text: str, which: str) -> float:
    number, unit = re.search(rf"{which}\s+([\d.]+)(us|ms|s)\b", text).groups()
    return float(number) * UNITS[unit]
