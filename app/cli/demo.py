"""`barid demo`: two regions with synthetic figures, the pages and the scheduler, until Ctrl-C."""

from __future__ import annotations

import argparse
import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from app import settings
from app.cli import opening
from app.cli.running import free, taken

HOST = "127.0.0.1"
_PATIENCE = 60  # seconds until the pages must answer
_FAREWELL = 15  # seconds that a process has to end by itself


class _Ended(Exception):
    """A signal asked the demo to end."""


class _Trouble(Exception):
    """The demo cannot go on; its text says why."""


def demo(call: argparse.Namespace) -> int:
    """Load, run the jobs once and, unless `--load-only`, serve until told to end; 0 then too."""
    if not call.load_only and not free(HOST, call.port):
        print(taken(HOST, call.port), file=sys.stderr)
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    children: list[subprocess.Popen[bytes]] = []
    try:
        _prepare(_teller())
        if call.load_only:
            return 0
        children += [_start("app.cli", "serve", "--host", HOST, "--port", str(call.port)), _start("app.jobs")]
        _await_pages(call.port, children)
        _welcome(call.port)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        print("barid demo: a process ended by itself; the rest ends now.", file=sys.stderr)
        return 1
    except _Ended:
        print("\nEnding. The figures stay; `make demo` starts again in seconds.", flush=True)
        return 0
    except _Trouble as trouble:
        print(f"barid demo: {trouble}", file=sys.stderr)
        return 1
    finally:
        _end_children(children)


def _end(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # one is enough; a second Ctrl-C must not tear the farewell
    raise _Ended


def _teller() -> Callable[[str], None]:
    begun = time.monotonic()

    def tell(line: str) -> None:
        print(f"{time.monotonic() - begun:6.1f} s  {line}", flush=True)

    return tell


def _prepare(tell: Callable[[str], None]) -> None:
    """Tables, figures, and each job once."""
    from app.actions.load_demo import load_demo
    from app.storage import db

    read = settings.load()
    read.data.mkdir(parents=True, exist_ok=True)
    db.migrate(read.database_url)
    tell(f"database at revision {db.code_revision()}, data in {read.data}")
    if load_demo(opening.house(read, hasty=True), now=opening.now(), say=tell):
        tell("synthetic figures loaded")
    else:
        tell("synthetic figures were here already")
    for job in ("recompute", "remind", "edition", "reports"):
        done = subprocess.run(
            [sys.executable, "-m", "app.jobs", "run", job], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise _Trouble(f"job {job}: {done.stderr.strip()}")
        tell(f"job {job}: {done.stdout.strip() or 'done'}")


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    # In a group of its own: Ctrl-C reaches the demo alone, which then ends its children by their ids.
    return subprocess.Popen([sys.executable, "-m", module, *arguments], process_group=0)


def _await_pages(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    """Return when the pages answer; _Trouble when a process ends or the patience is over."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if any(child.poll() is not None for child in children):
            raise _Trouble("a process of the demo ended before the pages answered")
        if _answers(port):
            return
        time.sleep(0.2)
    raise _Trouble(f"the pages did not answer within {_PATIENCE} seconds")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _welcome(port: int) -> None:
    """Where to go and as whom to sign in."""
    from app.actions.demo_members import PASSWORD, PEOPLE

    address = f"http://{HOST}:{port}"
    print(f"\n  Barid is ready. All figures are synthetic.\n\n    English   {address}/en\n    العربية   {address}/ar")
    print(f"    Français  {address}/fr\n    API       {address}/api/v1\n\n  Sign in as (password of all: {PASSWORD})\n")
    for _, email, role, member, region, _ in PEOPLE:
        print(f"    {email:<24} {role:<14} {member or region or 'published editions only'}")
    print("\n  Ctrl-C ends it.", flush=True)


def _end_children(children: list[subprocess.Popen[bytes]]) -> None:
    """End the processes that this one started, by their ids, and wait for them."""
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    until = time.monotonic() + _FAREWELL
    for child in children:
        try:
            child.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
