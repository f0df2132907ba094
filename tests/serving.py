"""The application on a real socket, for what only threads and broken connections show."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager

import uvicorn

from app.cli.running import SERVER


@contextmanager
def serving(app):
    """The address at which the application listens until the block ends."""
    chosen = {name: value for name, value in SERVER.items() if name != "factory"}
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, lifespan="off", **chosen))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
