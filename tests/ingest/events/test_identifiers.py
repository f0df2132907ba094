"""S10, IMPC and S9: the test identifiers of the domain paper."""

from __future__ import annotations

import pytest

from ingest.identifiers import check_digit, is_impc, item_identifier, receptacle

RIGHT = [
    "EE000000014QA",
    "CP123456785SA",
    "RR473124829EG",
    "LX100000079AE",
    "HM202601017JO",
    "UA999999995TN",
    "VV001234506MA",
    "EE300000009DZ",
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_identifiers(text: str) -> None:
    found = item_identifier(text)
    assert found is not None
    assert found.valid
    assert found.issuer == text[-2:]


@pytest.mark.parametrize(("serial", "digit"), [("47312482", "9"), ("10000002", "5"), ("10000014", "0")])
def test_check_digits(serial: str, digit: str) -> None:
    assert check_digit(serial) == digit


@pytest.mark.parametrize("text", ["RR473124828EG", "JA473124829EG", "AA473124829EG", "SB473124829EG"])
def test_form_without_validity(text: str) -> None:
    found = item_identifier(text)
    assert found is not None
    assert not found.valid


@pytest.mark.parametrize(
    "text", ["1A19402574026", "RR473124829E", "rr473124829EG", "RR47312482٩EG", "RR473124829EG ", ""]
)
def test_other_forms(text: str) -> None:
    assert item_identifier(text) is None


@pytest.mark.parametrize(("text", "right"), [("QADOHA", True), ("AEDXBA", True), ("QADOH", False), ("Q1DOHA", False)])
def test_offices(text: str, right: bool) -> None:
    assert is_impc(text) is right


def test_receptacle() -> None:
    found = receptacle("AEDXBASARUHAACN60012001110012")
    assert found is not None
    assert (found.origin, found.destination, found.product, found.dispatch, found.number) == (
        "AEDXBA",
        "SARUHA",
        "parcel",
        "0012",
        "001",
    )
    assert (found.last, found.registered, found.weight) == (True, True, 12)
    assert receptacle("AEDXBASARUHAACN6001200111001") is None
