"""Notes pinned to structures, and how they are drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.scene.explode import Offsets
from spine_viewer.scene.label_places import EDGE_MM
from spine_viewer.scene.labels import anchor_of
from spine_viewer.scene.measures import SEEN_THROUGH_MM, ball
from spine_viewer.scene.model import Array, Camera, Item, Label, Section
from spine_viewer.scene.palette import Palette
from spine_viewer.scene.pose import FARTHEST_MM, Point

LONGEST, MOST = 500, 100
SHOWN_LETTERS = 30
PIN_MM = 2.2


@dataclass(frozen=True)
class Note:
    """A text at a structure.

    ``point`` (3,) is where it is pinned, world mm, where that lies in the body; None leaves it to the picture.

    Raises
    ------
    InputError
        For an empty or endless text, or a point that is nowhere near a body.
    """

    structure_id: str
    text: str
    point: Point | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.text.strip()) <= LONGEST:
            raise InputError(f"note of {len(self.text)} characters; allowed: 1 to {LONGEST}")
        if self.point is not None and not all(math.isfinite(v) and abs(v) < FARTHEST_MM for v in self.point):
            raise InputError(f"point {self.point}; allowed: numbers within {FARTHEST_MM:g} mm")

    @property
    def short(self) -> str:
        """The text in one line, cut where it is long."""
        line = " ".join(self.text.split())
        return line if len(line) <= SHOWN_LETTERS else line[: SHOWN_LETTERS - 1].rstrip() + "…"


def note_items(places: dict[int, Array], palette: Palette) -> tuple[Item, ...]:
    """A pin at each of the places (3,) of notes by number, seen through everything."""
    style = palette.style("note")
    return tuple(Item(f"note:{n}", "note", ball(at, PIN_MM), style, on_top=True) for n, at in places.items())


def note_labels(notes: tuple[Note, ...], places: dict[int, Array]) -> tuple[Label, ...]:
    """The text beside each pin."""
    return tuple(
        Label(f"note:{n}", notes[n].short, at, "note", depth_slack_mm=SEEN_THROUGH_MM, priority=-1)
        for n, at in places.items()
    )


def places_of_notes(
    spine: Any, notes: tuple[Note, ...], camera: Camera, offsets: Offsets, section: Section | None = None
) -> dict[int, Array]:
    """Where notes are pinned, (3,) world mm by number: at their points, else where the name of the structure points.

    A note whose place is cut away is left out.
    """
    found = {}
    for n, note in enumerate(notes):
        at = anchor_of(spine, note.structure_id, camera) if note.point is None else np.asarray(note.point, dtype=float)
        at = at + offsets.of(note.structure_id)
        if section is None or section.above(at)[0] >= -EDGE_MM:
            found[n] = at
    return found
