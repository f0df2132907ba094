"""What the edge lets in, and the headers of every answer."""

import asyncio

import pytest

from app.web import edge
from app.web.edge import Edge, must_be_framed_plainly, with_headers


async def echo(scope, receive, send):
    taken = 0
    while True:
        message = await receive()
        taken += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(taken).encode()})


def answer(messages, *, headers=(), path="/en/send", method="POST", wait=0.0, base=None):
    app = Edge(echo, https=True, room=lambda method, path: 1000 if path.endswith("/send") else None, base=base)
    sent = []
    queue = list(messages)

    async def receive():
        if wait:
            await asyncio.sleep(wait)
        return queue.pop(0)

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": list(headers)}
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def part(size, more=False):
    return {"type": "http.request", "body": b"x" * size, "more_body": more}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([(b"content-length", b"1001")], 413),
        ([(b"content-length", b"5"), (b"transfer-encoding", b"chunked")], 400),
        ([(b"content-length", b"5"), (b"content-length", b"6")], 400),
        ([(b"content-length", b"-5")], 400),
        ([(b"content-length", b"9" * 30)], 413),
        ([(b"content-encoding", b"gzip")], 415),
        ([(b"content-length", b"5")], 200),
    ],
)
def test_framing(headers, status):
    assert answer([part(5)], headers=headers)[0] == status


def test_a_body_longer_than_the_limit_is_cut_whatever_its_headers_say():
    assert answer([part(600, True), part(600)])[0] == 413


def test_pages_that_take_no_file_take_little():
    big = edge.SMALL_BODY + 1
    assert answer([part(5)], headers=[(b"content-length", str(big).encode())], path="/en/sign-in")[0] == 413


def test_a_silent_sender_is_sent_away(monkeypatch):
    monkeypatch.setattr(edge, "SILENCE_SECONDS", 0.02)
    assert answer([part(5)], wait=0.5)[0] == 408


def test_a_slow_sender_is_sent_away_after_the_deadline(monkeypatch):
    monkeypatch.setattr(edge, "DEADLINE_SECONDS", 0.05)
    assert answer([part(1, True)] * 50 + [part(1)], wait=0.01)[0] == 408


def test_refusals_carry_the_headers_too():
    status, headers, body = answer([part(5)], headers=[(b"content-encoding", b"br")])
    assert status == 415
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert b"type" in body


def test_the_policy_lets_nothing_from_outside_in():
    headers = dict(with_headers([], https=True))
    policy = headers[b"content-security-policy"].decode()
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy
    assert headers[b"cache-control"] == b"no-store"
    assert b"strict-transport-security" in headers


def test_a_cache_rule_of_the_page_stays():
    assert dict(with_headers([(b"cache-control", b"public")], https=False))[b"cache-control"] == b"public"


def test_plain_requests_pass():
    must_be_framed_plainly([(b"host", b"localhost")], 10)


BASE = "https://barid.example.org"


@pytest.mark.parametrize(
    ("hosts", "status"),
    [
        (["barid.example.org"], 200), (["BARID.example.org:443"], 200), (["localhost:8000"], 200), (["[::1]:8"], 200),
        (["127.0.0.1"], 200), (["evil.example"], 421), (["barid.example.org.evil.example"], 421),
        (["barid.example.org:8000"], 421), (["barid.example.org@evil.example"], 421), (["a/?x="], 421), ([""], 421),
        (["localhost.evil.example"], 421), (["127.0.0.1@evil.example"], 421), ([], 421),
        (["barid.example.org", "evil.example"], 421),
    ],
)  # fmt: skip
def test_a_site_with_an_address_answers_to_it_alone(hosts, status):
    headers = [(b"host", host.encode()) for host in hosts]
    assert answer([part(5)], headers=headers, base=BASE)[0] == status
    assert answer([part(5)], headers=headers)[0] == 200
