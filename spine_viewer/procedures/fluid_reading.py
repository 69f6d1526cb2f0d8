"""What the fluid at a needle's tip has reached at a moment of the film, in figures and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spine_viewer.anatomy.languages import in_language
from spine_viewer.injectate.facts import injectate_facts
from spine_viewer.procedures.spreads import Reached, Spreads, reached

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures.moment import Moment

MAIN_NERVE = ("spinal_nerve", "dorsal_root_ganglion", "ventral_ramus")


@dataclass(frozen=True, eq=False)
class FluidReading:
    """The fluid of the step that injects.

    ``ml`` in all, of which ``contrast_ml`` is contrast; ``held_mm`` of the target ``nerve``; ``others`` that it
    reaches, most first; ``shown_ml`` is what can be drawn; ``in_vessel``: it runs off in a vein; ``capsule_ml``: what
    the capsule of an injected joint holds, 0 where there is none.
    """

    nerve: str
    ml: float
    contrast_ml: float
    held_mm: float
    others: tuple[Reached, ...]
    shown_ml: float
    in_vessel: bool
    capsule_ml: float = 0.0

    @property
    def leaks(self) -> bool:
        """Whether the capsule has given way."""
        return 0.0 < self.capsule_ml < self.ml

    @property
    def towards_foramen(self) -> tuple[Reached, ...]:
        """Those of the others that lie in or before the foramen."""
        return tuple(one for one in self.others if one.nerve.partition(":")[0] in MAIN_NERVE)


def read_fluid(spine: Spine, spreads: Spreads | None, moment: Moment) -> FluidReading | None:
    """What the fluid of this step has reached; None in a step that injects nothing at a target."""
    now = next((one for one in moment.injectates if one.given_now and one.volume_ml is not None), None)
    if spreads is None or now is None:
        return None
    if now.in_vessel:
        return FluidReading(now.nerve, now.volume_ml or 0.0, now.volume_ml or 0.0, 0.0, (), 0.0, True)
    pool = [one for one in moment.injectates if one.needle == now.needle and one.volume_ml and not one.in_vessel]
    ml = sum(one.volume_ml or 0.0 for one in pool)
    dye = sum(one.volume_ml or 0.0 for one in pool if one.kind == "contrast")
    spread = spreads[now.needle].tissue
    shown = min(ml, spread.most_ml)
    found = reached(spine, spread, shown)
    own = next((one.held_mm for one in found if one.nerve == now.nerve), 0.0)
    others = tuple(one for one in found if one.nerve != now.nerve and not _part_of(one.nerve, now.nerve))
    return FluidReading(now.nerve, ml, dye, own, others, shown, False, spread.capsule_ml)


def said(name: str, audience: str, language: str, **values: str) -> str:
    """A text of ``annotations/injectate.json`` with its values filled in; ``KeyError`` for an unknown one."""
    return in_language(injectate_facts().texts, language, "injectate.json")[name][audience].format(**values)


def _part_of(other: str, nerve: str) -> bool:
    """Whether a nerve belongs to the treated one: its articular branches, and the dorsal ramus that it leaves."""
    kind, level, side = other.split(":")[0], other.split(":")[1], other.split(":")[-1]
    same = level == nerve.split(":")[1] and side == nerve.split(":")[-1]
    return same and kind in ("articular_branch", "dorsal_ramus", "medial_branch", "lateral_branch")
