"""A plan as a few lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, in_language
from spine_viewer.anatomy.phrases import phrase, phrases
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.procedures.model import Figure, Placement
from spine_viewer.procedures.target_names import joints_label, landmark_name, names_of, placement_name, target_label
from spine_viewer.procedures.totals import totals
from spine_viewer.procedures.views import describe

if TYPE_CHECKING:
    from spine_viewer.procedures.heat_reading import Held
    from spine_viewer.procedures.planner import Plan


class CheckWords(BaseModel):
    """Content of ``checks.json``: names of figures by language."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    languages: tuple[str, ...]
    names: dict[str, dict[str, str]]


def check_words(language: str = DEFAULT_LANGUAGE) -> dict[str, str]:
    """Name of every figure of the checks in words."""
    file = read_model(annotations_folder() / "checks.json", CheckWords)
    return dict(in_language(file.names, language, "checks.json"))


def measured(figure: Figure) -> str:
    """``"1.0 mm"``, ``"12°"``."""
    return f"{figure.value + 0.0:.0f}°" if figure.unit == "deg" else f"{figure.value + 0.0:.1f} mm"


def told(figure: Figure, words: dict[str, str], language: str = DEFAULT_LANGUAGE) -> str:
    """``"tip to nerve 1.0 mm (at most 2.0)"``."""
    digits = 0 if figure.unit == "deg" else 1
    limits = ", ".join(
        phrase(word, language, limit=f"{limit:.{digits}f}")
        for word, limit in (("at_least", figure.least), ("at_most", figure.most))
        if limit is not None
    )
    name, value = words.get(figure.name, figure.name), measured(figure)
    if not limits:
        return phrase("figure", language, name=name, value=value)
    if not figure.passed:
        limits = phrase("not_kept", language, limits=limits)
    return phrase("figure_limited", language, name=name, value=value, limits=limits)


def summary(plan: Plan, language: str = DEFAULT_LANGUAGE) -> str:
    """A plan as a few lines.

    Raises
    ------
    InputError
        If the technique has no texts in this language.
    """
    technique = plan.technique
    technique.language(language)
    said, words = phrases(language), check_words(language)
    joint, pose = joints_label(plan.sites, language), said.get(f"pose_{plan.pose}", plan.pose)
    lines = [phrase("plan", language, title=technique.title[language].professional, joint=joint, pose=pose)]
    for nerve in plan.nerves:
        lines.append(f"  {target_label(nerve.nerve, plan.sites, language)}")
        for one in nerve.placements:
            lines += [f"   {placement_name(one.name, language)}"] if len(nerve.placements) > 1 else []
            lines += [f"    {line}" for line in _placement(one, words, language)]
        if nerve.burns:
            many = "one_lesion_holds" if len(nerve.burns) == 1 else "lesions_hold"
            held = phrase(many, language, count=len(nerve.burns), mm=f"{nerve.nerve_covered_mm:.0f}")
            lines.append(f"    {held}")
    if len(plan.joint_ids) > 1:
        lines += _session(plan, language)
    return "\n".join([*lines, technique.limits_note[language].professional])


def _session(plan: Plan, language: str) -> list[str]:
    """What several joints add up to, line by line."""
    sums = totals(plan)
    lines = [phrase("session", language, nerves=sums.nerves, needles=sums.needles)]
    if sums.lesions:
        minutes = f"{sums.heating_s / 60.0:.0f}"
        lines.append(phrase("session_heat", language, lesions=sums.lesions, minutes=minutes))
    volumes = {"anaesthetic": f"{sums.anaesthetic_ml:.1f}", "contrast": f"{sums.contrast_ml:.1f}"}
    lines.append(phrase("session_fluids", language, **volumes))
    seen = {"pictures": sums.pictures, "views": sums.views, "dose": f"{sums.dose:.1f}"}
    lines.append(phrase("session_pictures", language, **seen))
    return [f"  {line}" for line in lines]


def _placement(one: Placement, words: dict[str, str], language: str) -> list[str]:
    needle, target = one.needle, one.target
    said, depth = phrases(language), f"{one.trajectory.depth_mm:.0f}"
    landmark = landmark_name(target.landmark, language)
    return [
        said["target"].format(landmark=landmark, mm=f"{target.landmark_mm:.1f}"),
        said["needle"].format(gauge=needle.gauge, length=f"{needle.length_mm:g}", depth=depth),
        said["down_the_needle"].format(view=describe(one.views["trajectory"], language)),
        *(told(figure, words, language) for figure in one.checks.figures),
        said["all_limits_kept" if one.checks.passed else "limits_not_kept"],
    ]


def held_line(held: Held, language: str = DEFAULT_LANGUAGE) -> str:
    """How much of a nerve the lesions beside bone hold, as one line."""
    return phrase(
        f"beside_bone_{held.perfusion}",
        language,
        nerve=names_of(held.nerve, language)[0],
        covered=f"{held.covered_mm:.0f}",
        course=f"{held.course_mm:.0f}",
        percent=f"{held.covered_percent:.0f}",
    )
