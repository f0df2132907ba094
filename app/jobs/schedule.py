"""The table of jobs: what is due is worked out from the calendar and the database, never from an alarm."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy.orm import Session

from app.actions.check_submission import check_submission
from app.actions.draft_edition import draft_edition
from app.actions.house import House
from app.actions.issue_reports import issue_reports
from app.actions.keep_scans import keep_scans
from app.actions.look_in_inbox import look_in_inbox
from app.actions.recompute import recompute
from app.actions.remind import remind
from app.actions.revise_published import revise_published
from app.actions.send_letters import send_letters
from app.actions.sweep import sweep
from app.actions.take_from_inbox import take_from_inbox
from app.actions.tell_office import tell_office
from app.domain.errors import Conflict, NotFound
from app.domain.periods import Quarter
from app.jobs.heartbeat import Claim, beating
from app.storage import editions, letters, regions, runs, submissions
from app.storage.accepted_events import accepted_events
from app.storage.inbox import Found

_LOG = logging.getLogger("barid.jobs")
_FORGOTTEN = timedelta(minutes=2)


@dataclass(frozen=True)
class Due:
    """One run that should have happened by now. `key` is what makes it happen once."""

    key: str
    about: str = ""


@dataclass(frozen=True)
class Job:
    """A line of the table: what is due, and how one of it is done; `why` is for people. `found`: what is due by what
    lies in a folder rather than in the database."""

    name: str
    due: Callable[[Session, datetime], Iterator[Due]]
    do: Callable[[House, Due, datetime], str]
    why: str
    found: Callable[[House, datetime], Iterator[Due]] | None = None

    def wanted(self, house: House, session: Session, now: datetime) -> list[Due]:
        """All that is due."""
        return [*self.due(session, now), *(self.found(house, now) if self.found else ())]


def _checks(session: Session, now: datetime) -> Iterator[Due]:
    for submission in submissions.unchecked(session, now - _FORGOTTEN):
        yield Due(f"check:{submission}", submission)


def _check(house: House, due: Due, now: datetime) -> str:
    check_submission(house, submission=due.about, now=now)
    return "checked"


def _recomputes(session: Session, now: datetime) -> Iterator[Due]:
    """Once a day, since deadlines pass, and after every change."""
    for region in regions.every(session):
        yield Due(f"recompute:{region.code}:{now:%Y-%m-%d}:{runs.newest_change(session, region.code)}", region.code)


def _recompute(house: House, due: Due, now: datetime) -> str:
    done = recompute(house, regions=[due.about], now=now)
    again = revise_published(house, regions=[due.about], now=now)
    told = f"{due.about}: {sum(one.changed for one in done)} of {len(done)} quarters computed"
    return told + (f", {len(again)} published ones by the method of today" if again else "")


def _reminders(session: Session, now: datetime) -> Iterator[Due]:
    """Each hour: the day begins at another one in each zone. What is to be said each member's calendar knows."""
    yield Due(f"remind:{now:%Y-%m-%dT%H}")


def _remind(house: House, due: Due, now: datetime) -> str:
    said, told = remind(house, now=now), tell_office(house, now=now)
    sent = _mail(house, due, now) if house.smtp is not None else ""
    return f"{said} notices" + (f", {told} letters to the office, {sent}" if sent else "")


def _letters(session: Session, now: datetime) -> Iterator[Due]:
    """One round for each state of the oldest letter that is due; where none goes out, one an hour."""
    for id, attempts in letters.due(session, now, 1):
        yield Due(f"mail:{now:%Y-%m-%dT%H}:{id}:{attempts}")


def _mail(house: House, due: Due, now: datetime) -> str:
    done = send_letters(house, now=now)
    return f"{done.sent} letters sent, {done.failed} not sent"


def _sweeps(session: Session, now: datetime) -> Iterator[Due]:
    yield Due(f"sweep:{now:%Y-%m-%d}")


def _sweep(house: House, due: Due, now: datetime) -> str:
    gone = sweep(house, now=now)
    return f"{gone.keys} old keys and {gone.uploads} old uploads gone"


def _editions(session: Session, now: datetime) -> Iterator[Due]:
    """The first draft of each quarter whose grace has ended, for the quarters of which anything is known."""
    for region in regions.every(session):
        cycle = regions.cycle_of(session, region.code)
        for quarter in cycle.quarters():
            # The grace ends in the zone of each member; no zone is later than twelve hours behind UTC.
            ends = datetime.combine(cycle.grace_ends(quarter), datetime.min.time(), UTC) + timedelta(hours=36)
            if ends <= now and editions.newest(session, region.code, quarter) is None:
                yield Due(f"edition:{region.code}:{quarter}", f"{region.code} {quarter}")


def _edition(house: House, due: Due, now: datetime) -> str:
    region, quarter = due.about.split(" ")
    made = draft_edition(house, person=None, region=region, quarter=Quarter.parse(quarter), now=now)
    return f"{due.about}: edition {made} drafted"


def _reports(session: Session, now: datetime) -> Iterator[Due]:
    """The reports of each newest published edition that has none yet or not all."""
    seen = set()
    for edition in editions.list_of(session, published_only=True):
        if (edition.region, edition.quarter) not in seen:
            seen.add((edition.region, edition.quarter))
            yield Due(f"reports:{edition.id}", str(edition.id))


def _report(house: House, due: Due, now: datetime) -> str:
    return f"edition {due.about}: {issue_reports(house, edition=int(due.about), now=now)} reports issued"


def _scans(house: House, now: datetime) -> Iterator[Due]:
    """Once a day, since items grow old, and whenever other files of item events are accepted."""
    with house.sessions() as session:
        accepted = [row.id for row in accepted_events(session)]
    if accepted or (house.data / "events").exists():
        yield Due(f"scans:{now:%Y-%m-%d}:{sha256(' '.join(accepted).encode()).hexdigest()[:16]}")


def _keep(house: House, due: Due, now: datetime) -> str:
    kept = keep_scans(house, now=now)
    told = f"{len(kept.put)} files of scans came, {len(kept.withdrawn)} went, {kept.forgotten} rows forgotten"
    return told + "".join(f"; {submission} not kept: {reason}" for submission, reason in sorted(kept.failed.items()))


def _nothing(session: Session, now: datetime) -> Iterator[Due]:
    yield from ()


def _lying(house: House, now: datetime) -> Iterator[Due]:
    """Each whole file of the watched folder once, as it is; changed, it is another."""
    looked = look_in_inbox(house, now=now)
    for found in looked.whole if looked else ():
        yield Due(f"inbox:{found.key}", found.told())


def _take(house: House, due: Due, now: datetime) -> str:
    return take_from_inbox(house, found=Found.read(due.about), now=now)


JOBS = (
    Job("check", _checks, _check, "check files whose check was interrupted"),
    Job("recompute", _recomputes, _recompute, "bring working results up to what counts now"),
    Job("remind", _reminders, _remind, "tell members what is missing before a deadline"),
    Job("mail", _letters, _mail, "send letters by mail, and again those that failed"),
    Job("edition", _editions, _edition, "draft the edition of a quarter after its grace"),
    Job("reports", _reports, _report, "issue the reports of a published edition"),
    Job("inbox", _nothing, _take, "receive what lies in the watched folder", _lying),
    Job("scans", _nothing, _keep, "keep the scans of accepted item events, and forget old ones", _scans),
    Job("sweep", _sweeps, _sweep, "throw away what was kept for a while only"),
)


def run_job(name: str, house: House, now: datetime) -> str:
    """Do by hand all that is due of one job, also what has a run already: the deeds themselves happen once.

    A sentence of what was done; NotFound for a job that is not in the table.
    """
    job = next((job for job in JOBS if job.name == name), None)
    if job is None:
        raise NotFound("not_found")
    with house.sessions() as session:
        wanted = job.wanted(house, session, now)
    said = [job.do(house, due, now) for due in wanted]
    return "; ".join(said) or "nothing is due"


def tick(house: House, now: datetime, owner: str, clock: Callable[[], datetime] | None = None) -> list[str]:
    """Do all that is due and has no run, each exactly once among all schedulers; the keys of what was done here.

    `clock` goes on while runs are at work, so that their signs of life are as old as they say; without it time stands.
    """
    done = []
    for job in JOBS:
        with house.sessions() as session:
            wanted = [due for due in job.wanted(house, session, now) if not _is_done(session, due)]
        for due in wanted:
            if run_once(house, job, due, now, owner, clock):
                done.append(due.key)
    return done


def run_once(
    house: House, job: Job, due: Due, now: datetime, owner: str, clock: Callable[[], datetime] | None = None
) -> bool:
    """Claim the run, do it, complete it. False when it belongs to another, or failed: a later tick takes it up.

    The deeds are safe to do twice: a kill between claim and completion is repeated, never lost, never doubled. While
    the run is at work it gives signs of life; once another has taken it over, it writes nothing more.
    """
    claim = Claim(due.key, owner, clock or (lambda: now))
    with house.sessions.begin() as session:
        if not runs.claim(session, key=due.key, job=job.name, owner=owner, now=claim.clock()):
            return False
    try:
        with beating(house, claim) as ours:
            note, state = job.do(ours, due, now), "done"
    except Exception as error:
        # One bad run must not stop the others; its note tells on the health page.
        _LOG.exception("run %s failed", due.key)
        note, state = f"{type(error).__name__}: {error}", "failed"
    try:
        with house.sessions.begin() as session:
            runs.complete(session, key=due.key, owner=owner, note=note, now=claim.clock(), state=state)
    except Conflict:
        _LOG.warning("run %s ended here as another's", due.key)
        return False
    return state == "done"


def _is_done(session: Session, due: Due) -> bool:
    run = runs.by_key(session, due.key)
    return run is not None and run.state == "done"
