"""In which group of the office's digest a member stands."""

from app.domain.digest import GROUPS, Standing, standings
from app.domain.observations import Sent
from app.domain.periods import Quarter

Q3 = Quarter(2026, 3)


def sent(member: str, *states: str, late: bool = False, silent: bool = False) -> list[Sent]:
    months = {"complete": 3, "partial": 1, "missing": 0}
    return [
        Sent(member, f"d{n}", Q3, months[state], state, late and state != "complete", silent and state == "missing")
        for n, state in enumerate(states)
    ]


def test_each_member_stands_in_one_group() -> None:
    found = standings(
        [
            *sent("A", "complete", "complete"),
            *sent("B", "complete", "missing"),
            *sent("C", "missing", "missing"),
            *sent("D", "partial", "missing", late=True),
            *sent("E", "missing", "missing", late=True, silent=True),
            *sent("F", "complete", "missing", late=True, silent=True),
            *sent("G", "partial", "missing"),
        ]
    )
    assert found == (
        Standing("A", "done", 2, 2),
        Standing("B", "under_way", 1, 2),
        Standing("C", "nothing", 0, 2),
        Standing("D", "late", 0, 2),
        Standing("E", "silent", 0, 2),
        Standing("F", "late", 1, 2),
        Standing("G", "under_way", 0, 2),
    )
    assert {one.group for one in found} == set(GROUPS)


def test_what_was_sent_late_but_is_complete_keeps_nobody_late() -> None:
    assert standings([Sent("A", "d", Q3, 3, "complete", late=True)]) == (Standing("A", "done", 1, 1),)
