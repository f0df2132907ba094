"""Files that belong together, joined before they are read: the main file with columns of the others behind its own.

Rows keep their order and their physical lines. What the other files do not tell, or tell in several ways, stays empty
and is warned about: an order of two sellers in two states has no state of origin, never the first one met.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from ingest.events.ledger import Fault, Ledger
from ingest.events.lookups import Lookups, Row
from ingest.events.raw_records import RawRecord, lines_of, records, separator_of
from ingest.profile_files import JoinedFile
from ingest.profiles import Profile, load

_MOST_SHOWN = 5


def fitting(paths: Sequence[Path], profile: Profile) -> Profile:
    """The profile itself, or the one it names for its file with others beside it, where there are such files."""
    if not profile.beside or len(paths) < 2:
        return profile
    needed = _main_needs(profile)
    try:
        alone = all(needed <= set(_header(path, profile)) for path in paths)
    except (UnicodeError, Fault):
        return profile
    return profile if alone else load(profile.beside)


def joined(paths: Sequence[Path], profile: Profile, folder: Path, ledger: Ledger) -> list[Path]:
    """The files to be read: `paths` where the profile joins nothing, else the main ones rewritten in `folder`.

    Files are known by their headers, whatever their order. None when the ledger refuses: a file is missing, is no text,
    or is not known. Findings name the file where there are several.
    """
    if not profile.files:
        return list(paths)
    try:
        main, beside = _known(paths, profile, ledger)
        if ledger.refused:
            return []
        with closing(Lookups(folder, profile.files)) as lookups:
            _fill(lookups, beside, profile, ledger)
            return [_Joiner(path, profile, lookups, ledger).written(folder) for path in main]
    except UnicodeError as error:
        ledger.add(Fault("EVT_ENCODING", value=type(error).__name__))
    except Fault as fault:
        ledger.add(fault)
    finally:
        ledger.file = None
    return []


def _main_needs(profile: Profile) -> set[str]:
    brought = {column for file in profile.files for column in file.brings}
    needed = ["item", "event", "time"] if profile.shape == "events" else ["item"]
    columns = [profile.columns[name] for name in needed]
    return {*columns, *profile.dates.values(), *(file.of for file in profile.files)} - brought


def _known(paths: Sequence[Path], profile: Profile, ledger: Ledger) -> tuple[list[Path], list[tuple[JoinedFile, Path]]]:
    """The main files, and the others with what they are."""
    main: list[Path] = []
    beside: list[tuple[JoinedFile, Path]] = []
    needs = _main_needs(profile)
    for path in paths:
        header = set(_header(path, profile))
        fits = [file for file in profile.files if header.issuperset(file.needs)]
        if needs <= header and not fits:
            main.append(path)
        elif len(fits) == 1 and not needs <= header:
            beside.append((fits[0], path))
        else:
            ledger.add(Fault("EVT_FILE_UNKNOWN", file=path.name), 1)
    there = {file.name for file, _ in beside}
    missing = [] if main else [sorted(needs)]
    missing += [list(file.needs) for file in profile.files if file.name not in there]
    for columns in missing:
        ledger.add(Fault("EVT_FILE_MISSING", columns=", ".join(columns)))
    return main, beside


def _header(path: Path, profile: Profile) -> list[str]:
    for record in records(lines_of(path, profile), separator_of(path, profile)):
        if record.cells:
            return [name.strip() for name in record.cells]
    return []


def _fill(lookups: Lookups, beside: list[tuple[JoinedFile, Path]], profile: Profile, ledger: Ledger) -> None:
    for file, path in beside:
        ledger.file = path.name
        lookups.fill(file, _rows(file, path, profile, ledger))
    lookups.ready()
    names = {file.name: path.name for file, path in beside}
    for file in profile.files:
        ledger.file = names[file.name]
        for key, first, last, more in lookups.twice(file):
            ledger.add(Fault("EVT_JOIN_TWICE", file.key, key, file=names[file.name], first=first), last, rows=more)


def _rows(file: JoinedFile, path: Path, profile: Profile, ledger: Ledger) -> Iterator[Row]:
    header: list[str] = []
    places: list[int] = []
    for record in records(lines_of(path, profile), separator_of(path, profile)):
        if record.cells == []:
            continue
        cells = [cell.strip() for cell in record.cells or ()]
        if not header:
            header, places = cells, [cells.index(column) for column in file.needs]
        elif len(cells) != len(header) or not cells[places[0]]:
            ledger.add(Fault("EVT_JOIN_ROW", file.key, file=path.name), record.line)
        else:
            yield record.line, [cells[place] for place in places]


class _Joiner:
    """One main file on its way."""

    def __init__(self, path: Path, profile: Profile, lookups: Lookups, ledger: Ledger) -> None:
        self._path, self._profile, self._lookups, self._ledger = path, profile, lookups, ledger
        self._header: list[str] = []
        self._record = 0
        used = {*profile.columns.values(), *profile.dates.values()}
        self._brought = {column: file.of for file in profile.files for column in file.brings}
        self._added = [column for column in self._brought if column in used]

    def written(self, folder: Path) -> Path:
        """The file with its further columns, under its own name in a folder of its own, in UTF-8 with a mark."""
        inside = folder / f"joined-{len(list(folder.glob('joined-*')))}"
        inside.mkdir()
        separator = separator_of(self._path, self._profile)
        target = inside / self._path.name
        self._ledger.file = self._path.name
        with target.open("w", encoding="utf-8-sig", newline="") as sink:
            for record in records(lines_of(self._path, self._profile), separator):
                more = self._more(record)
                sink.write(record.text if more is None else record.with_cells(more, separator))
        return target

    def _more(self, record: RawRecord) -> list[str] | None:
        """The further cells of the record; None for a blank one and for one that the reader will refuse."""
        if record.cells is None or not record.cells:
            self._record += record.cells is None
            return None
        if not self._header:
            self._header = [name.strip() for name in record.cells]
            return self._added
        self._record += 1
        if len(record.cells) != len(self._header):
            return [""] * len(self._added)
        told = {name: {cell.strip()} for name, cell in zip(self._header, record.cells, strict=True)}
        for file in self._profile.files:
            self._look(file, told, record)
        return [self._one(column, told[column], record) for column in self._added]

    def _look(self, file: JoinedFile, told: dict[str, set[str]], record: RawRecord) -> None:
        """Add what the file tells of the record; "" stands for what is not known."""
        values: list[tuple[str, ...]] = []
        for key in sorted(told[file.of]):
            found = self._lookups.found(file, key) if key else []
            if not found and (key or file.of not in self._brought):
                fault = Fault("EVT_JOIN_MISSING", file.of, key, columns=", ".join(file.needs))
                self._ledger.add(fault, record.line, self._record)
            values += found or [("",) * len(file.brings)]
        told |= {column: set(each) for column, each in zip(file.brings, zip(*values, strict=True), strict=True)}

    def _one(self, column: str, values: set[str], record: RawRecord) -> str:
        if len(values) == 1:
            return next(iter(values))
        if "" not in values:
            shown = ", ".join(sorted(values)[:_MOST_SHOWN])
            self._ledger.add(Fault("EVT_JOIN_SEVERAL", column, shown, values=shown), record.line, self._record)
        return ""
