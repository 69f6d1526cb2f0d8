"""A film that tells every text of a technique without a plan: what a handout's words are tested on."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace

from PIL import Image

from spine_viewer.export.handout.pictures import JOINT_MM, STEP_MM, WHERE_MM, Drawn, _caption
from spine_viewer.export.handout.shown import shown_steps
from spine_viewer.procedures.facts import shown
from spine_viewer.procedures.film_steps import TimelineStep
from spine_viewer.procedures.recovery import Recovery
from spine_viewer.procedures.technique import PROCEDURES, load_technique, placeholders, technique_files

TECHNIQUES = [(procedure, region) for procedure in PROCEDURES for region in technique_files(procedure)]
LANGUAGES_OF = [
    (procedure, region, language)
    for procedure, region in TECHNIQUES
    for language in load_technique(procedure, region).languages
]


def film(procedure: str, region: str):
    """Plan and timeline of a technique at its last joint, with a figure for every brace."""
    technique = load_technique(procedure, region)
    braces = {name for step in technique.steps for text in step.all_captions() for name in placeholders(text.patient)}
    facts = dict.fromkeys(braces, "9") | {name: shown(value) for name, value in technique.values.items()}
    table = defaultdict(lambda: facts, dict.fromkeys(technique.languages, facts))
    steps = tuple(TimelineStep(n, step.id, step, None, 10.0 * n, 10.0, table) for n, step in enumerate(technique.steps))
    sites = ((technique.joints[-1], "left"),)
    plan = SimpleNamespace(procedure=procedure, technique=technique, joint=sites[0][0], side="left", sites=sites)
    plan.joint_id = "facet"
    plan.nerves = [SimpleNamespace(nerve="facet" if procedure == "facet-injection" else "nerve")]
    return plan, SimpleNamespace(plan=plan, steps=steps, recovery=Recovery.load(procedure, region))


def drawn(timeline, language: str) -> dict[str, Drawn]:
    """Empty pictures of the right shapes, ``where.jpg``, ``joint.jpg`` and ``p.jpg``, with their captions."""
    steps = {step.key: Drawn("p.jpg", f"words on {step.key}") for step in shown_steps(timeline)}
    captions = {name: _caption(name, language, timeline.plan) for name in ("where", "joint")}
    return {name: Drawn(f"{name}.jpg", f"words on {name}", said) for name, said in captions.items()} | steps


def draw_empty(folder: Path) -> None:
    """The pictures of :func:`drawn`."""
    for name, (width, height) in {"where": WHERE_MM, "joint": JOINT_MM, "p": STEP_MM}.items():
        Image.new("RGB", (round(width), round(height)), "#887766").save(folder / f"{name}.jpg")
