"""The cited facts: every rule holds on them, and the level rules agree with a table of their own."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer import Spine
from spine_viewer.anatomy import ids
from spine_viewer.anatomy.annotations_check import RULES, check_annotations
from spine_viewer.anatomy.avoid import each, find_hazards, load_avoid
from spine_viewer.anatomy.glossary import LANGUAGES, Glossary, crossing_level
from spine_viewer.anatomy.joint_entries import load_joints
from spine_viewer.anatomy.present import present, select
from spine_viewer.anatomy.soft.courses import load_courses
from spine_viewer.anatomy.soft.nerves import Ground, lay_nerves, place

# Joint, its nerves and the bone level at which each is met: innervation table of the facts file, written out by hand.
INNERVATION = """
C2-C3  third_occipital@C3
C3-C4  medial_branch:C3@C3 medial_branch:C4@C4
C4-C5  medial_branch:C4@C4 medial_branch:C5@C5
C5-C6  medial_branch:C5@C5 medial_branch:C6@C6
C6-C7  medial_branch:C6@C6 medial_branch:C7@C7
C7-T1  medial_branch:C7@C7 medial_branch:C8@T1
T1-T2  medial_branch:C8@T1 medial_branch:T1@T2
T2-T3  medial_branch:T1@T2 medial_branch:T2@T3
T3-T4  medial_branch:T2@T3 medial_branch:T3@T4
T4-T5  medial_branch:T3@T4 medial_branch:T4@T5
T5-T6  medial_branch:T4@T5 medial_branch:T5@T6
T6-T7  medial_branch:T5@T6 medial_branch:T6@T7
T7-T8  medial_branch:T6@T7 medial_branch:T7@T8
T8-T9  medial_branch:T7@T8 medial_branch:T8@T9
T9-T10 medial_branch:T8@T9 medial_branch:T9@T10
T10-T11 medial_branch:T9@T10 medial_branch:T10@T11
T11-T12 medial_branch:T10@T11 medial_branch:T11@T12
T12-L1 medial_branch:T11@T12 medial_branch:T12@L1
L1-L2  medial_branch:T12@L1 medial_branch:L1@L2
L2-L3  medial_branch:L1@L2 medial_branch:L2@L3
L3-L4  medial_branch:L2@L3 medial_branch:L3@L4
L4-L5  medial_branch:L3@L4 medial_branch:L4@L5
L5-S1  medial_branch:L4@L5 dorsal_ramus:L5@S1
"""
TABLE = {line.split()[0]: [pair.split("@") for pair in line.split()[1:]] for line in INNERVATION.split("\n") if line}
LOW = ("T12", *ids.LUMBAR, "sacrum", "coccyx", "hip_left", "hip_right")
WHOLE = (*ids.CERVICAL, *ids.THORACIC[:-1], "occiput", *LOW)
# Landmarks that the builders of neck and chest promise; a colon stands for one on each side.
COMMON = """
body_centre pedicle_centre: pedicle_superior: pedicle_inferior: pedicle_medial: pedicle_lateral:
superior_articular_facet: inferior_articular_facet: superior_articular_process_tip: inferior_articular_process_tip:
transverse_process_tip: lamina: spinous_process_tip spinous_process_superior pars_interarticularis:
"""
FORAMEN = """
transverse_foramen_medial: transverse_foramen_lateral: transverse_foramen_anterior: transverse_foramen_posterior:
"""
OCCIPUT = "basion opisthion occipital_condyle: external_occipital_protuberance"
ATLAS = f"""{FORAMEN}
superior_articular_facet: inferior_articular_facet: lateral_mass_centre: anterior_tubercle posterior_tubercle
anterior_arch_posterior posterior_arch: vertebral_artery_groove: transverse_process_tip:
"""
AXIS = f"""{FORAMEN}
dens_tip dens_anterior dens_posterior superior_articular_facet: inferior_endplate_centre body_centre lamina:
transverse_process_tip: pars_interarticularis: spinous_process_tip articular_pillar_waist: pedicle_centre:
pedicle_superior: pedicle_inferior: pedicle_medial: pedicle_lateral:
"""
CERVICAL = f"""{COMMON} {FORAMEN}
articular_pillar_waist: articular_pillar_anterior: articular_pillar_posterior: articular_pillar_centre:
uncinate_process: anterior_tubercle: posterior_tubercle: nerve_groove:
"""
THORACIC = f"{COMMON} superior_costal_facet: transverse_process_superolateral: superior_articular_process_neck:"
PROMISED = {"occiput": OCCIPUT, "C1": ATLAS, "C2": AXIS}
PROMISED |= dict.fromkeys(ids.CERVICAL[2:], CERVICAL) | dict.fromkeys(ids.THORACIC[:-1], THORACIC)


def promised(bone: str) -> set[str]:
    return {f"{name}{side}" for name in PROMISED[bone].split() for side in (ids.SIDES if name.endswith(":") else ("",))}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_holds_on_the_shipped_annotations(rule):
    findings = check_annotations(rules=(rule,))
    assert findings
    assert [f"{f.subject}: {f.value}, allowed {f.allowed}" for f in findings if not f.ok] == []


def test_joints_nerves_and_levels_are_those_of_the_innervation_table():
    joints = {joint.id: joint for joint in load_joints().on_both_sides()}
    crosses = {course.id: course.crosses for course in load_courses().on_both_sides()}
    assert tuple(TABLE) == ids.FACET_JOINT_LEVELS
    for level, supply in TABLE.items():
        for side in ids.SIDES:
            assert joints[f"facet:{level}:{side}"].nerves == tuple(f"{nerve}:{side}" for nerve, _ in supply)
            for nerve, bone in supply:
                assert crosses[f"{nerve}:{side}"] == bone
                assert crossing_level(f"{nerve}:{side}") == bone
    assert joints["sacroiliac:left"].nerves == (
        "dorsal_ramus:L5:left", "lateral_branch:S1:left", "lateral_branch:S2:left", "lateral_branch:S3:left",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("nerve", "label"),
    [
        ("third_occipital:left", "Third occipital nerve (at the C2-C3 joint)"),
        ("medial_branch:C3:left", "C3 deep medial branch (at the C3 articular pillar)"),
        ("medial_branch:C5:left", "C5 medial branch (at the C5 articular pillar)"),
        ("medial_branch:C8:left", "C8 medial branch (at the T1 transverse process)"),
        ("medial_branch:T6:right", "T6 medial branch (at the T7 transverse process)"),
        ("medial_branch:L3:left", "L3 medial branch (at the L4 transverse process)"),
        ("dorsal_ramus:L5:left", "L5 dorsal ramus (at the sacral ala)"),
    ],
)
def test_every_label_says_nerve_and_bone(nerve: str, label: str) -> None:
    assert Glossary().nerve_label(nerve) == label


def test_the_two_uppermost_joints_have_no_medial_branch_target():
    for joint in load_joints().on_both_sides():
        upper = joint.entry.kind in ("atlantooccipital", "atlantoaxial")
        assert joint.entry.medial_branch_target != upper
        if upper:
            assert all(nerve.startswith("ventral_ramus:") for nerve in joint.nerves)


def test_thoracic_cards_carry_the_controversy_in_every_language():
    for language in LANGUAGES:
        for level in ids.THORACIC[:10]:
            card = Glossary(language).card(f"medial_branch:{level}:left", "professional")
            assert "Joshi 2019" in card.text and "39 %" in card.text and "92 %" in card.text
            assert {"joshi_2019", "talsma_2024"} <= set(card.more_sources)


def test_with_the_low_bones_only_nothing_above_is_there():
    spine = Spine.load()
    found = present(LOW)
    assert {joint.id for joint in found.joints} == {
        *(f"facet:{level}:{side}" for level in ids.LUMBAR_JOINT_LEVELS for side in ids.SIDES),
        "sacroiliac:left", "sacroiliac:right",
    }  # fmt: skip
    nerves = {course.id for course in found.courses}
    assert {n for n in nerves if ":C" in n or n.startswith("third")} == set()
    assert all(nerve in nerves for joint in found.joints for nerve in joint.nerves)
    if set(spine.bones) == set(LOW):
        assert set(spine.joints) == {joint.id for joint in found.joints}


def test_with_every_bone_every_joint_and_nerve_is_there():
    found = present(WHOLE)
    assert {j.id for j in found.joints} == {j.id for j in load_joints().on_both_sides()}
    assert {c.id for c in found.courses} == {c.id for c in load_courses().on_both_sides()}


@pytest.mark.parametrize("lost", ["occiput", "C4", "T7", "L3", "hip_left"])
def test_a_missing_bone_takes_away_just_what_needs_it(lost: str):
    bones = set(WHOLE) - {lost}
    found = select(bones, load_courses(), load_joints())
    nerves = {course.id for course in found.courses}
    joints = {joint.id for joint in found.joints}
    for course in found.courses:
        assert lost not in course.bones
        assert course.start is None or course.start in nerves
        assert course.course.kind != "articular_branch" or course.joint in joints
    for joint in found.joints:
        assert lost not in joint.bones
        assert set(joint.nerves) <= nerves
    assert len(joints) < len(list(load_joints().on_both_sides()))


def test_ways_use_landmarks_that_the_builders_promise():
    """For bones that are not built yet; the rules hold the built ones to their own landmarks."""
    names = [name for course in load_courses().on_both_sides() for name in course.landmarks]
    hazards = [one for entry in load_avoid().structures for one in each(entry)]
    names += [name for one in hazards for group in one.landmarks for name in group]
    unknown = {
        mark
        for mark in names
        for bone, _, name in [mark.partition(":")]
        if bone in PROMISED and name not in promised(bone)
    }
    assert unknown == set()


def test_offsets_are_mirrored_and_heights_differ_by_level():
    course = next(c for c in load_courses().courses if c.id.startswith("medial_branch") and "C5" in c.levels)
    target = next(point for point in course.way if point.target)
    heights = {level: target.offset_at(level)[2] for level in course.levels}
    assert heights["C5"] == 0.0 < heights["C4"] == heights["C6"] < heights["C3"]
    left, right = (
        place(("X:a", "X:b"), (3.0, -1.0, 2.0), side, lambda name: np.array([0.0, 4.0, 6.0 if name == "X:a" else 8.0]),
              lambda bone: np.eye(4))
        for side in ids.SIDES
    )  # fmt: skip
    assert left == pytest.approx([3.0, 3.0, 9.0])
    assert right == pytest.approx([-3.0, 3.0, 9.0])


def test_a_ganglion_is_a_stretch_of_its_nerve():
    spine = Spine.load()
    wanted = ("spinal_nerve:L3:left", "dorsal_root_ganglion:L3:left")
    courses = [course for course in load_courses().on_both_sides() if course.id in wanted]

    def far(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.full(len(points), 50.0), np.tile([0.0, 0.0, 1.0], (len(points), 1))

    nerve, ganglion = lay_nerves(courses, Ground(spine.landmark, lambda bone: spine.bone(bone).matrix, far))
    assert ganglion.kind == "dorsal_root_ganglion" and ganglion.target is None
    start = int(np.argmin(np.linalg.norm(nerve.path - ganglion.path[0], axis=1)))
    assert ganglion.path == pytest.approx(nerve.path[start : start + len(ganglion.path)])
    length = np.linalg.norm(np.diff(ganglion.path, axis=0), axis=1).sum()
    assert 4.0 < length < 15.0


def test_foramina_lie_between_the_pedicles_and_behind_the_bodies():
    spine = Spine.load()
    found = {h.id: h for h in find_hazards(spine.bones, spine.landmark, lambda bone: spine.bone(bone).matrix)}
    foramen = found["foramen:L4-L5:left"]
    assert foramen.points[0] == pytest.approx(spine.landmark("L4:pedicle_inferior:left"))
    assert foramen.points[1] == pytest.approx(spine.landmark("L5:pedicle_superior:left"))
    assert found["dural_sac"].drawn == "dural_sac" in spine.structures()
    if "C1" not in spine.bones:
        assert "vertebral_artery:left" not in found and "pleura:left" not in found


def test_a_whole_column_has_its_arteries_and_pleura():
    centre = {bone: np.array([0.0, 0.0, -20.0 * i]) for i, bone in enumerate(WHOLE)}
    found = {h.id: h for h in find_hazards(WHOLE, lambda mark: centre[mark.partition(":")[0]], lambda bone: np.eye(4))}
    artery, pleura = found["vertebral_artery:left"], found["pleura:right"]
    assert artery.points.shape == (11, 3) and artery.radius_mm > 0.0
    assert pleura.points.shape == (12, 4, 3)
    assert (pleura.points[:, -1, 0] < 0.0).all()  # the patient's right is -x
