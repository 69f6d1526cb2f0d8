"""A nerve as the rest of the project sees it."""

from __future__ import annotations

from dataclasses import dataclass

from spine_viewer.anatomy.field.base import Array


@dataclass(frozen=True)
class Nerve:
    """A nerve or branch.

    ``path`` (k, 3) world mm from proximal to distal; ``diameter_mm`` as drawn (thicker than life); ``crosses``: level
    of the bone that it crosses; ``joints``: ids of the joints it supplies; ``target``: index into the path of the
    classic target point, or None.
    """

    id: str
    kind: str
    level: str
    side: str
    path: Array
    diameter_mm: float
    crosses: str | None
    joints: tuple[str, ...]
    target: int | None
    source: str
    status: str
