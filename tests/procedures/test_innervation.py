"""Which nerves a joint has and where each is met: the published table, row by row, beside what a plan aims at.

``innervation.csv`` holds the rows with their sources; no needle is planned here.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from spine_viewer.anatomy.ids import SACROILIAC, SIDES, bone_of
from spine_viewer.anatomy.spine import Spine
from spine_viewer.procedures.approaches import targets_of
from spine_viewer.procedures.planner import met_at
from spine_viewer.procedures.technique import PROCEDURES, joints_for, load_technique

ROWS = list(csv.DictReader((Path(__file__).parent / "innervation.csv").open(encoding="utf-8")))
IDS = [f"{row['joint']}-{row['nerve'].split(' ')[0]}" for row in ROWS]


@pytest.fixture(scope="module")
def spine() -> Spine:
    return Spine.load("prone")


def nerve_of(row: dict[str, str]) -> str | None:
    """Id of a row's nerve without its side; None for one that no procedure aims at.

    That is the supply from in front, which no needle at bone reaches, and S4, which one specimen in twenty-five had.
    """
    text = row["nerve"]
    if "ventral" in text or "anterior rami" in text or text.startswith("S4"):
        return None
    if text.startswith("third occipital"):
        return "third_occipital"
    level = re.match(r"[CTLS]\d+", text)
    assert level is not None, text
    kind = (
        "dorsal_ramus" if "dorsal ramus" in text else "lateral_branch" if "lateral branch" in text else "medial_branch"
    )
    return f"{kind}:{level.group()}"


def joint_of(row: dict[str, str]) -> str:
    return SACROILIAC if row["joint"].startswith("SIJ") else row["joint"]


def aimed_at(spine: Spine, procedure: str, joint: str, side: str) -> dict[str, str]:
    """Nerves that a plan aims at, and the bone where each is met."""
    whole = f"sacroiliac:{side}" if joint == SACROILIAC else f"facet:{joint}:{side}"
    found = targets_of(spine, whole, load_technique(procedure, joint).approach)
    return {nerve: met_at(nerve) for nerve in found}


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_a_row_is_what_every_plan_of_its_joint_aims_at(spine: Spine, row: dict[str, str]) -> None:
    joint, nerve = joint_of(row), nerve_of(row)
    procedures = [p for p in PROCEDURES if p != "facet-injection" and joint in joints_for(p)]
    if nerve is None:
        level = row["nerve"][:2]
        aimed = [name for p in procedures for name in aimed_at(spine, p, joint, "left")]
        assert not [name for name in aimed if f":{level}:" in name and name != "dorsal_ramus:L5:left"]
        return
    assert procedures
    for procedure in procedures:
        for side in SIDES:
            aimed = aimed_at(spine, procedure, joint, side)
            own = [name for name in aimed if name.startswith(nerve) and f":{side}" in name]
            assert own, (procedure, side, sorted(aimed))
            met = row["met_at"].split("-")[-1]  # C2-C3 of the third occipital nerve: the upper C3 articular process
            assert {aimed[name] for name in own} == {bone_of(met)}


def test_plans_aim_at_nothing_that_the_table_does_not_name(spine: Spine) -> None:
    table = defaultdict(set)
    for row in ROWS:
        table[joint_of(row)].add(nerve_of(row))
    for procedure in (p for p in PROCEDURES if p != "facet-injection"):
        for joint in joints_for(procedure):
            for nerve in aimed_at(spine, procedure, joint, "left"):
                assert any(known and nerve.startswith(known) for known in table[joint]), (procedure, joint, nerve)
