"""What stands behind one figure of a panel: how it was worked out, the limit that it keeps, and what goes into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from spine_viewer.procedures.numbers import (
    HEAT_MODEL,
    HEAT_ON_BONES,
    HERE,
    Number,
    cited,
    numbers_of_file,
    numbers_of_recovery,
)
from spine_viewer.procedures.summary import check_words, measured

if TYPE_CHECKING:
    from spine_viewer.procedures.model import Figure
    from spine_viewer.procedures.recovery import Recovery
    from spine_viewer.procedures.technique import Technique

HeatFigure = Literal["tip", "place", "lethal", "covered", "isotherms"]
HEAT_FIGURES: tuple[HeatFigure, ...] = ("tip", "place", "lethal", "covered", "isotherms")

# Values of a technique that a figure of the checks is held against, where they are not called like the figure.
LIMITS = {
    "electrode_to_nerve_angle_deg": (
        "electrode_angle_max_deg",
        "electrode_angle_neck_max_deg",
        "electrode_angle_oblique_max_deg",
    ),
    "tip_to_foramen_mm": ("foramen_behind_min_mm",),
    "tip_to_pillar_front_mm": ("pillar_front_min_mm",),
    "tip_to_foramen_front_mm": ("foramen_front_min_mm",),
    "tip_to_sacral_plate_mm": ("plate_behind_min_mm",),
    "tip_to_foramen_rim_mm": ("foramen_rim_min_mm",),
    "bare_tip_to_target_mm": ("tip_to_target_max_mm",),
    "tip_to_neighbour_mm": ("neighbour_max_mm",),
}
BURN = ("temperature_c", "lesion_seconds", "lesions_per_nerve", "lesion_step_mm", "pair_spacing_mm")
CURVES = {
    "pain": "pain, where the treatment helps",
    "pain_otherwise": "pain, where it does not",
    "signal": "what the nerve still carries",
    "soreness": "soreness from the procedure",
}


def sources_of_check(technique: Technique, figure: Figure, language: str) -> tuple[Number, ...]:
    """A figure of the plan's checks, measured on this model, and the limits of the technique that it must keep."""
    name = check_words(language).get(figure.name, figure.name)
    stem, _, unit = figure.name.rpartition("_")
    limits = LIMITS.get(figure.name, (f"{stem}_min_{unit}", f"{stem}_max_{unit}"))
    own = Number(name, measured(figure), HERE, "D", told=True)
    return (own, *(cited(one, technique.values[one]) for one in limits if one in technique.values))


def sources_of_depth(value: str, language: str) -> tuple[Number, ...]:
    """How deep a needle lies below the skin of this model."""
    return (Number(check_words(language)["depth_mm"], value, HERE, "D", told=True),)


def sources_of_heat(technique: Technique, figure: HeatFigure, name: str, value: str) -> tuple[Number, ...]:
    """A figure of the heat panel: how it was worked out, the settings of the burn, and what is known of tissue.

    Parameters
    ----------
    technique : Technique
    figure : str
        One of :data:`HEAT_FIGURES`.
    name, value : str
        As the panel says them.
    """
    tissue = {one.name: one for one in numbers_of_file("tissue.json")}
    if figure == "isotherms":
        return (tissue["isotherms"],)
    damage = tuple(one for key, one in tissue.items() if key.startswith("dose") or key == "lethal dose")
    if figure == "lethal":
        return damage
    burn = tuple(cited(one, technique.values[one]) for one in BURN if one in technique.values)
    needle = (
        cited("needle.gauge", technique.needle.gauge),
        cited("needle.active_tip_mm", technique.needle.active_tip_mm),
    )
    if figure == "tip":
        return burn[:2]
    own = Number(name, value, HEAT_ON_BONES if figure == "covered" else HEAT_MODEL, "D", told=True)
    rest = tuple(one for one in tissue.values() if one not in damage and one.name != "isotherms")
    return (own, *burn, *needle, *(damage if figure == "covered" else ()), *rest)


def sources_of_fluid(technique: Technique) -> tuple[Number, ...]:
    """The volumes of a technique."""
    return tuple(cited(name, value) for name, value in technique.values.items() if name.endswith("_ml"))


def sources_of_curve(recovery: Recovery, curve: str) -> tuple[Number, ...]:
    """One of the meters of the recovery: ``pain``, ``pain_otherwise``, ``signal`` or ``soreness``."""
    return _named(numbers_of_recovery(recovery), CURVES[curve])


def sources_of_phase(recovery: Recovery, day: float, audience: str, language: str) -> tuple[Number, ...]:
    """The phase of the recovery that a day lies in."""
    phases = numbers_of_recovery(recovery, audience, language)
    return (phases[recovery.phase_at(day)],)


def _named(numbers: Iterable[Number], name: str) -> tuple[Number, ...]:
    return tuple(one for one in numbers if one.name == name)
