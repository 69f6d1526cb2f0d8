"""Scenes of a procedure show exactly what the timeline says, at any moment."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.procedures import plan
from spine_viewer.procedures.heat import heat_in_even_tissue
from spine_viewer.scene import DEFAULT_LAYERS, SceneRequest, compose, xray_moment
from spine_viewer.scene.compose import exposure, film_field
from spine_viewer.scene.guided import guided_camera
from tests.procedures.fake_spine import fake_simulate
from tests.scene.film_spine import FilmSpine

RF = "medial-branch-rf"


@pytest.fixture(scope="module")
def spine() -> FilmSpine:
    return FilmSpine()


@pytest.fixture(scope="module")
def film(spine: FilmSpine):
    return plan(spine, RF, "L4-L5", "left", simulate=fake_simulate).timeline()


@pytest.fixture(scope="module")
def heat(film):
    return heat_in_even_tissue(film.plan)


def scene_at(spine, film, time_s, heat=None, **more):
    request = SceneRequest(view="guided", procedure=RF, joint="L4-L5", side="left", time_s=time_s, **more)
    return compose(spine, request, film.plan, film, heat=heat)


def placed(item, point) -> np.ndarray:
    return item.matrix[:3, :3] @ np.asarray(point, dtype=float) + item.matrix[:3, 3]


def test_every_step_has_its_caption_and_camera(spine, film) -> None:
    for step in film.steps:
        for audience in ("patient", "professional"):
            scene = scene_at(spine, film, step.still_s, audience=audience)
            assert scene.caption == film.at(step.still_s).caption(audience, "en")
            assert np.isfinite(scene.camera.position).all()


def test_the_x_ray_alone_is_that_of_the_scene(spine, film, heat) -> None:
    for step in film.steps:
        asked = {"time_s": step.still_s, "layers": DEFAULT_LAYERS}
        request = SceneRequest(view="guided", procedure=RF, joint="L4-L5", side="left", **asked)
        whole = compose(spine, request, film.plan, film, heat=heat).fluoroscopy
        alone = exposure(spine, request, film, heat=heat)
        assert alone.carm == whole.carm and len(alone.needles) == len(whole.needles)
        for one, other in zip(alone.needles, whole.needles, strict=True):
            assert np.array_equal(one.tip, other.tip) and np.array_equal(one.hub, other.hub)
        assert [o.id for o in alone.outlines] == [o.id for o in whole.outlines]


def test_the_needle_stands_where_the_timeline_has_it(spine, film) -> None:
    for fraction in (0.3, 0.7, 1.0):
        step = film.find("advance:1")
        time_s = step.start_s + fraction * step.duration_s
        needle, pose = scene_at(spine, film, time_s).item("needle:0"), film.at(time_s).needles[0]
        assert placed(needle, (0, 0, 0)) == pytest.approx(pose.tip)
        assert placed(needle, (0, 0, pose.needle.length_mm)) == pytest.approx(pose.hub, abs=1e-6)


def test_advancing_moves_the_needle_without_a_new_mesh(spine, film) -> None:
    step = film.find("advance:1")
    prints = {
        scene_at(spine, film, step.start_s + f * step.duration_s).item("needle:0").geometry.fingerprint
        for f in (0.2, 0.5, 0.9)
    }
    assert len(prints) == 1


def size(item, state) -> tuple[float, float]:
    """Length along the electrode and width across it of an item, mm."""
    vertices = item.geometry.vertices - state.tip
    along = vertices @ state.direction
    across = np.linalg.norm(vertices - along[:, None] * state.direction, axis=1)
    return float(np.ptp(along)), 2.0 * float(across.max())


def test_without_growths_the_lesion_has_the_size_of_the_plan(spine, film) -> None:
    moment = film.at(film.find("lesion:1").end_s - 1e-3)
    state = moment.lesions[0]
    item = scene_at(spine, film, moment.t_s).item(f"lesion:{state.nerve}:{state.burn}")
    assert size(item, state) == pytest.approx((state.length_mm, state.width_mm), rel=0.01)


def test_isotherms_lie_one_in_the_other_and_grow_while_it_heats(spine, film, heat) -> None:
    step = film.find("lesion:1")
    nerve = film.plan.nerves[0].nerve
    widths = []
    for part in (0.2, 0.4):
        time_s = step.start_s + part * step.duration_s
        state = film.at(time_s).lesions[0]
        scene = scene_at(spine, film, time_s, heat=heat)
        shells = [size(scene.item(f"lesion:{nerve}:0:{celsius}"), state)[1] for celsius in (45, 50, 60)]
        assert shells == sorted(shells, reverse=True)
        dead = size(scene.item(f"lesion:{nerve}:0"), state)[1]
        assert shells[2] < dead < shells[0]
        widths.append(dead)
        assert {"45 °C", "50 °C", "60 °C"} <= {label.text for label in scene.labels}
    assert widths[1] > widths[0]
    done = scene_at(spine, film, film.find("withdraw").start_s, heat=heat)
    assert f"lesion:{nerve}:0" in {i.id for i in done.items}
    assert not any(i.id.endswith(":45") for i in done.items), "nothing is warm any more"


def test_the_x_ray_is_asked_for_the_outline_of_what_is_dead(spine, film, heat) -> None:
    before = scene_at(spine, film, film.still("anaesthetic:1"), heat=heat).fluoroscopy
    after = scene_at(spine, film, film.find("withdraw").start_s, heat=heat).fluoroscopy
    assert before.outlines == ()
    assert [len(one.surfaces) for one in after.outlines] == [len(n.burns) for n in film.plan.nerves]


@pytest.mark.parametrize(("language", "name"), [("en", "dead tissue"), ("es", "tejido muerto")])
def test_an_outline_is_named_in_the_language_that_was_asked_for(spine, film, language, name, monkeypatch) -> None:
    monkeypatch.setattr(xray_moment, "xray_fluids", lambda moment, spreads: ())  # fluids need real bones
    asked = xray_moment.request_at(spine, film.plan, None, "withdraw", language=language)
    assert {one.name for one in asked.outlines} == {name}


def test_before_the_treatment_signals_run_the_whole_nerve_and_after_it_they_stop(spine, film) -> None:
    target = film.plan.nerves[0]
    path = np.asarray(spine.nerve(target.nerve).path)
    cut = int(np.argmin(((path - target.target.point) ** 2).sum(axis=1)))

    def beads(step: str) -> np.ndarray:
        scene = scene_at(spine, film, film.still(step))
        return np.array([i.matrix[:3, 3] for i in scene.items if i.id.startswith(f"signal:{target.nerve}:")])

    def places(points: np.ndarray) -> np.ndarray:
        return np.array([int(np.argmin(((path - p) ** 2).sum(axis=1))) for p in points])

    assert places(beads("level")).min() < cut
    assert places(beads("effect")).min() >= cut


def test_beyond_the_lesion_the_nerve_is_another_item_and_not_told_by_colour_alone(spine, film) -> None:
    nerve = film.plan.nerves[0].nerve
    before = scene_at(spine, film, film.still("level"))
    after = scene_at(spine, film, film.still("effect"))
    assert not any(i.id == f"{nerve}:beyond" for i in before.items)
    near, far = after.item(nerve), after.item(f"{nerve}:beyond")
    assert far.geometry.diameter_mm < near.geometry.diameter_mm
    assert far.style.colour != near.style.colour
    assert far.structure_id == nerve


def test_the_camera_never_jumps(spine, film) -> None:
    joint = spine.joint(film.plan.joint_id)

    def camera(time_s: float):
        return guided_camera(spine, film, film.at(time_s), joint)

    for step in film.steps[1:]:
        before, after = camera(step.start_s - 1e-4), camera(step.start_s + 1e-4)
        assert np.degrees(np.arccos(min(1.0, before.direction @ after.direction))) < 0.5
        assert np.linalg.norm(np.asarray(before.focal_point) - after.focal_point) < 0.5
        assert after.parallel_scale == pytest.approx(before.parallel_scale, rel=0.01)
    assert np.degrees(np.arccos(camera(1.0).direction @ camera(film.still("lesion:1")).direction)) > 5.0


def test_the_x_ray_sees_the_needles_that_are_in_the_picture(spine, film) -> None:
    scene = scene_at(spine, film, film.still("lesion:1"))
    assert scene.fluoroscopy is not None
    assert {n.id for n in scene.fluoroscopy.needles} == {i.id for i in scene.items if i.layer == "needle"}
    view = film.at(film.still("lesion:1")).view
    assert scene.fluoroscopy.carm.oblique_deg == pytest.approx(view.oblique_deg)


def test_without_the_needle_layer_there_is_no_needle(spine, film) -> None:
    scene = scene_at(spine, film, film.still("lesion:1"), layers=DEFAULT_LAYERS - {"needle", "lesion"})
    assert not {i.layer for i in scene.items} & {"needle", "lesion"}
    assert not any("needle" in label.id or "lesion" in label.id for label in scene.labels)


def test_after_a_neurotomy_the_signal_stops_and_months_later_it_is_back(spine, film) -> None:
    recovery = film.recovery
    nerve = film.plan.nerves[0].nerve

    def scene(day: float):
        request = SceneRequest(view="close-up", procedure=RF, joint="L4-L5", side="left", after_days=day)
        return compose(spine, request, film.plan, film, recovery)

    early, late = scene(1.0), scene(recovery.last_day)
    assert early.caption == recovery.text(1.0, "professional", "en")
    assert not any(i.layer == "needle" for i in early.items)
    count = [sum(i.id.startswith(f"signal:{nerve}:") for i in s.items) for s in (early, late)]
    assert count[0] < count[1]
    opacity = [sum(i.style.opacity for i in s.items if i.id.startswith("lesion:")) for s in (early, late)]
    left = [1.0 - recovery.at(day).signal_passed for day in (1.0, recovery.last_day)]
    assert opacity[1] / opacity[0] == pytest.approx(left[1] / left[0])


def test_steps_show_the_skin_or_see_through_the_pelvis_as_they_need(spine, film) -> None:
    skin = {step.id: "skin" in {i.id for i in scene_at(spine, film, step.still_s).items} for step in film.steps}
    assert skin["position"] and skin["skin"]
    assert not skin["lesion"]


def test_small_bones_are_magnified_while_one_needle_is_in_hand(film) -> None:
    level, needle = film.at(film.find("level").still_s), film.at(film.find("advance:1").still_s)
    assert film_field(needle, "C5-C6") == film_field(needle, "T6-T7") == "6 in"
    assert film_field(needle, "L4-L5") == film_field(level, "C5-C6") == film_field(None, "C5-C6") == "9 in"


def test_one_needle_and_one_lesion_are_named_for_all(spine, film) -> None:
    for key in ("withdraw", "effect"):
        names = [label.id for label in scene_at(spine, film, film.find(key).still_s).labels]
        assert sum(name.startswith("label:needle") for name in names) <= 1
        assert sum(name.startswith("label:lesion") for name in names) == 1


def test_a_test_current_runs_to_the_cord_and_another_one_to_the_muscle(spine, film) -> None:
    nerve = film.plan.nerves[0]
    path = np.asarray(spine.nerve(nerve.nerve).path)
    target = int(np.argmin(np.linalg.norm(path - nerve.target.point, axis=1)))

    def places(action: str) -> list[int]:
        scene = scene_at(spine, film, film.find(f"{action}:1").still_s)
        beads = [item.matrix[:3, 3] for item in scene.items if item.id.startswith("current:") and "glow" not in item.id]
        return [int(np.argmin(np.linalg.norm(path - bead, axis=1))) for bead in beads]

    assert places("sensory") and all(place <= target for place in places("sensory"))
    assert places("motor") and all(place >= target for place in places("motor"))
    still = scene_at(spine, film, film.find("lesion:1").still_s)
    assert not [item for item in still.items if item.id.startswith("current:")]


def test_a_view_of_the_whole_joint_is_centred_near_the_midline(film) -> None:
    level, own = film.find("level"), film.find("check_ap:1")
    assert abs(film.view_of(level).isocentre[0]) < 0.3 * abs(film.view_of(own).isocentre[0])
    assert film.view_of(level).tilt_deg == film.plan.nerves[0].views["ap"].tilt_deg
