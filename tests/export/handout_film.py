"""A film that tells every text of a technique without a plan: what a handout's words are tested on."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace

from spine_viewer.export.handout.pictures import Drawn
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
    return plan, SimpleNamespace(plan=plan, steps=steps, recovery=Recovery.load(procedure, region))


def drawn(timeline, file: str = "p.jpg") -> dict[str, Drawn]:
    """One and the same picture for all."""
    names = ("where", "joint", *(step.key for step in shown_steps(timeline)))
    return {name: Drawn(file, f"words on {name}", "caption", name.startswith("check")) for name in names}
