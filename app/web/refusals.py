"""What a person is told beside a form that could not be taken, with everything that was typed kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from app.domain.errors import HouseError
from app.web.deps import Filled, Visit
from app.web.errors import status_of

_FIELDS = {
    "bad_request.email": "email",
    "bad_request.edition_reason": "reason",
    "bad_request.language": "language",
    "bad_request.password_weak": "password",
    "bad_request.question_words": "text",
    "bad_request.reason_needed": "reason",
    "bad_request.role": "role",
    "bad_request.words_needed": "reason",
    "conflict.email_taken": "email",
}
_SECRET = frozenset({"csrf", "password"})


@dataclasses.dataclass(frozen=True)
class Refusal:
    """Which form was not taken, and why: `field` is empty where the words are about the whole form.

    An empty `text` means that nothing was refused.
    """

    form: str = ""
    field: str = ""
    text: str = ""
    status: int = 200
    typed: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def is_about(self, field: str, form: str = "") -> bool:
        """Whether this field of this form was not taken."""
        return bool(self.text) and (self.form, self.field) == (form, field)

    def marks(self, field: str, form: str = "") -> Markup:
        """What ties the field to the word beside it, and leads the reader there; nothing for the other fields."""
        tied = Markup(' aria-invalid="true" aria-describedby="fault-{}-{}" autofocus')
        return tied.format(form, field) if self.is_about(field, form) else Markup("")

    def among(self, forms: Iterable[str]) -> Refusal:
        """The same, about the page as a whole where it has no such form any more: a colleague was faster."""
        return self if self.form in forms else dataclasses.replace(self, field="")


NONE = Refusal()


def refused(visit: Visit, error: HouseError, filled: Filled, *, form: str = "") -> Refusal:
    """The refusal of this form; passwords are never shown again."""
    at = _FIELDS.get(error.code) or str(error.params.get("field", ""))
    typed = {name: text for name, text in filled.texts.items() if name not in _SECRET}
    return Refusal(form, at, said(visit, error), status_of(error), typed)


def said(visit: Visit, error: HouseError) -> str:
    """The error's sentence."""
    return visit.words.or_code(error.code, visit.words.t("web.error.detail"), **error.params)
