"""Bytes in, values out: files of figures and of item events, read strictly and judged with findings."""

from ingest.checking import Checked, check_file
from ingest.limits import Limits
from ingest.situation import Situation

__all__ = ["Checked", "Limits", "Situation", "check_file", "check_in_child"]


def __getattr__(name: str) -> object:
    # late, so that `python -m ingest.child` does not meet itself half imported
    if name == "check_in_child":
        from ingest.child import check_in_child

        return check_in_child
    raise AttributeError(name)
