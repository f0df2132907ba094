"""`barid events explain`: one item's scans and the rules that put it where it is counted."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import opening

if TYPE_CHECKING:
    from app.domain.journeys import Explanation, Fact, Seen


def explain(call: argparse.Namespace) -> int:
    """Print what is known of the item; 0 done, 1 the files do not have it, 2 no such file, profile, table or day."""
    from app.actions.explain_item_by_hand import explain_item_by_hand
    from app.locale import say, say_count

    missing = [path for path in (*call.file, *([call.standards] if call.standards else ())) if not path.is_file()]
    if missing:
        return _wrong(f"there is no file {missing[0]}")
    try:
        as_of = date.fromisoformat(call.as_of) if call.as_of else None
    except ValueError:
        return _wrong(f"--as-of is not a day: {call.as_of!r}; write 2026-03-31")
    with tempfile.TemporaryDirectory(prefix="barid-explain-") as folder:
        looked = explain_item_by_hand(
            call.item, call.file, profile=call.profile, member=call.member, folder=Path(folder),
            limits=opening.limits(), as_of=as_of, standards=call.standards, cut_off=call.cut_off,
        )  # fmt: skip
    told = looked.explanation
    if call.json:
        print(json.dumps(_as_json(told, looked.set_aside) if told else None, ensure_ascii=False, default=str))
        return 0 if told else 1
    if told is None:
        print(say(call.lang, "events_explain.unknown", item=call.item))
    else:
        print(*_lines(told, call.lang), sep="\n")
    if looked.set_aside:
        print(say_count(call.lang, "events_explain.set_aside", looked.set_aside))
    return 0 if told else 1


def _wrong(sentence: str) -> int:
    print(f"barid events explain: {sentence}", file=sys.stderr)
    return 2


def _lines(told: Explanation, lang: str) -> list[str]:
    from app.locale import say

    scans = [_scan(seen, lang) for seen in told.journey.seen]
    return [say(lang, "events_explain.title", item=told.journey.item), *scans, *(_fact(f, lang) for f in told.facts)]


def _scan(seen: Seen, lang: str) -> str:
    from app.locale import say

    sent = say(lang, "events_explain.sent_unknown")
    if seen.sent is not None and seen.delay is not None:
        sent = say(lang, "events_explain.sent", sent=_time(seen.sent), delay=_hours(seen.delay))
    return "  " + say(
        lang, "events_explain.scan", event=seen.event, local=_time(seen.local), offset=_offset(seen.offset),
        utc=_time(seen.at), sent=sent, file=seen.file, line=seen.line,
    )  # fmt: skip


def _fact(fact: Fact, lang: str) -> str:
    from app.locale import say, say_count

    params = {name: _time(one) if isinstance(one, datetime) else one for name, one in fact.params.items()}
    key = f"events_explain.{fact.code}"
    if isinstance(count := params.pop("count", None), int):
        return "- " + say_count(lang, key, count, **params)
    return "- " + say(lang, key, **params)


def _as_json(told: Explanation, set_aside: int) -> dict[str, object]:
    """The facts as codes with their values, and the scans; times in UTC unless called local."""
    scans = [
        {
            "event": seen.event,
            "local": seen.local.isoformat(),
            "offset": _offset(seen.offset),
            "utc": seen.at.isoformat(),
            "sent": seen.sent.isoformat() if seen.sent else None,
            "file": seen.file,
            "line": seen.line,
        }
        for seen in told.journey.seen
    ]
    counted = {"member": told.member, "partner": told.partner, "month": told.month, "status": told.status}
    facts = [{"code": fact.code, **fact.params} for fact in told.facts]
    return {"item": told.journey.item, **counted, "scans": scans, "facts": facts, "set_aside": set_aside}


def _time(moment: datetime) -> str:
    return moment.isoformat(" ", "seconds")


def _hours(taken: timedelta) -> str:
    minutes = round(taken / timedelta(minutes=1))
    return f"{minutes // 60}:{minutes % 60:02}"


def _offset(offset: timedelta) -> str:
    minutes = round(offset / timedelta(minutes=1))
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
