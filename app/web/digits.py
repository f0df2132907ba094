"""Arabic-Indic digits, for a reader who chose them. They are put into numbers, dates and the sentences of catalogues.

Codes, addresses, file names, hashes, CSV and JSON are never sent through here: they stay as they are.
"""

from __future__ import annotations

import re

from babel import Locale

_ALM = "\u061c"
_DIGITS = {ord(str(digit)): chr(0x0660 + digit) for digit in range(10)}
_SIGNS = Locale("ar").number_symbols["arab"]
# The marks that stand beside signs go too: beside these digits it is the Arabic letter mark that keeps the order.
_NUMBER = _DIGITS | {
    ord("."): _SIGNS["decimal"], ord(","): _SIGNS["group"], ord("%"): _SIGNS["percentSign"], 0x200E: None,
}  # fmt: skip
# A figure of a sentence; not the one of SHA-256, J+5, CC BY 4.0 or 2IPD.
_FIGURE = re.compile(r"(?<![A-Za-z0-9.+\-])(?<![A-Za-z] )\d+(?:[.:]\d+)*٪?(?![A-Za-z0-9])")


def in_text(text: str) -> str:
    """Text without codes, such as a date, in Arabic-Indic digits."""
    return text.translate(_DIGITS)


def in_number(written: str) -> str:
    """A number that Babel wrote in Latin digits: digits, decimal ٫, thousands ٬ and ٪; a sign stays in front."""
    found = written.translate(_NUMBER)
    return f"{_ALM}{found}" if found.startswith(("-", "−", "+")) else found


def in_sentence(text: str) -> str:
    """A sentence of a catalogue, not yet filled, or of the method: its own figures, and none that belong to a code."""
    return _FIGURE.sub(lambda found: in_number(found[0]), text)
