"""Which movement mends what is out: each joint is tried on the exercise itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.anatomy.phrases import listed
from spine_viewer.imaging.machine.setting import Setting
from spine_viewer.imaging.views.gauge import Gauge
from spine_viewer.learning.carm.figures import carm_figures
from spine_viewer.learning.carm.share import share
from spine_viewer.learning.carm.state import Pose
from spine_viewer.learning.carm.words import word

if TYPE_CHECKING:
    from spine_viewer.learning.carm.practice import CarmPractice

WAYS = {
    "oblique_deg": ("left", "right"), "tilt_deg": ("head", "feet"), "wig_wag_deg": ("head", "feet"),
    "pan_along_mm": ("head", "feet"), "pan_across_mm": ("left", "right"), "table_height_mm": ("up", "down"),
}  # fmt: skip


@dataclass(frozen=True)
class Movement:
    """One joint by so much; the sign as in :class:`spine_viewer.learning.carm.actions.Move`."""

    joint: str
    by: float

    def told(self, language: str = DEFAULT_LANGUAGE, exact: bool = True) -> str:
        """In words; not ``exact``: only which way."""
        way = WAYS[self.joint][0 if self.by > 0 else 1]
        unit = self.joint.rpartition("_")[2]
        much = word(f"by_{unit}", language, by=f"{abs(self.by):g}") if exact else ""
        return " ".join(word(f"move_{self.joint}_{way}", language, by=much).split())


@dataclass(frozen=True)
class Mend:
    """A gauge that is out (None: nothing is), and the movements that mend it."""

    gauge: Gauge | None
    movements: tuple[Movement, ...]

    def told(self, language: str = DEFAULT_LANGUAGE, exact: bool = True) -> str:
        """In words: what to move; for a hint only which way."""
        if self.gauge is None:
            return word("hint_none", language)
        said = listed([one.told(language, exact) for one in self.movements], language)
        if exact:
            return said
        return word("hint", language, gauge=self.gauge.named(language), movement=said)


def mends(practice: CarmPractice, pose: Pose) -> tuple[Mend, ...]:
    """What is out in a pose, the worst first, each with the fewest movements that mend it."""
    readings = practice.gauges(pose)
    out = [n for n, one in enumerate(readings) if not one.ok]
    *own, middle = range(len(readings))
    tried = _tried(practice, pose) if any(n in own for n in out) else []
    found = []
    for n in sorted(out, key=lambda n: share(readings[n])):
        moves = _to_middle(practice, pose) if n == middle else _mending(n, tried)
        found.append(Mend(readings[n], moves))
    return tuple(found)


def _tried(practice: CarmPractice, pose: Pose) -> list[tuple[tuple[Movement, ...], tuple[Gauge, ...]]]:
    """Ways to mend, the shortest first, each with the gauges after it."""
    ideal, degree = practice.ideal, carm_figures().step("angle_deg")
    straight = replace(pose, setting=replace(pose.setting, wig_wag_deg=0.0))
    back = _movement("wig_wag_deg", -pose.setting.wig_wag_deg, degree)
    orbit = _movement("oblique_deg", ideal.oblique_deg - pose.oblique_deg, degree)
    tilt = _movement("tilt_deg", ideal.tilt_deg - pose.tilt_deg, degree)
    turned = replace(pose, oblique_deg=ideal.oblique_deg)
    ways = [
        (back, straight),
        (orbit, turned),
        (tilt, replace(pose, tilt_deg=ideal.tilt_deg)),
        ((*orbit, *tilt), replace(turned, tilt_deg=ideal.tilt_deg)),
        ((*back, *orbit, *tilt), replace(straight, oblique_deg=ideal.oblique_deg, tilt_deg=ideal.tilt_deg)),
    ]
    found = [(moves, practice.gauges(after)) for moves, after in ways if moves]
    everything = (*back, *orbit, *tilt, *_to_middle(practice, pose))
    whole = Pose(ideal.oblique_deg, ideal.tilt_deg, centring(practice), pose.field_name, pose.collimation)
    return [*found, (everything, practice.gauges(whole))]


def _mending(n: int, tried: list[tuple[tuple[Movement, ...], tuple[Gauge, ...]]]) -> tuple[Movement, ...]:
    """The first way after which gauge ``n`` is within its limit, else the best one."""
    for moves, gauges in tried:
        if gauges[n].ok:
            return moves
    return max(tried, key=lambda one: share(one[1][n]))[0]


def centring(practice: CarmPractice) -> Setting:
    """The joints that bring the target into the middle, from the start."""
    x, y, z = np.array(practice.ideal.isocentre) - np.array(practice.begin.isocentre)
    return Setting(table_height_mm=float(-y), pan_along_mm=float(z), pan_across_mm=float(x))


def _to_middle(practice: CarmPractice, pose: Pose) -> tuple[Movement, ...]:
    """Movements of beam or table that are seen in the picture: along the spine, and across it or up."""
    arm, step = practice.arm(pose), carm_figures().step("table_mm")
    x, y, z = (float(value) for value in np.array(practice.ideal.isocentre) - np.array(arm.isocentre))
    across = abs(arm.right[0]) >= abs(arm.right[1])
    beside = _movement("pan_across_mm", x, step) if across else _movement("table_height_mm", -y, step)
    moves = (*_movement("pan_along_mm", z, step), *beside)
    return moves or _movement("table_height_mm", -y, step) or _movement("pan_across_mm", x, step)


def _movement(joint: str, by: float, step: float) -> tuple[Movement, ...]:
    whole = step * round(by / step)
    return (Movement(joint, whole),) if whole else ()
