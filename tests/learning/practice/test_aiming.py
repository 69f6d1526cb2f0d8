"""Choosing where a needle goes in, the C-arm as an action, and the lines of a needle."""

import numpy as np
import pytest

from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm
from spine_viewer.imaging.machine.collimation import Collimation
from spine_viewer.learning.practice import State, expert_script
from spine_viewer.learning.practice import actions as act
from spine_viewer.learning.practice.aiming import aim_on_picture, directed, end_on, first_aim, moved, turned
from spine_viewer.learning.practice.course import expert_courses, length_mm, shaft, tracks

RF, BLOCK = ("medial-branch-rf", "L4-L5"), ("medial-branch-block", "L4-L5")


def test_the_first_aim_is_on_the_skin_of_the_midline_and_straight_from_behind(session):
    practice = session(*BLOCK)
    aim = first_aim(practice)
    assert aim.point[0] == 0.0
    assert aim.angles_deg == pytest.approx((0.0, 0.0))
    state, _ = practice.apply(State(), aim.action())
    assert np.allclose(state.needle.entry, aim.point, atol=1e-6)


@pytest.mark.parametrize(("oblique", "tilt"), [(0.0, 0.0), (25.0, -10.0), (-88.0, 0.0)])
def test_a_place_on_the_picture_is_entered_end_on(session, oblique, tilt):
    practice = session(*BLOCK)
    goal = practice.goals[0].placement.trajectory
    arm = CArm(tuple(goal.tip), oblique, tilt)
    aim = aim_on_picture(practice, arm, np.array([260.0, 240.0]))
    on_way = np.array([aim.point, np.array(aim.point) + 60.0 * np.array(aim.direction)])
    assert np.allclose(arm.pixel_of(on_way), (260.0, 240.0), atol=1e-6)
    behind = (np.array(aim.point) - arm.source) @ arm.detector_direction
    assert behind > arm.source_to_isocentre_mm, "it goes in on the side of the detector"
    state, _ = practice.apply(State(), aim.action())
    assert np.allclose(state.needle.entry, aim.point, atol=0.1)
    assert np.allclose(end_on(aim, arm).direction, aim.direction)


def test_an_aim_moves_on_the_skin_and_turns_about_its_place(session):
    practice = session(*BLOCK)
    aim = first_aim(practice)
    left = moved(practice, aim, 20.0, 5.0)
    assert left.point[0] == pytest.approx(20.0) and left.point[2] == pytest.approx(aim.point[2] + 5.0)
    assert left.direction == aim.direction
    tilted = turned(turned(left, 10.0, 0.0), 0.0, -15.0)
    assert tilted.point == left.point
    assert tilted.angles_deg == pytest.approx((10.0, -15.0))
    assert directed(aim, 10.0, -15.0).direction == pytest.approx(tilted.direction)
    with pytest.raises(InputError, match="no skin"):
        moved(practice, aim, 5000.0, 0.0)


def test_any_c_arm_is_an_action_that_plays_again():
    plain = CArm((1.0, 2.0, 3.0), 20.0, -5.0)
    assert act.SetArm.of(plain) == act.SetArm(oblique_deg=20.0, tilt_deg=-5.0, isocentre=(1.0, 2.0, 3.0))
    arm = CArm((1.0, 2.0, 3.0), 20.0, -5.0, field_mm=152.0, wig_wag_deg=4.0, collimation=Collimation(iris=0.5))
    action = act.SetArm.of(arm)
    assert action.arm() == arm
    (again,) = act.read_actions(act.write_actions((action,)))
    assert again == action


def test_beam_on_during_a_movement_counts_and_is_seen(session):
    practice = session(*RF)
    way = practice.goals[0].placement.trajectory
    begin = [act.SetArm(oblique_deg=0, tilt_deg=0, isocentre=tuple(way.tip)),
             act.Enter(point=tuple(way.entry), direction=tuple(way.direction)), act.Advance(mm=10.0)]  # fmt: skip
    state, _ = practice.play(begin)
    for action in (act.Withdraw(mm=5.0, live=True), act.RotateTip(deg=30.0, live=True),
                   act.Redirect(direction=tuple(way.direction), live=True)):  # fmt: skip
        after, seen = practice.apply(state, action)
        assert seen.shown is not None and after.exposures == state.exposures + 1
        assert after.dose > state.dose
        dark, unseen = practice.apply(state, action.model_copy(update={"live": False}))
        assert unseen.shown is None and dark.exposures == state.exposures
        assert dark.needle == after.needle


def test_a_shaft_runs_from_the_tip_through_the_skin_to_the_hub(session):
    practice = session(*RF)
    history, _ = practice.play(expert_script(practice)[:4])
    path = shaft(history.needle, length_mm(practice, history.needle.depth_mm))
    assert np.allclose(path[0], history.needle.tip)
    lengths = np.linalg.norm(np.diff(path, axis=0), axis=1)
    assert lengths.sum() == pytest.approx(practice.needle.length_mm)
    assert np.allclose(path[1], history.needle.entry)


def test_tracks_keep_the_deepest_course_of_every_needle(session):
    practice = session(*RF)
    states, state = [State()], State()
    for action in expert_script(practice):
        state, _ = practice.apply(state, action)
        states.append(state)
    own, expert = tracks(tuple(states)), expert_courses(practice)
    assert len(own) == len(expert) == sum(len(one.placement.burns) for one in practice.goals)
    for path, course in zip(own, expert, strict=True):
        assert np.allclose(path[-1], course.path[-1], atol=0.3)
        assert np.allclose(path[0], course.path[0], atol=0.3)
