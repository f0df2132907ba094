"""`barid rules`: every rule by which files are checked, and what it does today."""

from __future__ import annotations

import argparse
import csv
import sys

from app.cli import opening


def rules(call: argparse.Namespace) -> int:
    """Print the rules as CSV: code, what it does today, at its worst, since which ruleset, from when, sentence."""
    from app.domain.rules import rules as declared
    from app.locale.rule_words import rule_words

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("code", "today", "at_worst", "ruleset", "warns_from", "blocks_from", "message", "hint"))
    for rule in declared(opening.now().date()):
        start = rule.start
        now = rule.now.value if rule.now else "not-yet"
        since = (str(start.warns_from), str(start.blocks_from or "")) if start else ("", "")
        out.writerow((rule.code, now, rule.severity.value, rule.ruleset, *since, *rule_words(rule.code, call.lang)))
    return 0
