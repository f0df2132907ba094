"""The page of a member with its charts, and the same page without them, in the same run; requests one after another.

Promise: under 100 ms on the server, and with charts at least 0.7 of the requests a second without. Wants the demo's
figures: `.venv/bin/barid demo --load-only`.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from app.actions.demo_members import PASSWORD  # noqa: E402
from bench.machine import state, table  # noqa: E402

PAGE = "/en/members/MA?quarter=2026-Q1"
ROUNDS, EACH = 6, 60


def bare_app() -> object:
    """The application with the charts of a member's page left out: nothing drawn, nothing sent."""
    from app import settings
    from app.web.main import create_app
    from app.web.pages import members

    members.drawn = lambda *_args: None
    members._history_chart = lambda *_args, **_named: None
    return create_app(settings.load())


def serve(factory: str) -> tuple[subprocess.Popen[bytes], int]:
    """One server process on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", factory, "--factory", "--port", str(port), "--log-level", "warning"]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}), port


def session_of(port: int) -> str:
    """The cookie of a signed-in analyst."""
    for _ in range(150):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/en/sign-in")
            answer = connection.getresponse()
            answer.read()
            break
        except OSError:
            time.sleep(0.2)
    form = urllib.parse.urlencode({"email": "analyst@demo.barid", "password": PASSWORD})
    site = f"http://127.0.0.1:{port}"
    headers = {
        "Content-Type": "application/x-www-form-urlencoded", "Origin": site, "Sec-Fetch-Site": "same-origin",
        "Cookie": (answer.getheader("Set-Cookie") or "").split(";")[0],
    }  # fmt: skip
    connection.request("POST", "/en/sign-in", form, headers)
    answer = connection.getresponse()
    answer.read()
    cookie = answer.getheader("Set-Cookie")
    if answer.status != 303 or not cookie:
        raise SystemExit(f"could not sign in to the demo: {answer.status}; is it loaded?")
    return cookie.split(";")[0]


def times(port: int, cookie: str, count: int) -> tuple[list[float], int]:
    """Seconds of each of so many requests over one connection, and the bytes of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    found, size = [], 0
    for _ in range(count):
        begun = time.perf_counter()
        connection.request("GET", PAGE, headers={"Cookie": cookie})
        answer = connection.getresponse()
        size = len(answer.read())
        found.append(time.perf_counter() - begun)
        if answer.status != 200:
            raise SystemExit(f"{PAGE}: {answer.status}")
    return found, size


def main() -> None:
    """Print the table."""
    servers = {"with charts": serve("app.web.main:open_app"), "without": serve("bench.page_speed:bare_app")}
    try:
        cookies = {name: session_of(port) for name, (_, port) in servers.items()}
        measured: dict[str, list[float]] = {name: [] for name in servers}
        sizes = {}
        for name, (_, port) in servers.items():
            times(port, cookies[name], 20)
        for _ in range(ROUNDS):  # in turns, so that the machine's moods meet both alike
            for name, (_, port) in servers.items():
                found, sizes[name] = times(port, cookies[name], EACH)
                measured[name] += found
    finally:
        for server, _ in servers.values():
            server.terminate()
            server.wait(15)
    rate = {name: len(found) / sum(found) for name, found in measured.items()}
    lines = [
        (name, f"{1000 * median(found):.1f}", f"{1000 * quantiles(found, n=20)[-1]:.1f}", f"{rate[name]:.0f}",
         f"{sizes[name] / 1024:.0f}")
        for name, found in measured.items()
    ]  # fmt: skip
    print(state(".venv/bin/python bench/page_speed.py", "fastapi", "uvicorn"))
    print(f"{PAGE}, {ROUNDS * EACH} requests each, one after another\n")
    print(table(("page", "median, ms", "95 %, ms", "requests a second", "KiB"), lines))
    print(f"\nwith / without: {rate['with charts'] / rate['without']:.2f}")


if __name__ == "__main__":
    main()
