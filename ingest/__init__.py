"""Bytes in, values out: files of figures and of item events, read strictly and judged with findings."""

from ingest.checking import Checked, check_file
from ingest.limits import Limits
from ingest.situation import Situation

__all__ = ["Checked", "Limits", "Situation", "check_file"]
