"""When a letter is tried again, and what no header can carry."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.letters import message_id, next_try, one_line, state_of

NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)


def test_tries_come_further_apart_and_never_end_while_the_other_side_may_take_it() -> None:
    waits = [next_try(attempts, now=NOW, refused=False) for attempts in range(1, 9)]
    assert waits == [NOW + timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 360, 360, 360)]


def test_what_is_refused_for_good_is_tried_three_times() -> None:
    assert [next_try(attempts, now=NOW, refused=True) for attempts in (1, 2, 3, 9)] == [
        NOW + timedelta(minutes=1),
        NOW + timedelta(minutes=5),
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("sent", "attempts", "then", "state"),
    [(None, 0, NOW, "waiting"), (None, 2, NOW, "failed"), (None, 3, None, "stopped"), (NOW, 1, None, "sent")],
)
def test_states(sent: datetime | None, attempts: int, then: datetime | None, state: str) -> None:
    assert state_of(sent_at=sent, attempts=attempts, next_try_at=then) == state


@pytest.mark.parametrize("char", ["\r\n", "\n", "\r", "\0", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x7f"])
def test_a_header_has_one_line(char: str) -> None:
    assert one_line(f"{char}a{char}Bcc: b{char}") == "a Bcc: b"
    assert len(one_line(f"a{char}b").splitlines()) == 1


def test_a_message_id_belongs_to_its_key() -> None:
    assert message_id("a", "example.org") == message_id("a", "example.org") != message_id("b", "example.org")
    assert message_id("a", "example.org").endswith("@example.org>")
