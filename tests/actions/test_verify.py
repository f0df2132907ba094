from io import BytesIO

import factories
from plain.figures_files import figures

from app.actions.receive_file import receive_file
from app.actions.verify import verify
from app.storage import files, submissions


def test_a_file_that_changed_or_went_is_a_fault(house, now):
    cast = factories.people(house, now)
    made = receive_file(
        house, person=cast.uploader, dataset="service-quality", member="EG", name="a.csv", source=BytesIO(figures()),
        now=now,
    )  # fmt: skip
    found = verify(house)
    assert (found.files, found.faults) == (1, ())
    with house.sessions() as session:
        digest = submissions.one(session, made).file_sha256
    place = files.path(house.data, digest)
    place.write_bytes(figures() + b"x")
    assert verify(house).faults == (f"file {digest} was changed",)
    place.unlink()
    assert verify(house).faults == (f"file {digest} is missing",)
