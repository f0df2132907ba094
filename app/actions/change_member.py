"""An administrator changes how a member reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.actions.house import House
from app.actions.keep_member import keep_member
from app.domain.access import Person
from app.domain.errors import BadRequest
from app.domain.members import PRODUCTS, Member


def change_member(
    house: House,
    *,
    person: Person,
    member: str,
    needs_approver: bool | None = None,
    products: tuple[str, ...] | None = None,
    now: datetime,
) -> None:
    """Change whether it asks for a second pair of eyes, and which products it handles; None leaves a thing as it is."""

    def changed(before: Member) -> Member:
        if products is not None and (not products or not set(products) <= set(PRODUCTS)):
            raise BadRequest("bad_request.product")
        return replace(
            before,
            needs_approver=before.needs_approver if needs_approver is None else needs_approver,
            products=before.products if products is None else products,
        )

    def told(_: Member, after: Member) -> dict[str, object]:
        return {"needs_approver": after.needs_approver, "products": list(after.products)}

    keep_member(house, person=person, member=member, changed=changed, action="member.change", details=told, now=now)
