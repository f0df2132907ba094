"""The rules of item events beyond the figures, counted slowly, item by item: the twin of `event_rules.py`.

A scan is a dict: item, event, at (UTC), local, sent (UTC or None), reason (bool), standard (days or None), origin. All
items go to one member and have one product.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from plain.events import PAIRS, quantile

DAY = timedelta(days=1)
SHARES = {"p50": 0.5, "p85": 0.85, "p90": 0.9}


class Rules:
    """`free(member, day)` says whether nobody works; `promise(item's standard, origin, day of arrival)` gives the days
    in force or None; `cut_off` is an hour, 24 for none."""

    def __init__(self, member, product, until, free, promise, cut_off=24):
        self.member, self.product, self.until, self.free = member, product, until, free
        self.promise, self.cut_off = promise, cut_off

    def measures(self, scans):
        """(member, month, partner, measure) -> value; partner "" for all together."""
        self.sums, self.lists = defaultdict(int), defaultdict(list)
        by_item = defaultdict(list)
        for scan in scans:
            by_item[scan["item"]].append(scan)
        for mine in by_item.values():
            self.item(mine)
        for (member, month, partner, name), values in self.lists.items():
            least = 30 if name.startswith("corridor") else 1
            if len(values) >= least:
                for tail, share in SHARES.items():
                    self.sums[member, month, partner, f"{name}_{tail}"] = quantile(values, share)
        return dict(self.sums)

    def count(self, member, local, partner, name, amount, alone=False):
        for one in (partner,) if alone else (partner, ""):
            self.sums[member, local.strftime("%Y-%m"), one, name] += int(amount)

    def item(self, mine):
        first = {}
        for scan in sorted(mine, key=lambda one: (one["at"], one["local"])):
            first.setdefault(scan["event"], scan)
        tries = [first[event] for event in ("EDH", "EMH", "EMI") if event in first]
        tried = min(tries, key=lambda one: (one["at"], one["local"]), default=None)
        origin, arrival = mine[0]["origin"], first.get("EMD")
        if arrival and not tried and self.gone(mine, first, arrival):
            self.count(self.member, arrival["local"], origin, "items_missent", 1)
            return
        entry = first.get("EDB") or first.get("EME")
        leave = entry and self.leaves(mine, entry)
        reason = any(one["event"] == "EME" and one["reason"] for one in mine)
        standard = min((one["standard"] for one in mine if one["standard"] is not None), default=None)
        if arrival:
            standard = self.promise(standard, origin, arrival["local"].date())
            self.arrived(mine, first, tried, origin, standard, entry if leave and reason else None, leave)
        if "EMA" in first:
            self.leg(origin, first["EMA"], self.member, "posting_to_departure", first["EMA"], first.get("EMC"))
        if tried:
            self.leg(self.member, tried, origin, "posting_to_attempt", first.get("EMA"), tried)
            self.count(self.member, tried["local"], origin, "items_completed", 1)
            came = arrival["local"].strftime("%Y-%m") if arrival else "9999"
            self.count(
                self.member, tried["local"], origin, "items_carried_forward", came < tried["local"].strftime("%Y-%m")
            )
        if entry:
            self.customs(entry, leave, reason, origin, first, tried)

    def gone(self, mine, first, arrival):
        later = {one["event"] for one in mine if one["at"] > arrival["at"]}
        return "EMK" in later or ("EMC" in later and first["EMC"]["at"] <= arrival["at"])

    def leaves(self, mine, entry):
        for code in ("EDC", "EMF"):
            found = [one["at"] for one in mine if one["event"] == code and one["at"] >= entry["at"]]
            if found:
                return min(found)
        return None

    def leg(self, member, month, partner, name, start, end):
        right = bool(start and end and start["at"] <= end["at"])
        self.count(member, month["local"], partner, f"{name}_measured", right)
        if right:
            days = self.days(member, self.starts(start["local"]), end["local"].date())
            for one in (partner, ""):
                key = member, month["local"].strftime("%Y-%m"), one
                self.lists[(*key, f"{name}_hours")].append((end["at"] - start["at"]) / timedelta(hours=1))
                self.lists[(*key, f"{name}_working_days")].append(max(days, 0))

    def starts(self, local):
        return local.date() + DAY if local.hour >= self.cut_off else local.date()

    def days(self, member, start, end):
        if end < start:
            return -self.days(member, end, start)
        return sum(not self.free(member, start + DAY * n) for n in range(1, (end - start).days + 1))

    def arrived(self, mine, first, tried, origin, standard, excused_from, leave):
        arrival = first["EMD"]
        self.leg(self.member, arrival, origin, "departure_to_arrival", first.get("EMC"), arrival)
        self.leg(self.member, arrival, origin, "arrival_to_attempt", arrival, tried)
        self.leg(self.member, arrival, origin, "arrival_to_delivery", arrival, first.get("EMI"))
        excused = leave - excused_from["at"] if excused_from else timedelta(0)
        start = self.starts(arrival["local"])
        late = None
        if tried and standard is not None:
            late = max(self.days(self.member, start, (tried["local"] - excused).date()) - standard, 0)
        reversed_pair = any(a in first and b in first and first[a]["at"] > first[b]["at"] for a, b in PAIRS)
        status = self.status(tried, late, reversed_pair or (tried and tried["at"] < arrival["at"]))
        for name in (
            "no_delivery_info", "no_standard", "out_of_sequence", "on_time",
            *(f"delayed_{n}" for n in range(1, 6)), "delayed_over_5",
        ):  # fmt: skip
            self.count(self.member, arrival["local"], origin, f"status_{name}", name == status)
        sent = tried and min(
            (one["sent"] for one in mine if one["sent"] and one["at"] == tried["at"]
             and one["event"] in ("EDH", "EMH", "EMI")), default=None,
        )  # fmt: skip
        told = "not_available" if not sent else "on_time" if sent - tried["at"] <= DAY else "late"
        for name in ("on_time", "late", "not_available"):
            self.count(self.member, arrival["local"], origin, f"info_return_{name}", name == told)
        lapsed = standard is not None and self.days(self.member, start, self.until.date()) > standard
        counted = standard is not None and (tried is not None or lapsed)
        good = tried is not None and late == 0 and tried["at"] >= arrival["at"]
        for name, holds in (("items", True), ("with_standard", counted), ("on_time", counted and good)):
            self.count(self.member, arrival["local"], origin, f"corridor_{name}", holds, alone=True)
        way = tried is not None and "EMC" in first and first["EMC"]["at"] <= tried["at"]
        self.count(self.member, arrival["local"], origin, "corridor_measured", way, alone=True)
        if way:
            key = self.member, arrival["local"].strftime("%Y-%m"), origin, "corridor_hours"
            self.lists[key].append((tried["at"] - first["EMC"]["at"]) / timedelta(hours=1))

    def status(self, tried, late, wrong):
        if tried is None:
            return "no_delivery_info"
        if late is None:
            return "no_standard"
        if wrong:
            return "out_of_sequence"
        return "on_time" if late == 0 else f"delayed_{late}" if late <= 5 else "delayed_over_5"

    def customs(self, entry, leave, reason, origin, first, tried):
        state = "not_deducted_no_exit" if leave is None else "deducted" if reason else "not_deducted_no_reason"
        for name in ("deducted", "not_deducted_no_reason", "not_deducted_no_exit"):
            self.count(self.member, entry["local"], origin, f"customs_{name}", name == state)
        ends = [one["at"] for one in (first.get("EDX"), tried) if one]
        out = leave or (min(ends) if ends else None)
        month = date(entry["at"].year, entry["at"].month, 1)
        while month <= self.until.date():
            after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
            at = min(datetime.combine(after - DAY, time(23, 59, 59)), self.until)
            if entry["at"] <= at:
                age = (at - entry["at"]) / DAY if out is None or out > at else -1
                for name, over, to in (
                    ("to_1_day", -0.5, 1), ("2_to_5_days", 1, 5), ("6_to_10_days", 5, 10), ("over_10_days", 10, 9999),
                ):  # fmt: skip
                    self.count(self.member, month, origin, f"items_open_{name}", over < age <= to)
            month = after
