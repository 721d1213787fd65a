"""What an audit keeps of people, and can be erased: names and pictures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptThing:
    """A name or a picture that an audit names."""

    id: str
    """Opaque id of a person, or SHA-256 of a picture."""
    kind: str
    """``name`` or ``picture``."""
    told: str
    """The name, or when the picture was taken."""
    state: str
    """``kept``, ``erased``, or ``not here``."""
    others: tuple[str, ...] = ()
    """Other audits that name it."""

    @property
    def is_picture(self) -> bool:
        """Whether it is one."""
        return self.kind == "picture"
