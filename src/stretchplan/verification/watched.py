"""What does somebody else's code read of a request? A request that notes it.

A rule must depend on its arguments alone (:class:`stretchplan.OwnRule`). So a rule that has read some fields of one
request says the same of every request with the same values in these fields.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic import PrivateAttr

from stretchplan.inputs.request import PlanRequest

__all__ = ["FIELDS", "Watched", "watched"]

FIELDS: Final = frozenset(PlanRequest.model_fields)
_THROUGH_FIELDS: Final = frozenset({"__class__", "stated_conditions", "budget_seconds", "injured_on"})
"""What is worked out from fields, which notes them itself."""


class Watched(PlanRequest):
    """A request that notes which of its fields are read. What could read any of them counts as reading all."""

    _read: set[str] = PrivateAttr(default_factory=set)

    def _note_all(self) -> None:
        object.__getattribute__(self, "__pydantic_private__")["_read"].update(FIELDS)

    def __getattribute__(self, name: str) -> Any:
        if name in FIELDS:
            object.__getattribute__(self, "__pydantic_private__")["_read"].add(name)
        elif name not in _THROUGH_FIELDS:
            private = object.__getattribute__(self, "__pydantic_private__")
            if private is not None:  # None while it is made
                private["_read"].update(FIELDS)
        return super().__getattribute__(name)

    def __hash__(self) -> int:
        return hash(self._plain())

    def __eq__(self, other: object) -> bool:
        return self._plain() == (other._plain() if isinstance(other, Watched) else other)

    def _plain(self) -> PlanRequest:
        """Return the request itself; all of it counts as read."""
        return PlanRequest.model_construct(**{name: getattr(self, name) for name in FIELDS})

    def __repr__(self) -> str:
        self._note_all()
        return super().__repr__()

    def __str__(self) -> str:
        self._note_all()
        return super().__str__()

    def __iter__(self) -> Any:
        self._note_all()
        return super().__iter__()


def watched(request: PlanRequest) -> tuple[Watched, set[str]]:
    """Return a request that notes what is read of it, and the set of field names that it fills."""
    fields = {name: getattr(request, name) for name in FIELDS}
    made = Watched.model_construct(**fields)
    read: set[str] = object.__getattribute__(made, "__pydantic_private__")["_read"]
    read.clear()
    return made, read
