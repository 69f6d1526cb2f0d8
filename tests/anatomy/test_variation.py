"""Spines other than the default one: shape, joints, nerves, and that nothing breaks."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from spine_viewer import Spine
from spine_viewer.anatomy import check
from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.errors import InputError

LEVEL = "L4-L5"


@cache
def varied(**changes: object) -> Spine:
    """A varied spine lying prone; ``worn`` and ``turned`` are grades and degrees of L4-L5."""
    worn, turned = changes.pop("worn", None), changes.pop("turned", None)
    if worn is not None:
        changes["degeneration"] = {LEVEL: worn}
    if turned is not None:
        changes["tropism"] = {LEVEL: turned}
    return Spine.build(Variation(**changes), pose="prone")  # type: ignore[arg-type]


def rules_broken(spine: Spine, *rules: check.Rule) -> list[str]:
    shipped = check.Shipped({"standing": spine.posed("standing"), "prone": spine.posed("prone")})
    return [f"{f.rule} {f.subject}: {f.value}" for rule in rules for f in rule(shipped) if not f.ok]


def disc_height(spine: Spine, joint: str) -> float:
    upper, lower = joint.split("-")
    roof, floor = (
        spine.landmark(f"{bone}:{name}_endplate_centre") for bone, name in ((upper, "inferior"), (lower, "superior"))
    )
    return float(np.linalg.norm(roof - floor))


def facet_angle(spine: Spine, side: str) -> float:
    """Angle in degrees of the superior facet of L5 out of the sagittal plane."""
    bone = spine.bone("L5")
    x, y, _ = np.array(bone.entry.faces[f"superior_articular_facet:{side}"].normal)
    return float(np.degrees(np.arctan2(y, abs(x))))


def test_no_variation_is_the_default_anatomy() -> None:
    spine, shipped = Spine.build(Variation(), pose="prone"), Spine.load("prone")
    assert spine.manifest is shipped.manifest
    assert (spine.bone("L4").mesh.points == shipped.bone("L4").mesh.points).all()


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"sex": "f"}, "female"),
        ({"stature_cm": 90.0}, "130 to 215 cm"),
        ({"degeneration": {"L4-L5": 1.5}}, "0 to 1"),
        ({"degeneration": {"C1-C2": 0.5}}, "C2-C3"),
        ({"tropism": {"L4-L5": 40.0}}, "-15 to 15 degrees"),
        ({"asymmetry": -1.0}, "0 to 3"),
        ({"seed": -1}, "whole number"),
    ],
)
def test_nonsense_is_refused_with_what_is_allowed(changes: dict, word: str) -> None:
    with pytest.raises(InputError, match=word):
        Variation(**changes)


def test_wear_narrows_disc_and_joint_and_leaves_the_rest() -> None:
    worn, healthy = varied(worn=1.0), Spine.load("prone")
    share = disc_height(worn, LEVEL) / disc_height(healthy, LEVEL)
    assert 0.4 < share < 0.65
    assert disc_height(worn, "L3-L4") == pytest.approx(disc_height(healthy, "L3-L4"), abs=1e-6)
    for side in ("left", "right"):
        narrow, wide = (np.median(check.facet_gap(s, f"facet:{LEVEL}:{side}")) for s in (worn, healthy))
        assert 0.8 <= narrow < 0.65 * wide
    for bone in ("L1", "T6", "sacrum", "rib_5_left"):
        assert worn.bone(bone).local_mesh is worn.bone(bone).local_mesh
        assert (worn.bone(bone).local_mesh.points == healthy.bone(bone).local_mesh.points).all()
    moved = worn.landmark("C2:dens_tip") - healthy.landmark("C2:dens_tip")
    assert moved[2] < -3.0


def test_wear_grows_with_its_grade() -> None:
    grown = []
    for grade in (0.3, 0.6, 1.0):
        shift = varied(worn=grade).bone("L5").local_mesh.points - Spine.load().bone("L5").local_mesh.points
        grown.append(float(np.linalg.norm(shift, axis=1).max()))
    assert 0.5 < grown[0] < grown[1] < grown[2] < 8.0


def test_worn_bones_stay_closed_apart_and_with_their_landmarks() -> None:
    rules = (check.meshes_are_closed, check.genus_is_right, check.neighbours_do_not_overlap)
    assert rules_broken(varied(worn=1.0), *rules, check.landmarks_lie_where_they_say) == []


def test_nerves_and_discs_follow_the_worn_bones() -> None:
    spine = varied(worn=1.0)
    for name in ("medial_branch:L3:left", "medial_branch:L4:right", "spinal_nerve:L4:left", "dorsal_ramus:L5:right"):
        path = spine.nerve(name).path
        assert spine.distance_to_bone(path).min() > 0.0, name
        assert np.linalg.norm(np.diff(path, axis=0), axis=1).max() < 2.0, name
    disc = spine.structure(f"disc:{LEVEL}").mesh
    assert disc.volume < 0.7 * Spine.load("prone").structure(f"disc:{LEVEL}").mesh.volume


@pytest.mark.parametrize("sex", ["female", "male"])
def test_sexes_differ_as_published(sex: str) -> None:
    spine, mean = varied(sex=sex), Spine.load("prone")
    sizes = [np.ptp(s.bone("L5").local_mesh.points, axis=0) for s in (spine, mean)]
    width, _, height = sizes[0] / sizes[1]
    assert (width < height < 1.0) if sex == "female" else (width > height > 1.0)


def test_female_over_male_is_the_published_ratio() -> None:
    female, male = (Variation(sex=sex).scale for sex in ("female", "male"))
    assert female / male == pytest.approx([0.9, 0.9, 0.958])


def test_stature_scales_evenly() -> None:
    assert Variation(stature_cm=181.5).scale == pytest.approx(np.full(3, 1.1))
    tall, mean = varied(stature_cm=181.5), Spine.load("prone")
    assert tall.bone("T6").mesh.volume / mean.bone("T6").mesh.volume == pytest.approx(1.331, rel=1e-3)


def test_tropism_turns_the_left_facet_out_and_the_right_one_in() -> None:
    spine, mean = varied(turned=10.0), Spine.load("prone")
    turned = {side: facet_angle(spine, side) - facet_angle(mean, side) for side in ("left", "right")}
    assert turned["left"] == pytest.approx(5.0, abs=0.5)
    assert turned["right"] == pytest.approx(-5.0, abs=0.5)
    assert rules_broken(spine, check.facet_gaps_are_physiological, check.neighbours_do_not_overlap) == []


def test_the_same_seed_gives_the_same_spine_and_another_seed_another() -> None:
    first, again, other = (
        Spine.build(Variation(asymmetry=1.0, seed=seed)).bone("L4").local_mesh.points for seed in (1, 1, 2)
    )
    assert (first == again).all()
    assert 0.2 < np.abs(first - other).max() < 5.0


def test_asymmetry_makes_the_sides_unlike() -> None:
    spine = varied(asymmetry=1.0, seed=4)
    left, right = (spine.landmarks("L4")[f"transverse_process_tip:{side}"] for side in ("left", "right"))
    centre = spine.landmark("L4:body_centre")
    assert abs(abs(left[0] - centre[0]) - abs(right[0] - centre[0])) > 0.1


def test_both_poses_are_of_one_person() -> None:
    spine = varied(worn=1.0)
    assert spine.posed("standing").bone("L4").local_mesh is not None
    assert (spine.posed("standing").bone("L4").local_mesh.points == spine.bone("L4").local_mesh.points).all()


def test_a_person_is_drawn_once_per_number() -> None:
    assert Variation.random(7) == Variation.random(7) != Variation.random(8)
    people = [Variation.random(seed) for seed in range(60)]
    assert {person.sex for person in people} == {"female", "male"}
    assert 10 < sum(bool(person.worn) for person in people) < 50


def test_somebody_drawn_at_random_is_sound() -> None:
    """One of them; `benchmarks/variation.py` draws as many as one likes."""
    spine = Spine.build(Variation.random(4), pose="prone")
    rules = (check.meshes_are_closed, check.neighbours_do_not_overlap, check.landmarks_lie_where_they_say)
    assert rules_broken(spine, *rules) == []
