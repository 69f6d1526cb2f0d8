"""Every figure of a procedure with its source and its status: those of a caption first, then all others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.procedures.facts import shown
from spine_viewer.procedures.technique import Technique, Value, placeholders

if TYPE_CHECKING:
    from spine_viewer.procedures.film_steps import TimelineStep
    from spine_viewer.procedures.recovery import Recovery

# Where a figure comes from that is worked out here: on the bones at hand, by the heat model, or by the heat model on
# these bones.
HERE, HEAT_MODEL, HEAT_ON_BONES = "this_model", "heat_model", "heat_on_bones"
WORKED_OUT = (HERE, HEAT_MODEL, HEAT_ON_BONES)
BY_HEAT = {"lesion_width_mm": HEAT_MODEL, "lesion_length_mm": HEAT_MODEL, "covered_mm": HEAT_ON_BONES}
UNITS = {
    "degC": "°C", "deg": "°", "1": "", "day": "days", "week": "weeks", "month": "months", "hour": "hours",
    "lesions": "", "gauge": "gauge",
}  # fmt: skip
ENDINGS = {
    "c": "°C", "mm": "mm", "ml": "mL", "deg": "°", "hz": "Hz", "v": "V", "s": "s", "px": "px", "cm": "cm", "kv": "kV",
    "days": "days", "weeks": "weeks", "months": "months", "hours": "hours", "minutes": "min", "seconds": "s",
    "percent": "%",
}  # fmt: skip
NO_FIGURES = frozenset(
    ("joint_label", "joint", "side", "first_bone", "nerve", "nerve_list", "nerve_no", "nerve_count", "place")
)
# Names that the keys of technique files and plans do not tell well.
NAMES = {
    "covered_mm": "nerve in dead tissue",
    "foramen_mm": "tip behind the foramen",
    "depth_mm": "depth below the skin",
    "angle_deg": "electrode to nerve",
    "ap_tilt": "tilt of the AP view",
    "lesion_seconds": "time of one lesion",
    "procedure_minutes": "length of the procedure",
    "sensory_hz": "sensory test, frequency",
    "sensory_max_v": "sensory test, most volts",
    "motor_hz": "motor test, frequency",
    "motor_test_v": "motor test, volts",
    "sore_days": "soreness lasts",
    "nerve_dies_days": "the nerve dies back within",
    "relief_weeks": "relief begins after",
    "relief_months": "relief lasts, where it helps",
    "numb_hours": "numbness lasts",
    "contrast_ml": "contrast",
    "vessel_percent": "blocks with uptake by a vessel",
    "positive_relief_percent": "relief that counts as positive",
    "false_positive_saline_percent": "positive answers to saline",
}
CURVE_NAMES = {
    "pain": "pain, where the treatment helps",
    "pain_without_benefit": "pain, where it does not",
    "nerve_damage": "state of the nerve",
    "signal": "what the nerve still carries",
    "soreness": "soreness from the procedure",
}


@dataclass(frozen=True)
class Number:
    """One figure as it is listed.

    ``value`` has its unit; ``source`` is a key of ``annotations/sources.json``, or one of :data:`WORKED_OUT`;
    ``status`` is empty where only the source itself tells how sure it is; ``told``: its name is in the language that
    was asked for, where all other names are English.
    """

    name: str
    value: str
    source: str
    status: str
    note: str = ""
    told: bool = False


def numbers_of_step(technique: Technique, step: TimelineStep, language: str = DEFAULT_LANGUAGE) -> tuple[Number, ...]:
    """The figures that a step of the film speaks of, in any of its captions.

    A figure of the technique has its own source; any other is worked out on this model (status D).
    """
    texts = step.step.captions_at(step.bone).values()
    told = [name for text in texts for words in (text.patient, text.professional) for name in _named(words)]
    names = dict.fromkeys([*step.step.values, *told])
    known = technique.values | _needle(technique)
    facts = step.facts[language]
    computed = {one: _worked_out(one, facts[one]) for one in names if one in _figures(facts, technique)}
    return tuple(
        cited(name, known[name]) if name in known else computed[name]
        for name in names
        if name in known or name in computed
    )


def numbers_of_plan(technique: Technique, facts: Mapping[str, str]) -> tuple[Number, ...]:
    """The figures that were worked out for one nerve of a plan, from its facts."""
    return tuple(_worked_out(name, facts[name]) for name in _figures(facts, technique))


def numbers_of_technique(technique: Technique) -> tuple[Number, ...]:
    """Every cited figure of a technique and of its needle."""
    return tuple(cited(name, value) for name, value in technique.all_values().items())


def numbers_of_recovery(recovery: Recovery, audience: str = "patient", language: str = "en") -> tuple[Number, ...]:
    """The phases of the recovery clock with the days that they take, its curves, which are drawings, and the sources of
    what is good to know."""
    phases = [
        Number(
            recovery.name(phase.start_day, audience, language),
            f"day {phase.start_day:g} to {phase.end_day:g}",
            phase.source,
            phase.status,
            told=True,
        )
        for phase in recovery.phases
    ]
    curves = [
        Number(CURVE_NAMES[name], "curve", curve.source, curve.status, curve.note)
        for name, curve in recovery.course.curves.items()
    ]
    advice = [Number("good to know", "text", source, "") for source in recovery.file.advice_sources]
    return (*phases, *curves, *advice)


def numbers_of_file(name: str) -> tuple[Number, ...]:
    """Every figure with a source in a file of ``annotations/``, such as ``c_arm.json``."""
    content = json.loads((annotations_folder() / name).read_text(encoding="utf-8"))
    return tuple(_walk(content, ()))


def _named(text: str) -> list[str]:
    return sorted(placeholders(text), key=text.index)


def _needle(technique: Technique) -> dict[str, Value]:
    """Figures of the needle under the names that captions use."""
    return {"gauge": technique.needle.gauge, "active_tip_mm": technique.needle.active_tip_mm}


def _figures(facts: Mapping[str, str], technique: Technique) -> list[str]:
    """Names of the facts that are figures, and none of the technique's own."""
    cited = technique.values | _needle(technique)
    return [name for name, text in facts.items() if name not in NO_FIGURES | set(cited) and _has_digit(text)]


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _worked_out(name: str, text: str) -> Number:
    return Number(_name(name), _with_unit(text, _split(name)[1]), BY_HEAT.get(name, HERE), "D")


def cited(name: str, value: Value) -> Number:
    """A value of a technique as it is listed."""
    unit = UNITS.get(value.unit, value.unit)
    return Number(_name(name), _with_unit(shown(value), unit), value.source, value.status, value.note)


def _name(name: str) -> str:
    """A figure of a technique or of a plan in words."""
    return NAMES.get(name) or _split(name)[0]


def _split(name: str, unit: str = "") -> tuple[str, str]:
    """A name in words and the unit that it ends with: ``tip_to_nerve_mm`` is ``tip to nerve`` in ``mm``.

    The letters of a ``unit`` that is known are left out at the end: ``density_kg_m3`` in ``kg/m3`` is ``density``.
    """
    words, letters = name.replace("needle.", "needle:_").split("_"), set(re.findall(r"[a-z0-9]+", unit.lower()))
    ending = ENDINGS.get(words[-1], "") if len(words) > 1 else ""
    while len(words) > 1 and (words[-1] in letters | {"per"} if letters else words[-1] in ENDINGS):
        words.pop()
    return " ".join(words), ending


def _with_unit(text: str, unit: str) -> str:
    return text if not unit or unit in text else f"{text}{'' if unit == '°' else ' '}{unit}"


def _walk(part: Any, path: tuple[str, ...]) -> Iterator[Number]:
    if not isinstance(part, Mapping):
        return
    if {"source", "status"} <= part.keys() and (part.keys() & {"value", "low"}):
        label, ending = _split(path[-1], part.get("unit", ""))
        unit = UNITS.get(str(part["unit"]), str(part["unit"])) if "unit" in part else ending
        where = "".join(f"{one.replace('_', ' ')}: " for one in path[1:-1])
        yield Number(
            where + label, _with_unit(_range(part), unit), part["source"], part["status"], part.get("note", "")
        )
        return
    for key, value in part.items():
        yield from _walk(value, (*path, key))


def _range(part: Mapping[str, Any]) -> str:
    if "value" not in part:
        return f"{part['low']:g} to {part['high']:g}"
    value = part["value"]
    if isinstance(value, list | tuple):
        return ", ".join(f"{one:g}" if isinstance(one, int | float) else str(one) for one in value)
    return f"{value:g}" if isinstance(value, int | float) else str(value)
