"""Processes that stay: the pages and the scheduler; and what prepares them: migrations and single jobs."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from typing import Any

from app import settings

APPLICATION = "app.web.main:open_app"  # named, not imported: entrances never import one another
SERVER: dict[str, Any] = {
    "factory": True,
    "http": "app.web.patience:Patient",
    "ws": "none",
    "timeout_keep_alive": 5,
    "limit_concurrency": 500,  # connections of one process; 503 beyond them, while it still has files to open
    "h11_max_incomplete_event_size": 32 * 1024,
    # Only a proxy on this machine may say who asks: wrong passwords are counted by address.
    "proxy_headers": True,
    "forwarded_allow_ips": "127.0.0.1,::1",
    "server_header": False,
    "log_level": "warning",
    "timeout_graceful_shutdown": 10,
}
"""What uvicorn is told beside where to listen."""


def serve(call: argparse.Namespace) -> int:
    """Serve until told to end."""
    import uvicorn

    if not free(call.host, call.port):
        print(taken(call.host, call.port), file=sys.stderr)
        return 1
    uvicorn.run(APPLICATION, host=call.host, port=call.port, workers=call.workers, **SERVER)
    return 0


def scheduler(_call: argparse.Namespace) -> int:
    """Become the scheduler; it ends when told to."""
    return _become("-m", "app.jobs")


def run_job(call: argparse.Namespace) -> int:
    """Run one job now and say what it did."""
    return _become("-m", "app.jobs", "run", call.job)


def _become(*arguments: str) -> int:
    # Another entrance is started, not imported; the same process id, so that signals reach it.
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *arguments])


def migrate(_call: argparse.Namespace) -> int:
    """Bring the database to this version's tables, and the handbook into it."""
    from app.actions.install_handbook import install_handbook
    from app.cli import opening
    from app.storage import db

    read = settings.load()
    read.data.mkdir(parents=True, exist_ok=True)
    db.migrate(read.database_url)
    install_handbook(opening.house(read), now=opening.now())
    print(f"The database is at revision {db.code_revision()}.")
    return 0


def free(host: str, port: int) -> bool:
    """Whether nobody listens on that port of that address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def taken(host: str, port: int) -> str:
    """The sentence for a port that is in use."""
    return f"barid: port {port} of {host} is in use by another program; end that program, or choose another --port."
