"""What of the audit log an address asks for: by person, deed, member and quarter."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from app.domain.deeds import DEEDS
from app.domain.errors import NotFound
from app.storage.log import Choice
from app.web.directory import quarter_of

Named = Annotated[str, Query(max_length=36)]


def choice_of(
    person: Named = "", deed: Named = "", member: Named = "", quarter: Named = "",
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
) -> Choice:  # fmt: skip
    """An empty field asks for all; NotFound for a deed or a quarter that there is not."""
    if deed and deed not in DEEDS:
        raise NotFound("not_found")
    return Choice(person or None, deed or None, member or None, quarter_of(quarter) if quarter else None, before)


Chosen = Annotated[Choice, Depends(choice_of)]
