"""What the panels of needle practice show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy.phrases import phrase
from spine_viewer.app.text import text
from spine_viewer.learning.practice.debrief import Debrief
from spine_viewer.learning.practice.observation import WORDS
from spine_viewer.procedures.target_names import joint_label, names_of, placement_name

if TYPE_CHECKING:
    from spine_viewer.learning.practice.bench import Bench
    from spine_viewer.learning.practice.observation import Observation
    from spine_viewer.learning.practice.practice import Practice

CARE = frozenset(
    {"bone", "bone_stops", "entered_danger", "near_danger", "paraesthesia", "ventral", "contrast_in", "sensory_limb",
     "motor_limb", "not_watched"}
)  # fmt: skip


@dataclass
class NeedleState:
    """``phase``: ``setup``, ``planning``, ``aim`` (no needle is in), ``steer`` or ``debrief``; ``problem`` why not.

    Setup: ``joints`` and ``ways`` that can be chosen (``{"value", "text"}``), ``person`` (``default``, ``random``) and
    its number ``seed``; ``exam``: the X-ray alone. ``task``: what is practised, in words.

    Needle: ``step_mm`` of a movement, ``spin`` it runs straight, ``live`` the beam is on while it moves; ``bent``: it
    has a bent tip, whose side is at ``roll_deg``; ``contact`` with bone; ``turnable`` shallow enough for another way,
    ``wished`` one was chosen; ``oblique``, ``tilt`` of its hub in words. ``said``: what was noticed last
    (``{"text", "care"}``), ``spent``: pictures, beam, time. ``goals``: nerves and places, ``goal`` the one in hand,
    ``placed`` those said to be reached. ``lines``: what is drawn over the X-ray (``{"kind", "points"}``, percent).

    Debrief: ``result`` as :func:`told_result` has it; ``at`` the step of ``steps`` that is replayed, ``replayed`` in
    words; ``kept``: the attempt is in the folder of records.
    """

    phase: str = "setup"
    problem: str = ""
    procedure: str = ""
    joint: str = ""
    side: str = "left"
    way: str = ""
    joints: list[dict] = field(default_factory=list)
    ways: list[dict] = field(default_factory=list)
    person: str = "default"
    seed: int = 1
    exam: bool = False
    task: str = ""
    step_mm: float = 5.0
    spin: bool = True
    live: bool = False
    bent: bool = False
    heats: bool = False
    roll_deg: float = 0.0
    depth: str = ""
    contact: bool = False
    turnable: bool = False
    wished: bool = False
    pictured: bool = False
    oblique: str = ""
    tilt: str = ""
    said: list[dict] = field(default_factory=list)
    spent: str = ""
    can_undo: bool = False
    can_redo: bool = False
    goals: list[dict] = field(default_factory=list)
    goal: str = ""
    placed: list[str] = field(default_factory=list)
    volts_sensory: float = 0.5
    volts_motor: float = 2.0
    contrast_ml: float = 0.2
    anaesthetic_ml: float = 0.5
    lines: list[dict] = field(default_factory=list)
    result: dict = field(default_factory=dict)
    at: int = 0
    steps: int = 0
    replayed: str = ""
    pictures: list[float] = field(default_factory=list)
    kept: bool = False


def goal_value(nerve: str, name: str) -> str:
    """A place of the plan as one text."""
    return f"{nerve}|{name}"


def goal_rows(practice: Practice, language: str) -> list[dict]:
    """The places to reach, in words."""
    rows = []
    for one in practice.goals:
        label = names_of(one.nerve, language)[0]
        said = f"{label}, {placement_name(one.name, language)}" if one.name else label
        rows.append({"value": goal_value(one.nerve, one.name), "text": said})
    return rows


def said_rows(seen: Observation | None, language: str) -> list[dict]:
    """What was noticed, one row per event; ``care`` where it asks for attention."""
    events = () if seen is None else seen.events
    return [{"text": f"{one.told(language).rstrip('.')}.", "care": one.key in CARE} for one in events]


def spent_text(bench: Bench, language: str) -> str:
    """Pictures, beam and time so far."""
    state = bench.state
    return text(
        "needle.spent",
        language,
        exposures=str(state.exposures),
        seconds=f"{state.seconds:.1f}",
        dose=f"{state.dose:.2f}",
        minutes=f"{state.time_s / 60.0:.0f}",
    )


def task_text(bench: Bench, language: str) -> str:
    """What is practised and on whom: ``"Nerve block, L4-L5 facet joint, left, person 7"``."""
    plan = bench.practice.plan
    said = f"{text(f'procedures.{plan.procedure}', language)}, {joint_label(plan.joint, plan.side, language)}"
    who = "" if bench.seed is None else f", {text('needle.number', language, seed=str(bench.seed))}"
    return said + who


def told_result(result: Debrief, language: str) -> dict[str, Any]:
    """The debrief for the page: total, parts with points and weights, checklist, findings, what it took."""

    def word(key: str, **values: object) -> str:
        return phrase(key, language, WORDS, **values)

    made = result.score
    return {
        "total": f"{made.total:.1f}",
        "items": made.items,
        "summary": word("total", total=f"{made.total:.1f}", items=made.items),
        "capped": result.limited(language),
        "parts": [
            {
                "key": one.name,
                "name": word(f"part_{one.name}"),
                "points": f"{one.points:.1f}",
                "most": f"{one.most:.1f}",
                "percent": round(100.0 * one.points / one.most, 1),
            }
            for one in made.components
        ],
        "checklist": [{"key": name, "name": word(f"item_{name}"), "ok": ok} for name, ok in made.checklist],
        "findings": list(result.told(language)) or [word("all_well")],
        "well": not result.findings,
        "took": result.took(language),
        "proposals": word("proposals"),
    }
