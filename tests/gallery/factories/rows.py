"""Which rows of the catalogue have a factory here, which stand elsewhere, and which cannot occur in our layouts."""

COUNTS = {"A": 16, "B": 14, "C": 8, "D": 15, "E": 42, "F": 39, "G": 20, "H": 19, "I": 25}
ROWS = tuple(f"{letter}{number:02}" for letter, most in COUNTS.items() for number in range(1, most + 1))

_HISTORY = "a rule against what was sent before; a file alone does not show it"
_EVENTS = "tests/ingest/events: single items and their events are read by another reader, with codes of its own"
_STATES = "tests/actions: the state of the submission decides, not the file"

ELSEWHERE = {
    "A16": "tests/web/test_gallery_web.py: a declared character set is not looked at",
    "D13": "tests/ingest: templates of another version, which are known by their names or their stamp",
    **dict.fromkeys(("E13", "E14", "E15", "E37"), _EVENTS),
    **dict.fromkeys(("F12", "F13", "F28"), _STATES),
    **dict.fromkeys(("F15", "F16", "F19", "F20", "F21", "F22", "F23", "F24"), _EVENTS),
    **dict.fromkeys(("F29", "F30", "F31", "F35"), _HISTORY),
    "G03": "tests/web: a body without end is cut off at the door",
    "G15": "tests/web/test_gallery_web.py: a packed body is read as the bytes it is",
    **dict.fromkeys(("H09", "H10", "H19"), "tests/web/test_gallery_web.py: names and fields come with the request"),
    "I04": "tests/ingest/test_workbook.py: a formula with its result, which no library of ours can write",
    "I20": "tests/ingest/test_xlsx.py: strict Open XML is read as the other is",
    "I23": "tests/ingest: columns are found by their names, wherever they stand; D01 to D05 tell what was inserted",
    "I25": "tests/ingest/test_xlsx.py: as many rows as an old format holds",
}
"""Rows that other tests make."""

NOT_OURS = {
    "E10": "no column of ours holds shares; a sign for percent is refused in every number (E09)",
    "F01": "no column of ours holds shares: shares are worked out here from counts",
    "F05": "no column of ours holds a share beside its counts, so that none can contradict them",
    "F08": "no measure of ours is the sum of others; each part is held against its whole alone (F03)",
    "F09": "no column of ours holds shares of categories",
    "F27": "our layouts ask for no control totals; the receipt names the rows and the hash of what came",
    "F32": "missing is never zero: which indicators a score lacks is the score's to say, with its reason",
    "F37": "small numbers are taken; the method says which are shown without a score",
    "F38": "our layouts ask for months alone; quarters are added up here",
}
"""Rows that cannot occur in our layouts, and why."""
