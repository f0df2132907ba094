"""A connection whose request never gets whole is closed; others go on beside it. A real server on a real socket."""

import asyncio
import socket
import threading
import time

import pytest
import uvicorn
from uvicorn.importer import import_from_string

from app.cli.running import SERVER
from app.web import patience

WAIT = 20


@pytest.fixture
def port(monkeypatch):
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.3)

    async def slow(scope, receive, send):
        await asyncio.sleep(0.8)  # an answer may take longer than a head
        client = scope["client"][0].encode()
        length = str(len(client)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
        await send({"type": "http.response.body", "body": client})

    chosen = {name: value for name, value in SERVER.items() if name != "factory"}
    server = uvicorn.Server(uvicorn.Config(slow, host="127.0.0.1", port=0, lifespan="off", **chosen))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def opened(port):
    made = socket.create_connection(("127.0.0.1", port), timeout=WAIT)
    made.settimeout(WAIT)
    return made


def until_closed(made):
    found = b""
    while part := made.recv(4096):
        found += part
    return found


def test_what_is_served_with_is_this(port):
    assert import_from_string(SERVER["http"]) is patience.Patient
    assert SERVER["limit_concurrency"] > 0
    assert port > 0


@pytest.mark.parametrize("start", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_a_head_that_never_ends_ends_its_connection(port, start):
    with opened(port) as made:
        made.sendall(start)
        assert until_closed(made) == b""


def trickle(made):
    for number in range(2000):
        made.sendall(b"x-%d: y\r\n" % number)
        time.sleep(0.05)


def test_trickling_does_not_help(port):
    with opened(port) as made:
        made.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            trickle(made)


def test_a_whole_head_is_answered_and_a_second_one_is_watched_too(port):
    whole = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    with opened(port) as made:
        made.sendall(whole + whole[:10])
        found = until_closed(made)
    assert found.count(b"200 OK") == 1
    assert b"127.0.0.1" in found


def test_a_proxy_on_this_machine_tells_who_asks(port):
    with opened(port) as made:
        made.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9\r\nConnection: close\r\n\r\n")
        assert until_closed(made).endswith(b"203.0.113.9")
