"""Load the demo: synthetic files of 28 members, sent, checked, accepted and published like real ones.

Every file goes the way of an operator's: bytes, receipt, check, draft, submission, decision. Only the check runs in
this process instead of in a child, since the files are our own. The days are those of a plausible calendar and have
nothing to do with the day of loading. Running it again finds what is there and adds what is missing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from app.actions import demo_answers, demo_figures
from app.actions.accept_submission import accept_submission
from app.actions.check_submission import check_submission
from app.actions.demo_editions import publish_quarter
from app.actions.demo_members import PASSWORD, PEOPLE, PROFILES, Profile
from app.actions.house import House
from app.actions.install_handbook import install_handbook
from app.actions.note_effect import note_effect
from app.actions.preview_submission import preview_submission
from app.actions.receive_file import receive_file
from app.actions.recompute import recompute
from app.actions.seed_person import seed_person
from app.actions.set_flag import set_flag
from app.actions.submit_submission import submit_submission
from app.domain.access import Person, Role
from app.domain.measures import FIGURE_DATASETS
from app.domain.members import Member
from app.domain.periods import Quarter
from app.domain.submissions import State
from app.storage import flags, people, regions, submissions
from ingest import check_file
from ingest.layouts import LAYOUTS

QUARTERS = (Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3))
_DONE = "demo"
_BEGUN = datetime(2026, 1, 5, 8, tzinfo=UTC)
_ACCEPTED_WITH = "Synthetic figures of the demo."
_CORRECTED_BECAUSE = "The retention reason codes were missing in the export of the second quarter; now they are in."
_UNDECIDED = {
    ("EG", "customs-clearance"),
    ("TN", "data-exchange"),
    ("JO", "service-quality"),
    ("UZ", "customs-clearance"),
}
"""Files of the last quarter that wait for the analyst, so that there is something to decide."""


@dataclass(frozen=True)
class _Cast:
    """Who acts in one region of the demo."""

    uploaders: dict[str, Person]
    analysts: dict[str, Person]
    administrators: dict[str, Person]


@dataclass(frozen=True)
class _Sending:
    """One file as it will be sent."""

    profile: Profile
    member: Member
    dataset: str
    quarter: Quarter
    at: datetime
    version: int = 1
    reason: str = ""


def load_demo(house: House, *, now: datetime, say: Callable[[str], None]) -> bool:
    """Load what is missing of the demo; False when all of it was there. `say` is told of each step."""
    with house.sessions() as session:
        if flags.get(session, _DONE) == "loaded":
            return False
    install_handbook(house, now=_BEGUN)
    set_flag(house, name="synthetic", value="true", now=_BEGUN)
    cast = _enrol(house)
    say(f"{len(PROFILES)} members, {len(cast.uploaders) + len(PEOPLE)} people")
    for quarter in QUARTERS:
        files = _send_quarter(house, quarter, cast)
        say(f"{quarter}: {files} synthetic files sent, checked and decided")
        _score(house, quarter, cast, say)
    _weigh(house, now)
    set_flag(house, name=_DONE, value="loaded", now=now)
    return True


def _enrol(house: House) -> _Cast:
    """The people of the demo: the ones who are printed, and one uploader for each member."""
    named = {(member, role): address for _, address, role, member, _, _ in PEOPLE if member}
    for name, address, role, member, region, language in PEOPLE:
        seed_person(
            house, email=address, name=name, role=Role(role), password=PASSWORD, member=member, region=region,
            language=language, now=_BEGUN,
        )  # fmt: skip
    for profile in PROFILES:
        address = named.setdefault((profile.code, "uploader"), f"uploader.{profile.code.lower()}@demo.barid")
        seed_person(
            house, email=address, name=f"Uploader of {profile.code}", role=Role.UPLOADER, password=PASSWORD,
            member=profile.code, now=_BEGUN, language="en",
        )  # fmt: skip
    seed_person(
        house, email="admin.ca@demo.barid", name="Timur (administrator)", role=Role.ADMINISTRATOR, password=PASSWORD,
        region="central-asia", now=_BEGUN, language="en",
    )  # fmt: skip
    with house.sessions() as session:
        found = {address: people.by_email(session, address) for address in (*named.values(), *_office())}
    known = {address: person for address, person in found.items() if person is not None}
    return _Cast(
        uploaders={profile.code: known[named[(profile.code, "uploader")]] for profile in PROFILES},
        analysts={"arab": known["analyst@demo.barid"], "central-asia": known["analyst.ca@demo.barid"]},
        administrators={"arab": known["admin@demo.barid"], "central-asia": known["admin.ca@demo.barid"]},
    )


def _office() -> tuple[str, ...]:
    return ("analyst@demo.barid", "analyst.ca@demo.barid", "admin@demo.barid", "admin.ca@demo.barid")


def _send_quarter(house: House, quarter: Quarter, cast: _Cast) -> int:
    """Send and decide the files of one quarter, in the order of their days; how many."""
    with house.sessions() as session:
        members = {member.code: member for member in regions.members(session)}
        due = {
            region.code: regions.cycle_of(session, region.code).due_day(quarter) for region in regions.every(session)
        }
    sendings = [
        sending
        for profile in PROFILES
        for sending in _sendings(profile, members[profile.code], quarter, due[members[profile.code].region])
    ]
    for sending in sorted(sendings, key=lambda s: (s.at, s.member.code, s.dataset)):
        _send(house, sending, cast)
    return len(sendings)


def _sendings(profile: Profile, member: Member, quarter: Quarter, due: object) -> list[_Sending]:
    """What the member sends for the quarter, and when: in the weeks before the deadline, unless its story says else."""
    if profile.story == "silent" and quarter > QUARTERS[0]:
        return []
    day = datetime.combine(due, time(7, 30), tzinfo=UTC)  # type: ignore[arg-type]
    early = sum(map(ord, profile.code)) % 15
    at = day - timedelta(days=3 + early)
    if profile.story == "late" and quarter == QUARTERS[-1]:
        at = day + timedelta(days=6)
    found = [
        _Sending(profile, member, dataset, quarter, at + timedelta(minutes=11 * number))
        for number, dataset in enumerate(FIGURE_DATASETS)
    ]
    if profile.story == "correction" and quarter == QUARTERS[1]:
        later = at + timedelta(days=2)
        found.append(_Sending(profile, member, "customs-clearance", quarter, later, 2, _CORRECTED_BECAUSE))
    return found


def _send(house: House, sending: _Sending, cast: _Cast) -> None:
    """One file: received, checked, submitted and accepted, each a little later."""
    uploader = cast.uploaders[sending.member.code]
    at = sending.at
    version = f"-v{sending.version}" if sending.version > 1 else ""
    submission = receive_file(
        house, person=uploader, dataset=sending.dataset, member=sending.member.code,
        name=f"synthetic-{sending.member.code}-{sending.dataset}-{sending.quarter}{version}.csv",
        source=io.BytesIO(content(sending.profile, sending.member, sending.dataset, sending.quarter, sending.version)),
        now=at,
    )  # fmt: skip
    check_submission(house, submission=submission, now=at + timedelta(seconds=2), check=check_file)
    with house.sessions() as session:
        state = submissions.one(session, submission).state
    if state is State.REFUSED:
        raise RuntimeError(f"the demo's own file was refused: {sending}")
    waits = sending.quarter == QUARTERS[-1] and (sending.member.code, sending.dataset) in _UNDECIDED
    if waits:
        preview_submission(house, submission=submission, now=at)
    if state is State.DRAFT:
        reason = sending.reason or _ACCEPTED_WITH
        state = submit_submission(
            house, person=uploader, submission=submission, reason=reason, now=at + timedelta(minutes=5)
        )
    if not waits and state is State.SUBMITTED:
        analyst = cast.analysts[sending.member.region]
        accept_submission(
            house, person=analyst, submission=submission, reason=_ACCEPTED_WITH, now=at + timedelta(days=1)
        )


def content(profile: Profile, member: Member, dataset: str, quarter: Quarter, version: int = 1) -> bytes:
    """The file of one member, dataset and quarter, as an operator would save it."""
    if dataset == "preparedness":
        rows = demo_answers.preparedness(profile, quarter)
    elif dataset == "disruptions":
        rows = demo_answers.disruptions(profile, quarter, member.zone)
    else:
        rows = demo_figures.figures(profile, dataset, quarter, version)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(
        out, [column.name for column in LAYOUTS[dataset].columns], restval="", lineterminator="\r\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def _score(house: House, quarter: Quarter, cast: _Cast, say: Callable[[str], None]) -> None:
    """Results of the quarter; an edition of it, published for all but the last."""
    with house.sessions() as session:
        cycles = {region.code: regions.cycle_of(session, region.code) for region in regions.every(session)}
    for region, administrator in cast.administrators.items():
        after = datetime.combine(cycles[region].grace_ends(quarter), time(9), tzinfo=UTC) + timedelta(days=1)
        recompute(house, regions=[region], quarters=[quarter], now=after)
        if quarter != QUARTERS[-1]:
            edition = publish_quarter(house, region=region, quarter=quarter, person=administrator, begun=after)
            say(f"{quarter}: edition of {region} published" if edition else f"{quarter}: edition of {region} was there")


def _weigh(house: House, now: datetime) -> None:
    """What the submissions that still wait moved, as the queue of the office shows it."""
    with house.sessions() as session:
        waiting = [row for region in regions.every(session) for row in submissions.queue(session, region.code)]
    for row in waiting:
        note_effect(house, submission=row.id, before={}, now=now)
