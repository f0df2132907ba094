"""The text of docs/operators.md, from the layouts and the catalogue of findings."""

from __future__ import annotations

import re
from datetime import date

from app.domain.measures import FIGURES
from app.domain.rules import Rule, rules
from app.locale import say
from ingest.layouts import LAYOUTS, MISSING_WORDS, guide

OPENING = """# Guide for operators

*Reference. Generated from the layouts in `ingest/layouts.py` and the catalogue of findings by `docs/build.py`; do
not edit.*

## How to send figures

1. Take the template of the dataset from the page *Datasets*, as a workbook or as CSV. When you are signed in it
   comes with your country, the months that are due and the products that you handle, headed in your language; the
   workbook offers lists in its cells and shows your own values of the quarter before beside. Send it as it is: only
   its first sheet is read. Its name tells its version.
2. Fill it in: one row for each month and product, or for each month, product and partner country. Never percentages:
   counts, so that they add up. An empty partner means all partners together; do not give both.
3. Check it without sending: on the page, or `barid check FILE --dataset NAME --member CC`.
4. Send it. You receive a receipt with a number and the SHA-256 of your bytes. The same bytes again give the same
   receipt.
5. Submit it. Your regional office sees it from then on, never before.

A file of figures is taken whole or not at all. A correction is the corrected file, sent again with a reason;
months that it
holds replace those of before, and nothing is overwritten.

**Which version counts.** In working results the newest version that you have submitted counts; in editions the
newest that was accepted. So while a correction waits, the accepted version before it stays in editions. A correction
that is sent back or withdrawn counts nowhere, and the accepted version before it counts in both, even where the
correction had been accepted in the meantime and its page says *superseded*. A version that nobody had accepted before
it was superseded does not come back: send the file again. What is published never changes.

**Missing is never zero.** Leave a cell empty where you have no figure, or say why there is none: {missing}.
A row of a template that you leave untouched is left out, and told so. In the checklist every row wants its answer.

**Your own names.** Where your file has other names of columns, the page of the file asks which is meant; the answer is
kept for your post, said in each file, and can be removed on the page of the dataset. The same page gives them as a
file for checking at home: `barid check FILE --dataset NAME --aliases NAMES.csv`, or one by one with
`--as "reached us=items_arrived"`.

**Item events of your own systems.** The page *Mapping profiles* makes a profile from a sample file: which column is
which, separator, form of times, clock, codes. It is kept in versions under a name that the page *Send a file* and the
interface for machines take, and it can be downloaded for `barid events --profile FILE`.

**Reading.** UTF-8 (with or without mark) or UTF-16 with mark; comma, semicolon or tab; any line end. A file in
a Windows, DOS or ISO code page, or in UTF-16 without its mark, is shown in its likeliest readings, and read in the
one that you choose on its page or name (`barid check --encoding windows-1256`); none is ever guessed. Column names
as below, or
in Arabic or French as in the templates; any order. Months are `2026-01`, quarters `2026-Q1`, times carry their offset
(`2026-01-05T08:00+02:00`). Arabic-Indic digits are understood. A number or date that could be read in two ways is
refused with
both readings shown.

**When.** Figures of a quarter are due on the last day of the month after it, in your own time zone; 15 days of
grace follow. A late file is taken all the same, at any time, and marked late on its page, its receipt and in the
queue of your regional office. It counts in working results from its submission on, and enters an edition once a
person of the office has accepted it: accepting it is what opens the edition to it. Once the edition of a quarter is
frozen, a file for it is a request, which counts nowhere until a person of the office opens the quarter for it and says
why.
"""

FINDINGS = """## Findings

Every finding has a code that never changes its meaning, the line as your editor shows it, the column and the value
as received.
*Refused* and *error*: nothing of the file is taken. *Warning*: taken, and you say why it is right. *Normalised*:
read as
something plain, and told.

*Since* is the ruleset that brought the rule. A new rule warns for at least one quarter before it can refuse a file; the
page *Rules* and `barid rules` say what each does today.

| code | kind | since | what it means | what to write instead |
|---|---|---|---|---|"""


def operators_page() -> str:
    """The whole page, in English."""
    parts = [OPENING.format(missing=", ".join(f"`{word}`" for word in MISSING_WORDS))]
    parts += [_dataset(dataset) for dataset in LAYOUTS]
    declared = sorted(rules(date.min), key=lambda rule: rule.code)
    parts.append("\n".join([FINDINGS, *(_finding(rule) for rule in declared)]))
    return "\n".join(parts) + "\n"


def _dataset(dataset: str) -> str:
    lines = [f"## {dataset}", "", say("en", f"dataset.{dataset}") + ".", ""]
    lines += ["| column | meaning | unit | at most | example |", "|---|---|---|---|---|"]
    for row in guide(dataset, "en"):
        need = " *(required)*" if row.required else ""
        choices = f" One of {', '.join(f'`{choice}`' for choice in row.choices)}." if row.choices else ""
        at_most = f"`{row.at_most}`" if row.at_most else ""
        example = f"`{row.example}`" if row.example else ""
        lines.append(
            f"| `{row.name}`{need} | {_cell(row.meaning)}{choices} | {row.unit or ''} | {at_most} | {example} |"
        )
    if dataset in FIGURES:
        lines += ["", "A row is known by member, month, product and partner; each may stand once."]
    return "\n".join([*lines, ""])


def _finding(rule: Rule) -> str:
    message, hint = say("en", f"finding.{rule.code}"), say("en", f"finding.{rule.code}.hint")
    return f"| `{rule.code}` | {rule.severity.value} | {rule.ruleset} | {_cell(message)} | {_cell(hint)} |"


def _cell(text: str) -> str:
    """The text for a cell of a table: blanks to fill shown as {name}, bars kept from ending the cell."""
    return re.sub(r"%\((\w+)\)s", r"{\1}", text).replace("|", r"\|").replace("\n", " ").replace("%%", "%")
