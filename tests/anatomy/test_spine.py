"""The shipped spine: its contract, its validators, its calipers, and that the meshes are what the builders make."""

from __future__ import annotations

import json
import weakref

import numpy as np
import pytest

from spine_viewer import Spine
from spine_viewer.anatomy.bones.builders import build_bone
from spine_viewer.anatomy.check import RULES, Shipped, facet_gap, run_checks
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.levels import POSES, load_levels
from spine_viewer.anatomy.manifest import load_manifest
from spine_viewer.anatomy.measure import measure_all
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.anatomy.soft.courses import load_courses
from spine_viewer.errors import InputError

# The published pedicle of T1 does not fit between its published body and canal; the other is close to its band.
# docs/limits.md names both.
KNOWN_MISSES = {("T1", "PDW"), ("T12-L1", "segmental_lordosis_standing")}


@pytest.fixture(scope="module", params=POSES)
def spine(request: pytest.FixtureRequest) -> Spine:
    return Spine.load(pose=request.param)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_holds_on_every_shipped_mesh(rule):
    findings = run_checks(rules=(rule,))
    assert findings
    assert [f"{f.subject}: {f.value}, allowed {f.allowed}" for f in findings if not f.ok] == []


def test_a_spine_goes_when_nobody_needs_it_any_more():
    spine = Spine.load()
    joint = spine.joint("facet:L4-L5:left")
    assert joint == spine.joint(joint.id) and joint.cartilage is spine.structure(joint.cartilage_id).mesh
    assert spine.nerve("medial_branch:L3:left").joints and spine.distance_to_bone(joint.centre) < 5.0
    left = weakref.ref(spine)
    del spine, joint
    assert left() is None, "something on it holds it"


def test_a_moved_landmark_is_found_out(monkeypatch):
    from spine_viewer.anatomy import check

    spine = Spine.load()
    entry = spine.manifest.bones["L4"].landmarks["spinous_process_tip"]
    wrong = entry.model_copy(update={"point": (0.0, 0.0, 40.0)})
    monkeypatch.setitem(spine.manifest.bones["L4"].landmarks, "spinous_process_tip", wrong)
    failed = [f.subject for f in check.landmarks_lie_where_they_say(Shipped({"standing": spine})) if not f.ok]
    assert failed == ["L4:spinous_process_tip (surface)"]


def test_checked_and_well_remembered_dimensions_are_met_on_the_meshes():
    rows = measure_all()
    assert len(rows) > 300
    chosen = [row for row in rows if row.status in ("V", "M-high")]
    missed = {(r.level, r.dimension): f"{r.measured} not in {r.low}-{r.high}" for r in chosen if r.within is False}
    assert {place: miss for place, miss in missed.items() if place not in KNOWN_MISSES} == {}
    assert [(row.level, row.dimension) for row in rows if row.measured is None] == []


def test_meshes_carry_normals_and_colours_in_world_mm(spine):
    bone = spine.bone("L4")
    assert bone.mesh.n_points == bone.local_mesh.n_points > bone.coarse.n_points
    assert bone.mesh.point_data["RGB"].shape == (bone.mesh.n_points, 3)
    assert np.linalg.norm(bone.mesh.point_data["Normals"], axis=1) == pytest.approx(1.0, abs=1e-3)
    assert bone.distance(spine.landmark("L4:body_centre"))[0] < -8.0
    assert bone.distance(spine.landmark("L4:mamillary_process:left"))[0] == pytest.approx(0.0, abs=0.35)


def test_left_is_left_and_up_is_up(spine):
    for bone in ("L1", "L5"):
        assert spine.landmark(f"{bone}:mamillary_process:left")[0] > 10.0
        assert spine.landmark(f"{bone}:mamillary_process:right")[0] < -10.0
        assert spine.landmark(f"{bone}:spinous_process_tip")[1] > spine.landmark(f"{bone}:body_centre")[1] + 30.0
    heights = [spine.landmark(f"{level}:body_centre")[2] for level in ("T12", "L1", "L2", "L3", "L4", "L5")]
    assert heights == sorted(heights, reverse=True)
    assert spine.landmark("sacrum:s1_endplate_centre") == pytest.approx(np.zeros(3), abs=3.0)


def test_joints_follow_the_level_rule(spine):
    assert spine.joint("facet:L4-L5:left").nerves == ("medial_branch:L3:left", "medial_branch:L4:left")
    assert spine.joint("facet:L1-L2:right").nerves == ("medial_branch:T12:right", "medial_branch:L1:right")
    assert spine.joint("facet:L5-S1:left").nerves == ("medial_branch:L4:left", "dorsal_ramus:L5:left")
    for joint in spine.joints:
        assert all(nerve in spine.nerves for nerve in spine.joint(joint).nerves)


def test_a_medial_branch_crosses_bone_one_level_below_its_name(spine):
    nerve = spine.nerve("medial_branch:L3:left")
    assert nerve.crosses == "L4"
    target = nerve.path[nerve.target]
    distances = {bone: float(spine.bone(bone).distance(target)[0]) for bone in ("L3", "L4", "L5")}
    assert min(distances, key=distances.get) == "L4"
    assert 0.0 < distances["L4"] < 2.5


def test_paths_are_smooth_and_run_downwards(spine):
    for name in spine.nerves:
        path = spine.nerve(name).path
        steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
        assert steps.max() < 3.0
        if spine.nerve(name).kind == "medial_branch":
            assert path[0, 2] > path[-1, 2]


def test_facet_gap_is_measured_on_many_points(spine):
    assert len(facet_gap(spine, "facet:L4-L5:left")) > 200


def test_cartilage_lies_in_the_gap(spine):
    joint = spine.joint("facet:L4-L5:left")
    points = np.asarray(joint.cartilage.points)
    for bone in joint.bones:
        assert spine.bone(bone).distance(points).min() > -0.1
    from_bone = spine.distance_to_bone(points)
    assert np.percentile(from_bone, 95) < 2.0  # half of the widest gap that is allowed
    assert from_bone.max() < 3.0


def test_shipped_bone_is_what_its_builder_makes():
    """The field of the builder is zero on the shipped mesh, but for what the neighbours' clearance took away."""
    model = build_bone("L3")
    vertices = np.asarray(Spine.load().bone("L3").local_mesh.points, dtype=float)
    values = model.field(vertices)
    assert np.median(np.abs(values)) < 0.02
    assert np.percentile(values, 99.5) < 0.1  # nothing is added
    assert (np.abs(values) < 0.1).mean() > 0.75


def test_sources_of_every_figure_exist():
    sources = json.loads((annotations_folder() / "sources.json").read_text())
    keys = {row.source for row in load_morphometry().rows} | {c.source for c in load_courses().courses}
    levels = load_levels()
    for table in (*levels.segmental_lordosis_deg.values(), levels.sacral_slope_deg, levels.gaps_mm):
        keys |= {figure.source for figure in table.values()}
    assert keys - set(sources) == set()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Spine.load(pose="sitting"), "standing, prone"),
        (lambda: Spine.load().bone("L9"), "allowed: occiput, C1"),
        (lambda: Spine.load().landmark("L4:nose"), "landmark of L4"),
        (lambda: Spine.load().joint("facet:L9-S1:left"), "facet:L1-L2:left"),
        (lambda: Spine.load().nerve("medial_branch:L9:left"), "medial_branch:T12:left"),
        (lambda: Spine.build(variation={"sex": "f"}), "a Variation, or None"),
    ],
)
def test_unknown_names_are_refused_in_one_line(call, message):
    with pytest.raises(InputError, match=message) as error:
        call()
    assert "\n" not in str(error.value)


def test_manifest_lists_every_pose():
    assert set(load_manifest().poses) == set(POSES)
