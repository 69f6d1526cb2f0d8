"""What stands in the handout of one procedure on one joint, as plain data for the template."""

from __future__ import annotations

from datetime import date
from typing import Any

from spine_viewer import __version__
from spine_viewer.anatomy.languages import in_language
from spine_viewer.export.handout.pictures import Drawn
from spine_viewer.export.handout.shown import shown_steps
from spine_viewer.export.handout.spans import span
from spine_viewer.export.handout.words import Claim, handout_file
from spine_viewer.procedures.facts import shown
from spine_viewer.procedures.film_steps import TimelineStep
from spine_viewer.procedures.recovery import Recovery
from spine_viewer.procedures.target_names import joints_label
from spine_viewer.procedures.technique import fill, placeholders

AUDIENCE = "patient"
REPEATS = {"nerve_no", "nerve_count", "placement_no", "placement_count"}  # a sentence on which of several it is
OWN = ("proposal", "facts_text", "translation_es")  # no publication
SAMPLES = 25  # points of a curve in each phase
CURVES = ("pain", "pain_without_benefit")


class Numbers:
    """Sources in the order in which they are first named."""

    def __init__(self) -> None:
        self._keys: dict[str, int] = {}

    def of(self, *keys: str) -> list[int]:
        """Numbers of sources from 1; none for this project's own wording."""
        published = [key for key in dict.fromkeys(keys) if key not in OWN]
        return [self._keys.setdefault(key, len(self._keys) + 1) for key in published]

    def cited(self, bibliography: dict[str, Any]) -> list[dict[str, Any]]:
        """The numbered sources."""
        return [{"number": n, "text": bibliography[key]["citation"]} for key, n in self._keys.items()]


def content(plan: Any, timeline: Any, language: str, drawn: dict[str, Drawn], today: date) -> dict[str, Any]:
    """Everything that the template lays out.

    Parameters
    ----------
    plan : procedures.Plan
    timeline : procedures.Timeline
    language : str
        One that the technique and the recovery have texts in.
    drawn : dict of str to Drawn
        Pictures by name, with their texts in this language.
    today : date
        Told on the last page.
    """
    file, numbers = handout_file(), Numbers()
    technique = plan.technique
    kind, region = file.kinds[plan.procedure], technique.region
    facts = {name: shown(value, language) for name, value in technique.values.items()}
    facts["area"] = file.word(f"area.{region}", language)

    def told(claim: Claim) -> dict[str, Any]:
        name = None if claim.name is None else in_language(claim.name, language, "handout.json")
        text = fill(in_language(claim.text, language, "handout.json"), facts)
        return {"name": name, "text": text, "sources": numbers.of(claim.source, *claim.more_sources)}

    recovery: dict[str, Any] = {}
    sections = {}
    for name, section in file.sections.items():
        held = [c for c in section.claims if c.holds(kind, region, plan.procedure)]
        held = [c for c in held if placeholders(c.text["en"]) <= set(facts)]  # a figure that this technique lacks
        if name == "after":
            recovery = _recovery(timeline.recovery, language, numbers)
        sections[name] = {
            "heading": in_language(section.heading, language, "handout.json"),
            "lead": "" if section.lead is None else in_language(section.lead, language, "handout.json"),
            "claims": [told(claim) for claim in held],
        }
    where = f"{file.word(f'name.{region}', language)} · {joints_label(plan.sites, language)}"
    return {
        "language": language,
        "title": technique.title[language].of(AUDIENCE),
        "where": where,
        "summary": _summary(plan, language),
        "words": {name: texts[language] for name, texts in file.words.items() if not placeholders(texts["en"])},
        "sections": sections,
        "pictures": {name: {"file": one.file, "alt": one.alt, "caption": one.caption} for name, one in drawn.items()},
        "steps": [_step(step, drawn[step.key], technique, language, numbers) for step in shown_steps(timeline)],
        "recovery": recovery,
        "chart_alt": file.word("chart_alt.rf" if kind == "rf" else "chart_alt.block", language),
        "limits": technique.limits_note[language].of(AUDIENCE),
        "sources": numbers.cited(_bibliography()),
        "colophon": file.word("made_with", language, version=__version__, date=today.isoformat()),
    }


def _summary(plan: Any, language: str) -> str:
    """What it is; the texts speak of one joint, so a session of several says that it is done at each."""
    told = str(plan.technique.summary[language].of(AUDIENCE))
    return told if len(plan.sites) == 1 else f"{told} {handout_file().word('each_joint', language)}"


def _step(step: TimelineStep, picture: Drawn, technique: Any, language: str, numbers: Numbers) -> dict[str, Any]:
    named = [technique.values[name].source for name in step.step.values if f"{{{name}}}" in _raw(step, language)]
    return {
        "name": step.name(AUDIENCE, language),
        "text": plain_caption(step, language),
        "sources": numbers.of(*named),
        "picture": {"file": picture.file, "alt": picture.alt, "xray": picture.xray},
    }


def plain_caption(step: TimelineStep, language: str) -> str:
    """A step's caption without the sentences that count nerves or needles."""
    sentences = _raw(step, language).replace(". ", ".\n").split("\n")
    kept = " ".join(one for one in sentences if not placeholders(one) & REPEATS)
    return fill(kept, in_language(step.facts, language, f"step {step.id}"))


def _raw(step: TimelineStep, language: str) -> str:
    return in_language(step.step.captions_at(step.bone), language, f"step {step.id}").of(AUDIENCE)


def _recovery(clock: Recovery, language: str, numbers: Numbers) -> dict[str, Any]:
    """Phases with their texts, and the drawn curves with every phase equally wide."""
    phases = [
        {
            "when": span(phase.start_day, phase.end_day, language),
            "name": phase.name[language].of(AUDIENCE),
            "text": phase.texts[language].of(AUDIENCE),
            "sources": numbers.of(phase.source),
        }
        for phase in clock.phases
    ]
    return {"phases": phases, "note": clock.note(AUDIENCE, language), "curves": _curves(clock)}


def _curves(clock: Recovery) -> dict[str, list[list[float]]]:
    """Points (place 0 to 1 along the phases, level) of the curves that tell anything."""
    count = len(clock.phases)
    out: dict[str, list[list[float]]] = {}
    for name in CURVES:
        curve = clock.course.curves[name]
        places = [i / (SAMPLES * count) for i in range(SAMPLES * count + 1)]
        out[name] = [[place, curve.at(clock.day_of_film(place))] for place in places]
    return out


def _bibliography() -> dict[str, Any]:
    import json

    from spine_viewer.anatomy.folders import annotations_folder

    found: dict[str, Any] = json.loads((annotations_folder() / "sources.json").read_text(encoding="utf-8"))
    return found
