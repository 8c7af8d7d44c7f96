"""What somebody wants to see of the pictures or of the jobs: words, a kind, a state, and where in the list.

It stands in the address of a page, so it can be linked and works without JavaScript. What makes no sense is left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from imagesvc.gallery.words import LABELS
from jobs.models import JobStatus

WORDS_LENGTH = 200
MOST_WORDS = 6
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]+")

CUSTOM = "custom"
# The word in the address, and the entity type that it stands for.
KINDS = {entity_type or CUSTOM: entity_type for entity_type in LABELS}
STATES: Mapping[str, tuple[str, ...]] = {
    "waiting": JobStatus.PENDING,
    "drawing": (JobStatus.PROCESSING,),
    "done": (JobStatus.COMPLETED,),
    "failed": (JobStatus.FAILED, JobStatus.TIMEOUT),
    "cancelled": (JobStatus.CANCELLED,),
}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """A look at a list. `before` and `after` are the ids that the page lies between the newest and the oldest of."""

    text: str = ""
    kind: str = ""
    state: str = ""
    before: UUID | None = None
    after: UUID | None = None

    @property
    def words(self) -> list[str]:
        """What is searched for: all of these must be found."""
        return self.text.split()[:MOST_WORDS]

    @property
    def is_everything(self) -> bool:
        """Say whether this is the beginning of the list of all."""
        return self == Filters()

    @property
    def is_first_page(self) -> bool:
        return self.before is None and self.after is None

    @property
    def entity_type(self) -> str | None:
        """The one type that is wanted; None for all."""
        return KINDS.get(self.kind)

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses of jobs that are wanted; none for all."""
        return STATES.get(self.state, ())

    def at(self, *, before: UUID | None = None, after: UUID | None = None) -> "Filters":
        """Return the same look at another place of the list, by default its beginning."""
        return replace(self, before=before, after=after)

    def query(self) -> str:
        """Return what stands behind the address of the page: nothing, or a question mark and the parameters."""
        values = {"q": self.text, "kind": self.kind, "state": self.state, "before": self.before, "after": self.after}
        present = {name: value for name, value in values.items() if value}
        return f"?{urlencode(present)}" if present else ""


def filters_in(params: QueryDict, *, has_states: bool = False) -> Filters:
    """Read the parameters of a page; only the list of jobs knows states."""
    kind, state = params.get("kind", ""), params.get("state", "")
    before = _id_in(params.get("before", ""))
    return Filters(
        text=_CONTROL.sub(" ", params.get("q", ""))[:WORDS_LENGTH].strip(),
        kind=kind if kind in KINDS else "",
        state=state if has_states and state in STATES else "",
        before=before,
        after=None if before else _id_in(params.get("after", "")),
    )


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
