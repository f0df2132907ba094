"""Whoever answers a request holds one connection at most: a second could wait for a writer who waits for the first."""

from __future__ import annotations

import threading
from contextlib import contextmanager

from sqlalchemy import event


@contextmanager
def one_at_a_time(engine):
    """Refuse at its end when a thread other than the test's own took a connection while it held one."""
    own, held, doubles = threading.get_ident(), {}, []

    def taken(connection, record, proxy):
        thread = threading.get_ident()
        held.setdefault(thread, set()).add(id(record))
        if thread != own and len(held[thread]) > 1:
            doubles.append(threading.current_thread().name)

    def given_back(connection, record):
        for records in held.values():
            records.discard(id(record))

    event.listen(engine, "checkout", taken)
    event.listen(engine, "checkin", given_back)
    try:
        yield
    finally:
        event.remove(engine, "checkout", taken)
        event.remove(engine, "checkin", given_back)
    assert doubles == []
