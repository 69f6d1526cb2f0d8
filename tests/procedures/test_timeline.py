"""The film: pure, continuous, in order, and true to the plan."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.errors import InputError
from spine_viewer.procedures import plan
from tests.procedures.fake_spine import LUMBAR, FakeSpine, fake_simulate
from tests.procedures.neck_and_chest import made


@pytest.fixture(scope="module", params=LUMBAR)
def film(request):
    return plan(FakeSpine(), request.param, "L4-L5", "left", simulate=fake_simulate).timeline()


@pytest.fixture(scope="module")
def burn():
    return plan(FakeSpine(), "medial-branch-rf", "L4-L5", "left", simulate=fake_simulate).timeline()


def test_steps_fill_the_film_without_gaps(film):
    assert film.steps[0].start_s == 0.0
    for before, after in zip(film.steps[:-1], film.steps[1:], strict=True):
        assert after.start_s == pytest.approx(before.end_s)
    assert film.duration_s == pytest.approx(film.steps[-1].end_s)


def test_needles_are_placed_one_after_the_other(film):
    keys = [s.key for s in film.steps]
    assert keys.index("check_lateral:1") < keys.index("view:2") < keys.index("advance:2")
    assert keys.index("advance:2") < keys.index("inject:1" if "inject:1" in keys else "sensory:1")


def test_at_is_pure(film):
    times = np.linspace(0.0, film.duration_s, 40)
    forth = [film.at(t) for t in times]
    back = [film.at(t) for t in times[::-1]][::-1]
    for a, b in zip(forth, back, strict=True):
        assert a.step.key == b.step.key and a.nerves == b.nerves and a.stimulation == b.stimulation
        assert all(np.array_equal(p.tip, q.tip) for p, q in zip(a.needles, b.needles, strict=True))


def test_nothing_jumps(film):
    """Needle tips, C-arm and lesions move in small steps at 60 pictures a second."""
    previous = film.at(0.0)
    for t in np.arange(1 / 60, film.duration_s, 1 / 60):
        now = film.at(t)
        for a, b in zip(previous.needles, now.needles, strict=True):
            if a.visible and b.visible:
                assert np.linalg.norm(a.tip - b.tip) < 1.5
        assert abs(previous.view.oblique_deg - now.view.oblique_deg) < 2.5
        assert abs(previous.view.tilt_deg - now.view.tilt_deg) < 2.5
        for a, b in zip(previous.nerves, now.nerves, strict=True):
            assert abs(a.state - b.state) < 0.02
        previous = now


def test_needle_hovers_slides_in_and_comes_out(film):
    way = film.plan.nerves[0].trajectory
    before, skin = film.at(film.step_start("skin:1") - 0.01), film.at(film.find("skin:1").end_s - 0.01)
    assert not before.needles[0].visible
    assert skin.needles[0].visible and skin.needles[0].depth_mm == 0.0
    assert np.linalg.norm(skin.needles[0].tip - way.entry) < 0.2
    depths = [
        film.at(t).needles[0].depth_mm
        for t in np.linspace(film.step_start("advance:1"), film.find("advance:1").end_s, 30)
    ]
    assert depths == sorted(depths) and depths[-1] == pytest.approx(way.depth_mm)
    placed = film.at(film.step_start("check_ap:1")).needles[0]
    assert np.allclose(placed.tip, way.tip) and np.allclose(placed.direction, way.direction)
    assert np.linalg.norm(placed.tip - placed.hub) == pytest.approx(placed.needle.length_mm)
    assert not film.at(film.step_start("effect")).needles[0].visible


def test_c_arm_stands_where_the_plan_says_at_every_still(film):
    for step in film.steps:
        if step.view is None:
            continue
        now, wanted = film.at(step.still_s), film.plan.nerves[step.nerve or 0].views[step.view]
        assert not now.view_moving and now.view.name == wanted.name
        assert (now.view.oblique_deg, now.view.tilt_deg) == (wanted.oblique_deg, wanted.tilt_deg)


def test_down_the_needle_the_needle_is_a_dot(film):
    view = film.at(film.still("advance:1")).view
    o, t = np.radians(view.oblique_deg), np.radians(view.tilt_deg)
    towards = np.array([np.sin(o) * np.cos(t), np.cos(o) * np.cos(t), np.sin(t)])
    assert np.allclose(towards, -film.plan.nerves[0].trajectory.direction, atol=1e-6)


def test_lesions_grow_to_what_the_solver_says_and_move_a_needle_width(burn):
    step = burn.find("lesion:1")
    widths = [
        max((x.width_mm for x in burn.at(t).lesions if x.burn == 0), default=0.0)
        for t in np.linspace(step.start_s, step.end_s, 60)
    ]
    assert widths == sorted(widths) and widths[0] == 0.0
    final = [x for x in burn.at(step.end_s).lesions if x.nerve == burn.plan.nerves[0].nerve]
    assert len(final) == 2 and all(x.fraction == 1.0 and not x.heating for x in final)
    assert final[0].width_mm == pytest.approx(burn.plan.lesion.width_mm[-1])
    assert np.linalg.norm(final[1].tip - final[0].tip) == pytest.approx(burn.plan.technique.number("lesion_step_mm"))
    heating = [x for t in np.linspace(step.start_s, step.end_s, 60) for x in burn.at(t).lesions if x.heating]
    assert heating and max(x.temperature_c for x in heating) <= burn.plan.technique.number("temperature_c")
    assert all(len(x.outline) and x.outline[:, 0].max() == pytest.approx(x.width_mm / 2, abs=0.05) for x in heating)


def test_signal_stops_at_the_anaesthetic_and_the_nerve_is_hurt_by_heat_only(film):
    injected = film.find("anaesthetic:1" if film.plan.lesion else "inject:1")
    assert film.at(injected.start_s).nerves[0].signal_passed == pytest.approx(1.0)
    after = film.at(injected.end_s).nerves[0]
    assert after.blocked and after.state == 0.0
    assert film.at(injected.end_s).nerves[1].signal_passed == pytest.approx(1.0)
    end = film.at(film.step_start("effect")).nerves[0]
    assert (end.state > 0.0) == (film.plan.lesion is not None)


def test_recovery_step_runs_the_clock_of_the_after_mode(film):
    step = film.find("recovery")
    days = [film.at(t).recovery.day for t in np.linspace(step.start_s, step.end_s - 1e-9, 50)]
    assert days == sorted(days) and days[0] == 0.0 and days[-1] == pytest.approx(film.recovery.last_day, rel=1e-3)
    assert film.at(step.start_s - 0.01).recovery is None


def test_injected_volume_never_passes_the_technique(film):
    limit = film.plan.technique.number("anaesthetic_ml")
    volumes = [
        x.volume_ml
        for t in np.linspace(0, film.duration_s, 300)
        for x in film.at(t).injectates
        if x.kind == "anaesthetic"
    ]
    assert volumes and max(volumes) <= limit + 1e-9 and max(volumes) == pytest.approx(limit)


def test_captions_are_filled_and_speak_of_the_right_nerve(film):
    for step in film.steps:
        for audience in ("patient", "professional"):
            text = step.caption(audience)
            assert text and "{" not in text and step.name(audience)
    assert "L3 medial branch (at the L4 transverse process)" in film.find("view:1").caption("professional")
    assert "L4 medial branch (at the L5 transverse process)" in film.find("view:2").caption("professional")


def test_stimulation_rises_to_its_figure(burn):
    now = burn.at(burn.still("motor:2"))
    assert now.stimulation.kind == "motor" and now.stimulation.nerve == burn.plan.nerves[1].nerve
    assert (now.stimulation.hz, now.stimulation.volts) == (2.0, 2.0)
    assert burn.at(burn.still("lesion:1")).stimulation is None


def test_times_outside_are_clamped_and_bad_names_listed(film):
    assert film.at(-5.0).step.index == 0 and film.at(1e6).step.index == len(film.steps) - 1
    with pytest.raises(InputError, match="unknown step 'dance'; allowed: pain, position, level"):
        film.step_start("dance")
    with pytest.raises(InputError, match=f"allowed: 0 to {len(film.steps) - 1}"):
        film.step_start(99)
    with pytest.raises(InputError, match="allowed: en"):
        film.at(0.0).caption("patient", "xx")
    with pytest.raises(InputError, match="allowed: patient, professional"):
        film.at(0.0).caption("surgeon")


def test_the_sacrum_has_its_own_words():
    for procedure in LUMBAR:
        film = plan(FakeSpine(), procedure, "L5-S1", "left", simulate=fake_simulate).timeline()
        first, second = (film.find(f"advance:{k}").caption("professional") for k in (1, 2))
        assert "S1 superior articular process" in second and "S1 superior" not in first
        assert "dog" not in film.find("view:2").caption("patient")
        for step in film.steps:
            assert "{" not in step.caption("patient") + step.caption("professional")


@pytest.fixture(scope="module")
def passes():
    """A film with several needles for each nerve."""
    return made("medial-branch-rf", "C4-C5", "right").timeline()


def test_several_needles_of_a_nerve_come_one_after_the_other(passes):
    keys = [s.key for s in passes.steps]
    order = ["advance:1.1", "lesion:1.1", "withdraw:1.1", "skin:1.2", "lesion:1.2", "withdraw:1.2", "skin:2.1"]
    assert [keys.index(k) for k in order] == sorted(keys.index(k) for k in order)
    assert "sensory:1.1" in keys and "sensory:1.2" not in keys
    for step in passes.steps:
        shown = [n.index for n in passes.at(step.still_s).needles if n.visible]
        assert len(shown) <= 1
        if step.action in ("advance", "check", "lesion"):
            assert shown == [2 * step.nerve + step.placement]


def test_the_lesions_of_all_needles_of_a_nerve_add_up(passes):
    end = passes.at(passes.step_start("effect"))
    counts = [sum(x.nerve == n.nerve for x in end.lesions) for n in passes.plan.nerves]
    assert counts == [len(n.burns) for n in passes.plan.nerves] == [4, 4]
    assert sorted(x.burn for x in end.lesions if x.nerve == passes.plan.nerves[0].nerve) == [0, 1, 2, 3]
    half = passes.at(passes.find("lesion:1.1").end_s).nerves[0]
    assert 0.0 < half.state < end.nerves[0].state and end.nerves[0].blocked


def test_views_follow_the_needle_in_hand(passes):
    for key in ("advance:1.1", "advance:1.2"):
        step = passes.find(key)
        view = passes.at(step.still_s).view
        o, t = np.radians(view.oblique_deg), np.radians(view.tilt_deg)
        towards = np.array([np.sin(o) * np.cos(t), np.cos(o) * np.cos(t), np.sin(t)])
        assert np.allclose(towards, -passes.plan.nerves[0].placements[step.placement].trajectory.direction, atol=1e-6)


NECK_AND_CHEST = [
    ("medial-branch-block", "C7-T1"),
    ("third-occipital-block", "C2-C3"),
    ("third-occipital-rf", "C2-C3"),
    ("medial-branch-rf", "C7-T1"),
    ("medial-branch-block", "T11-T12"),
    ("medial-branch-rf", "T7-T8"),
]


@pytest.mark.parametrize(("procedure", "joint"), NECK_AND_CHEST)
def test_every_step_of_neck_and_chest_has_its_words_and_its_view(procedure, joint):
    film = made(procedure, joint, "left").timeline()
    for step in film.steps:
        for audience in ("patient", "professional"):
            assert "{" not in step.caption(audience) and step.caption(audience)
        if step.view is not None:
            here = film.plan.nerves[step.nerve or 0].placements[step.placement or 0]
            assert step.view in here.views and film.at(step.still_s).view.name == step.view
