"""An administrator changes how a member reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.actions.house import House
from app.domain.access import Permission, Person, must, must_cover
from app.domain.errors import BadRequest
from app.domain.members import PRODUCTS
from app.storage import audit, regions


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
    must(person, Permission.ADMINISTER)
    with house.sessions.begin() as session:
        audit.lock(session)
        before = regions.member(session, member)
        must_cover(person, member=member, region=before.region)
        if products is not None and (not products or not set(products) <= set(PRODUCTS)):
            raise BadRequest("bad_request.product")
        after = replace(
            before,
            needs_approver=before.needs_approver if needs_approver is None else needs_approver,
            products=before.products if products is None else products,
        )
        if regions.declare_member(session, after, change=True):
            audit.write(
                session, at=now, actor=person, action="member.change", object=f"member:{member}", region=before.region,
                member=member, details={"needs_approver": after.needs_approver, "products": list(after.products)},
            )  # fmt: skip
