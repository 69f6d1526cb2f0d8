"""The score, a pure function of the figures: shares of weights, none of which rises as the tip goes off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from spine_viewer.learning.practice.figures import COMPONENTS, scoring
from spine_viewer.learning.practice.measured import AtGoal, Measured
from spine_viewer.learning.score_file import Component, components_json, falling

CAPS = ("harm", "test", "level", "ventral", "miss", "blind")
CHECKLIST = ("level", "tip", "depth", "views", "dangers", "treatment", "tests")


@dataclass(frozen=True)
class Score:
    """The whole of it.

    Attributes
    ----------
    total : float
        0 to 100.
    components : tuple of Component
        Those that apply, their most adding up to 100.
    checklist : tuple of (str, bool)
        Seven items.
    cap : str or None
        What holds the total down: ``harm`` (a structure to avoid was entered), ``test`` (a limb moved at the motor
        test, and the lesion was made all the same), ``level`` (a needle at a wrong level), ``ventral`` (used in front
        of the ventral limit), ``miss`` (treated without reaching the nerve) or ``blind`` (treated without any check
        view); None where nothing does.
    """

    total: float
    components: tuple[Component, ...]
    checklist: tuple[tuple[str, bool], ...]
    cap: str | None

    @property
    def capped(self) -> bool:
        """Whether the total is held down."""
        return self.cap is not None

    @property
    def items(self) -> int:
        """Items of the checklist that are fulfilled, 0 to 7."""
        return sum(ok for _, ok in self.checklist)

    def part(self, name: str) -> Component | None:
        """A component by name, None where it does not apply."""
        return next((one for one in self.components if one.name == name), None)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "total": round(self.total, 3),
            "capped": self.capped,
            "cap": self.cap,
            "items": self.items,
            "checklist": dict(self.checklist),
            "components": components_json(self.components),
        }


def score(figures: Measured) -> Score:
    """Scores the figures of a session."""
    rules = scoring()
    shares = {name: SHARES[name](figures) for name in COMPONENTS}
    used = {name: share for name, share in shares.items() if share is not None}
    whole = sum(rules.weight(name) for name in used)
    parts = tuple(
        Component(name, 100.0 * share * rules.weight(name) / whole, 100.0 * rules.weight(name) / whole)
        for name, share in used.items()
    )
    total, (most, cap) = sum(one.points for one in parts), _most(figures)
    return Score(min(total, most), parts, _checklist(figures, shares), cap if total > most else None)


def _most(figures: Measured) -> tuple[float, str | None]:
    """Most points that a session can have after its worst mistake, and its name."""
    treated = [one for one in figures.goals if one.treatments > 0]
    made = {
        "harm": any(one.nearest_mm <= 0.0 for one in figures.dangers),
        "test": any(one.limb_ignored for one in figures.goals),
        "level": any(one.tip_mm is not None and not in_place(one) for one in figures.goals),
        "ventral": any(one.behind_mm is not None and one.behind_mm < 0.0 for one in treated),
        "miss": any(_missed(one) for one in treated),
        "blind": any(one.views_share <= 0.0 for one in treated),
    }
    return min(((scoring().limit(f"most_after_{cap}"), cap) for cap in CAPS if made[cap]), default=(100.0, None))


def in_place(one: AtGoal) -> bool:
    """Whether a tip is at the right level: at its nerve or target, and there near to where the plan treats it."""
    rules = scoring()
    return _tip_of(one) <= rules.limit("level_mm") and (one.place_mm or 0.0) <= rules.limit("place_mm")


def _missed(one: AtGoal) -> bool:
    """Whether what was given at a place cannot have reached it."""
    return one.cover_share == 0.0 or _tip_share(one) == 0.0


def _checklist(figures: Measured, shares: dict[str, float | None]) -> tuple[tuple[str, bool], ...]:
    def full(*names: str) -> bool:
        return all(share is None or share >= 1.0 - 1e-9 for share in (shares[name] for name in names))

    treated = bool(figures.goals) and all(one.treatments > 0 for one in figures.goals)
    kept = {
        "level": full("level"),
        "tip": full("tip"),
        "depth": full("depth"),
        "views": full("views"),
        "dangers": full("dangers") and figures.entries > 0,
        "treatment": treated and full("angle", "cover"),
        "tests": full("stimulation", "injection"),
    }
    return tuple((name, kept[name]) for name in CHECKLIST)


def _over_goals(figures: Measured, share: Callable[[AtGoal], float | None]) -> float | None:
    """Mean over the places where it applies; a place without a needle counts nothing."""
    found = [share(one) if one.placed else 0.0 for one in figures.goals if share(one) is not None or not one.placed]
    known = [one for one in found if one is not None]
    return _mean(known) if known else None


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _level(figures: Measured) -> float | None:
    return _over_goals(figures, lambda one: float(in_place(one)))


def _tip(figures: Measured) -> float | None:
    return _over_goals(figures, _tip_share)


def _tip_share(one: AtGoal) -> float:
    return falling(_tip_of(one), one.tip_most_mm, one.tip_most_mm + scoring().limit("tip_none_beyond_mm"))


def _tip_of(one: AtGoal) -> float:
    return float("inf") if one.tip_mm is None else one.tip_mm


def _angle(figures: Measured) -> float | None:
    none = scoring().limit("angle_none_beyond_deg")

    def share(one: AtGoal) -> float | None:
        if one.angle_most_deg is None:
            return None
        return 0.0 if one.angle_deg is None else falling(one.angle_deg, one.angle_most_deg, one.angle_most_deg + none)

    if all(one.angle_most_deg is None for one in figures.goals):
        return None
    return _over_goals(figures, share)


def _cover(figures: Measured) -> float | None:
    if not figures.heats:
        return None
    full = scoring().limit("cover_full_share")
    return _over_goals(figures, lambda one: None if one.cover_share is None else min(1.0, one.cover_share / full))


def _depth(figures: Measured) -> float | None:
    none = scoring().limit("depth_none_beyond_mm")

    def share(one: AtGoal) -> float:
        return 0.0 if one.behind_mm is None else falling(one.behind_least_mm - one.behind_mm, 1e-6, none)

    return _over_goals(figures, share)


def _dangers(figures: Measured) -> float | None:
    if figures.entries == 0:
        return 0.0
    return min((min(1.0, max(0.0, one.nearest_mm / one.least_mm)) for one in figures.dangers), default=1.0)


def _views(figures: Measured) -> float | None:
    late = scoring().limit("on_the_way_share")
    return _over_goals(figures, lambda one: (1.0 - late) * one.views_share + late * float(one.on_the_way))


def _stimulation(figures: Measured) -> float | None:
    return _over_goals(figures, lambda one: one.motor_share) if figures.heats else None


def _injection(figures: Measured) -> float | None:
    def share(one: AtGoal) -> float:
        volume = falling(one.ml, one.most_ml + 1e-9, 2.0 * one.most_ml)
        volume *= float(one.ml >= one.least_ml - 1e-9)
        return volume if one.contrast_watched is None else 0.5 * volume + 0.5 * float(one.contrast_watched)

    return _over_goals(figures, share)


def _radiation(figures: Measured) -> float | None:
    count, rules = max(figures.entries_planned, 1), scoring()
    if figures.exposures == 0 or figures.entries == 0:
        return 0.0
    return min(
        falling(figures.exposures / count, rules.limit("exposures_full"), rules.limit("exposures_none")),
        falling(figures.dose / count, rules.limit("dose_full"), rules.limit("dose_none")),
    )


def _economy(figures: Measured) -> float | None:
    count, rules = max(figures.entries_planned, 1), scoring()
    if figures.entries == 0:
        return 0.0
    extra = max(0, figures.entries - figures.entries_planned)
    extra += max(0, figures.redirections - figures.redirections_planned)
    tries = falling(extra / count, 0.0, rules.limit("extra_none"))
    return 0.5 * tries + 0.5 * falling(figures.time_s / count, rules.limit("time_full_s"), rules.limit("time_none_s"))


SHARES: dict[str, Callable[[Measured], float | None]] = {
    "level": _level,
    "tip": _tip,
    "angle": _angle,
    "cover": _cover,
    "depth": _depth,
    "dangers": _dangers,
    "views": _views,
    "stimulation": _stimulation,
    "injection": _injection,
    "radiation": _radiation,
    "economy": _economy,
}
