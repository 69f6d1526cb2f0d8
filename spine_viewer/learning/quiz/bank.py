"""Everything that can be asked on a spine, before it is put into words."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from spine_viewer.anatomy.glossary import split_id
from spine_viewer.anatomy.ids import LEVELS, NERVE_LEVELS, SIDES, region_of
from spine_viewer.anatomy.nerve import Nerve
from spine_viewer.anatomy.spine import Spine
from spine_viewer.imaging import CArm, view
from spine_viewer.imaging.overlay import Mark, landmark_overlay
from spine_viewer.imaging.views import gauge
from spine_viewer.learning.quiz.draft import Draft
from spine_viewer.learning.quiz.model import Kind

REGIONS = ("cervical", "thoracic", "lumbar", "whole")
NERVES = ("medial_branch:", "third_occipital:", "dorsal_ramus:L5:")
OWN_REGION = {
    "occiput": "cervical",
    "coccyx": "lumbar",
    "sacrum": "lumbar",
    "hip_left": "lumbar",
    "hip_right": "lumbar",
    "sacroiliac": "lumbar",
    "atlantooccipital": "cervical",
    "atlantoaxial": "cervical",
    "third_occipital": "cervical",
    "vertebral_artery": "cervical",
    "spinal_cord": "thoracic",
    "pleura": "thoracic",
    "cauda_equina": "lumbar",
    "dural_sac": "lumbar",
}


@dataclass(frozen=True)
class Item:
    """One fact that can be asked for.

    ``id`` is that of the question; ``ask(difficulty, rng)`` makes a draft of it, on a side that ``rng`` chooses, or
    None where it cannot be asked so. ``least``: the lowest difficulty at which it is asked.
    """

    id: str
    kind: Kind
    region: str
    least: int
    ask: Callable[[int, random.Random], Draft | None] = field(compare=False, repr=False)


@lru_cache(maxsize=4096)
def region_named(structure_id: str) -> str:
    """Region of a structure by the first level in its id: ``cervical`` for ``facet:C7-T1:left``, else its own.

    The sacrum belongs to the lumbar region.
    """
    kind, middle, _ = split_id(structure_id)
    name = middle.partition(":")[0].partition("-")[0] or structure_id
    if name in (*LEVELS, *NERVE_LEVELS):
        found = region_of(name)
        return "lumbar" if found == "sacral" else found
    if structure_id.startswith("rib_"):
        return "thoracic"
    return OWN_REGION[structure_id if structure_id in OWN_REGION else kind]


@dataclass(frozen=True, eq=False)
class Bank:
    """A spine (prone, as on the table) with what was worked out of it."""

    spine: Spine
    _kept: dict[tuple[str, ...], object] = field(default_factory=dict, repr=False)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item, by kind and then in the order of the column."""
        from spine_viewer.learning.quiz.kinds import ITEMS

        return tuple(item for make in ITEMS for item in make(self))

    def of(self, region: str, difficulty: int) -> tuple[Item, ...]:
        """Items of a region up to a difficulty."""
        return tuple(item for item in self.items if region in (item.region, "whole") and item.least <= difficulty)

    def arm(self, name: str, level: str, side: str) -> CArm:
        """The C-arm in a named view."""
        return self._keep(("arm", name, level, side), lambda: view(self.spine, name, level, side))

    def marks(self, name: str, level: str, side: str, traced: str = "") -> tuple[Mark, ...]:
        """The landmarks of a named view, or those that another view is read by (``traced``), in its picture."""
        traced = traced or name
        return self._keep(
            ("marks", name, level, side, traced),
            lambda: landmark_overlay(self.spine, self.arm(name, level, side), traced, level, side),
        )

    def shows(self, name: str, level: str, side: str, other: str) -> bool:
        """Whether the picture of a view would pass for another view of the level too, on either side."""

        def green() -> bool:
            arm = self.arm(name, level, side)
            return any(all(one.ok for one in gauge(self.spine, arm, other, level, way)) for way in SIDES)

        return self._keep(("green", name, level, side, other), green)

    @cached_property
    def met_at_bone(self) -> tuple[Nerve, ...]:
        """Nerves that a needle meets at one place of one bone; the third occipital nerve after the C3 deep branch."""
        every = [self.spine.nerve(name) for name in self.spine.nerves if name.startswith(NERVES)]
        found = [nerve for nerve in every if nerve.target is not None and nerve.crosses]
        return tuple(sorted(found, key=lambda nerve: nerve.kind == "third_occipital"))

    def _keep(self, key: tuple[str, ...], make):  # type: ignore[no-untyped-def]
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]
