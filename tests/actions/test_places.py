"""What a page asks of a process of its own waits for a place, and says so where there is none."""

import threading

import pytest

from app.actions.places import Places
from app.domain.errors import TooOften


def test_no_more_than_so_many_work_at_once():
    places = Places(3, wait_seconds=0)
    entered, go = threading.Semaphore(0), threading.Event()

    def work():
        with places.one():
            entered.release()
            go.wait(10)

    workers = [threading.Thread(target=work) for _ in range(places.at_once)]
    for worker in workers:
        worker.start()
    for _ in workers:
        assert entered.acquire(timeout=5)
    with pytest.raises(TooOften), places.one():
        pass
    go.set()
    for worker in workers:
        worker.join()
    with places.one():
        pass
