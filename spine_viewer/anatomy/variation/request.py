"""What somebody asks of a spine that is not the default one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from spine_viewer.anatomy import ids
from spine_viewer.anatomy.variation.figures import VariationFigures, load_variation, load_variation_file
from spine_viewer.errors import InputError

SEXES = ("female", "male")
STATURE_CM = (130.0, 215.0)
TROPISM_DEG = (-15.0, 15.0)
ASYMMETRY = (0.0, 3.0)
OFTEN_WORN = ("C5-C6", "C6-C7", "L4-L5", "L5-S1")
SEED_STRIDE = 7919  # keeps the draws of a random spine apart from those of its asymmetry


@dataclass(frozen=True)
class Variation:
    """How a spine differs from the default one, which is ``Variation()``.

    Parameters
    ----------
    sex : str or None
        ``female`` or ``male``; None stands between them, as the default anatomy does.
    stature_cm : float or None
        Body height; None is the mean of the sex.
    asymmetry : float
        How unlike the two sides are: 0 not at all, 1 as in most people.
    seed : int
        Which of the asymmetric spines, and where spurs grow.
    tropism : mapping of joint level (``L4-L5``) to degrees
        By how much the left facet is turned further out of the sagittal plane than the right one.
    degeneration : mapping of joint level to 0..1
        Worn disc and arthritic facet joints together: 0 healthy, 1 severe.
    arthropathy : mapping of joint level to 0..1
        Facet joints alone, where they differ from ``degeneration``.

    Raises
    ------
    InputError
        For an unknown sex or joint level, or a number out of its range.
    """

    sex: str | None = None
    stature_cm: float | None = None
    asymmetry: float = 0.0
    seed: int = 0
    tropism: Mapping[str, float] = field(default_factory=dict)
    degeneration: Mapping[str, float] = field(default_factory=dict)
    arthropathy: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.sex is not None:
            ids.choose(self.sex, SEXES, "sex")
        if self.stature_cm is not None:
            _within(self.stature_cm, STATURE_CM, "stature", " cm")
        _within(self.asymmetry, ASYMMETRY, "asymmetry")
        if self.seed != int(self.seed) or self.seed < 0:
            raise InputError(f"seed {self.seed!r}; allowed: a whole number from 0")
        for name, grades, limits, unit in (
            ("tropism", self.tropism, TROPISM_DEG, " degrees"),
            ("degeneration", self.degeneration, (0.0, 1.0), ""),
            ("arthropathy", self.arthropathy, (0.0, 1.0), ""),
        ):
            for joint, grade in grades.items():
                ids.choose(joint, ids.FACET_JOINT_LEVELS, f"joint level for {name}")
                _within(grade, limits, f"{name} of {joint}", unit)

    @property
    def is_default(self) -> bool:
        """Whether nothing differs from the default anatomy."""
        grades = (*self.tropism.values(), *self.degeneration.values(), *self.arthropathy.values())
        return self.sex is None and self.stature_cm is None and self.asymmetry == 0.0 and not any(grades)

    def facet_grade(self, joint_level: str) -> float:
        """Arthropathy (0..1) of the facet joints of a level."""
        return float(self.arthropathy.get(joint_level, self.degeneration.get(joint_level, 0.0)))

    def disc_grade(self, joint_level: str) -> float:
        """Degeneration (0..1) of the disc of a level."""
        return float(self.degeneration.get(joint_level, 0.0))

    @property
    def worn(self) -> tuple[str, ...]:
        """Joint levels where disc or facets are worn, from above downwards."""
        return tuple(one for one in ids.FACET_JOINT_LEVELS if max(self.facet_grade(one), self.disc_grade(one)) > 0.0)

    @property
    def scale(self) -> np.ndarray:
        """(3,) factors of width, depth and height against the default anatomy."""
        figures = load_variation()
        width, height = figures.female_width_ratio.value, figures.female_height_ratio.value
        mean = _mean_stature(figures, self.sex)
        even = (self.stature_cm or mean) / mean
        if self.sex is None:
            return np.full(3, even)
        share = {"female": (width, height), "male": (1.0, 1.0)}[self.sex]
        across, along = 2.0 * share[0] / (1.0 + width), 2.0 * share[1] / (1.0 + height)
        return even * np.array([across, across, along])

    @classmethod
    def random(cls, seed: int) -> Variation:
        """A person drawn at random: sex, stature, asymmetry, tropism and, in some, arthritis. One per ``seed``."""
        figures, draw = load_variation_file(), np.random.default_rng(seed * SEED_STRIDE + 1)
        sex = SEXES[draw.integers(2)]
        mean = getattr(figures.figures, f"stature_{sex}_cm")
        spread = 2.5 * (mean.sd or 0.0)
        stature = float(np.clip(draw.normal(mean.value, mean.sd), mean.value - spread, mean.value + spread))
        levels = ids.FACET_JOINT_LEVELS
        turns = np.clip(draw.normal(0.0, figures.figures.tropism_sd_deg.value, len(levels)), *TROPISM_DEG)
        worn: dict[str, float] = {}
        if draw.random() < figures.random.degenerate_share.value:
            weight = np.array([figures.random.preferred.value if one in OFTEN_WORN else 1.0 for one in levels])
            count = min(1 + draw.poisson(figures.random.levels_mean.value - 1.0), len(levels))
            picked = draw.choice(len(levels), count, replace=False, p=weight / weight.sum())
            worn = {levels[i]: round(float(draw.uniform(0.1, 1.0)), 2) for i in sorted(picked)}
        return cls(
            sex=sex,
            stature_cm=round(stature, 1),
            asymmetry=round(float(draw.uniform(0.5, 1.5)), 2),
            seed=seed,
            tropism={one: round(float(turn), 1) for one, turn in zip(levels, turns, strict=True)},
            degeneration=worn,
        )


def _mean_stature(figures: VariationFigures, sex: str | None) -> float:
    if sex is None:
        return 0.5 * (figures.stature_male_cm.value + figures.stature_female_cm.value)
    return float(getattr(figures, f"stature_{sex}_cm").value)


def _within(value: float, limits: tuple[float, float], what: str, unit: str = "") -> None:
    if not limits[0] <= value <= limits[1]:
        raise InputError(f"{what} {value!r}; allowed: {limits[0]:g} to {limits[1]:g}{unit}")
