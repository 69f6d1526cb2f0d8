"""The C-arm as a machine: its joints, its collimator, what it must not hit, and the dose that it gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spine_viewer.anatomy.spine import Spine
from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm, Collimation, DoseMeter, Look, Room, Setting, dose_rate, view
from spine_viewer.imaging.machine.collimation import opening_mask
from spine_viewer.imaging.machine.motion import motion, stand_side, to_stand
from spine_viewer.imaging.machine.room import frame_of
from spine_viewer.imaging.picture.finish import finish
from spine_viewer.procedures.views import View
from spine_viewer.scene.compose import planned_carm

HERE = (0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def room() -> Room:
    """A trunk like a barrel, 300 mm wide and 200 mm deep, about the isocentre."""
    angle = np.linspace(0.0, 2.0 * np.pi, 90)
    rings = [
        np.stack([150 * np.cos(angle), 100 * np.sin(angle) - 20.0, 0 * angle + z], 1) for z in range(-300, 400, 10)
    ]
    return Room.of(np.vstack(rings))


@given(oblique=st.floats(-44, 44), tilt=st.floats(-60, 60), swing=st.floats(-10, 10))
def test_the_joints_say_where_the_detector_is(oblique: float, tilt: float, swing: float) -> None:
    arm = CArm(HERE, oblique, tilt, wig_wag_deg=swing)
    for side in ("left", "right"):
        found = motion(arm, side)
        out = to_stand(arm, side)
        up, head = np.array([0.0, 1.0, 0.0]), np.cross(out, [0.0, 1.0, 0.0]) * (1 if side == "left" else -1)
        orbit, turn = np.radians([found.orbital_deg, found.angulation_deg])
        again = np.sin(orbit) * out + np.cos(orbit) * (np.cos(turn) * up + np.sin(turn) * head)
        assert np.allclose(again, arm.detector_direction, atol=1e-9)
        frame = frame_of(arm, side)
        assert np.allclose(frame.T @ frame, np.eye(3), atol=1e-9) and np.linalg.det(frame) > 0
        assert np.allclose(frame[:, 2], arm.detector_direction)
        assert abs(out @ frame[:, 1]) < 1e-9, "the horizontal arm lies in the plane of the C"


def test_orbit_counts_towards_the_stand_and_angulation_to_the_head() -> None:
    assert motion(CArm(HERE, 30.0), "left").orbital_deg == pytest.approx(30.0)
    assert motion(CArm(HERE, 30.0), "right").orbital_deg == pytest.approx(-30.0)
    assert motion(CArm(HERE, 107.0), "left").orbital_deg == pytest.approx(107.0)
    for side in ("left", "right"):
        assert motion(CArm(HERE, 0.0, 20.0), side).angulation_deg == pytest.approx(20.0)
    assert stand_side(CArm(HERE, 30.0)) == "right"
    assert stand_side(CArm(HERE, 90.0)) == "left", "that far the arm only reaches from the other side"


@given(oblique=st.floats(-120, 120), tilt=st.floats(-75, 75), swing=st.floats(-10, 10))
def test_wig_wag_keeps_the_picture_axes_orthonormal(oblique: float, tilt: float, swing: float) -> None:
    arm = CArm(HERE, oblique, tilt, wig_wag_deg=swing)
    axes = np.stack([arm.right, arm.up, arm.detector_direction])
    assert np.allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    assert np.allclose(np.cross(arm.right, arm.up), arm.detector_direction)


def test_movements_move_the_beam_the_way_they_say() -> None:
    arm = CArm(HERE)
    assert Setting().applied(arm) == arm
    moved = Setting(table_height_mm=30.0, pan_along_mm=20.0, pan_across_mm=10.0).applied(arm)
    assert moved.isocentre == (10.0, -30.0, 20.0)
    target = np.zeros(3)
    assert np.linalg.norm(target - moved.detector_centre) < np.linalg.norm(target - arm.detector_centre)
    for oblique in (0.0, 90.0):
        swung = Setting(wig_wag_deg=8.0).applied(CArm(HERE, oblique))
        assert swung.isocentre[2] > 100.0, "towards the head, on whichever side the stand is"
    nearer = Setting(source_to_detector_mm=950.0).applied(arm)
    assert nearer.magnification < arm.magnification


@pytest.mark.parametrize("beyond", [{"wig_wag_deg": 11.0}, {"table_height_mm": 101.0}, {"pan_across_mm": -150.0}])
def test_travel_has_an_end(beyond: dict[str, float]) -> None:
    with pytest.raises(InputError, match="allowed"):
        Setting(**beyond)


def test_the_c_arm_does_not_run_into_table_or_patient(room: Room) -> None:
    for oblique in (-90.0, -30.0, 0.0, 30.0, 90.0):
        assert room.refusal(CArm(HERE, oblique)) == ""
    assert "detector would hit the table" in room.refusal(CArm((-40.0, -40.0, 0.0), 100.0))
    assert "would hit the patient" in room.refusal(CArm((0.0, -230.0, 0.0)))
    spanish = room.refusal(CArm((-40.0, -40.0, 0.0), 100.0), language="es")
    assert spanish == "el arco en C no puede llegar ahí: el detector chocaría con la mesa"


@given(iris=st.floats(0.25, 1.0), shutters=st.floats(0.1, 1.0), turn=st.floats(-90, 90))
def test_the_open_area_is_that_of_the_mask_and_of_the_outline(iris: float, shutters: float, turn: float) -> None:
    shut = Collimation(iris, shutters, turn)
    share = opening_mask((256, 256), shut).sum() / opening_mask((256, 256)).sum()
    assert share == pytest.approx(shut.open_share, abs=0.012)
    x, y = shut.outline().T
    area = 0.5 * abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / np.pi
    assert area == pytest.approx(shut.open_share, abs=0.03)


def test_a_collimated_picture_is_black_outside() -> None:
    arm = CArm(HERE, size=(128, 128), collimation=Collimation(shutters=0.3))
    picture = finish(np.full((128, 128), 200, np.uint8), arm, Look(marked=False))
    assert (picture[60:68, 40:45] == 0).all() and (picture[10:118, 60:68] == 200).all()


def test_a_turned_and_flipped_picture_shows_marks_where_things_are() -> None:
    arm = CArm(HERE, size=(128, 128))
    place = np.array([[90.5, 40.5]])
    picture = np.zeros((128, 128), np.uint8)
    picture[39:42, 89:92] = 255
    for look in (
        Look(rotate_deg=90.0),
        Look(rotate_deg=33.0),
        Look(True, True),
        Look(flip_up_down=True, rotate_deg=-50),
    ):
        look = replace(look, invert=False, marked=False)
        col, row = look.placed(place, (128, 128))[0]
        assert finish(picture.copy(), arm, look)[int(row), int(col)] > 200


def test_dose_falls_with_collimation_field_and_pulse_rate() -> None:
    whole = CArm(HERE, field_mm=304.8)
    assert dose_rate(whole, 30.0) == pytest.approx(1.0)
    assert dose_rate(whole, 3.0) == pytest.approx(0.2, abs=0.01), "as published"
    half = replace(whole, collimation=Collimation(iris=0.5))
    assert dose_rate(half, 30.0) == pytest.approx(0.25)
    assert dose_rate(replace(whole, field_mm=152.4), 30.0) < 1.0
    with pytest.raises(InputError, match="pulse rate"):
        dose_rate(whole, 60.0)


def test_the_meter_counts_runs_seconds_and_dose() -> None:
    meter, arm = DoseMeter(), CArm(HERE, field_mm=304.8)
    for now in (10.0, 10.5, 11.0):
        meter.beam(now, arm, 30.0)
    meter.off()
    meter.beam(60.0, arm, 30.0)
    assert meter.exposures == 2
    assert meter.seconds == pytest.approx(1.0 + 2 / 30)
    assert meter.dose == pytest.approx(meter.seconds)
    meter.reset()
    assert (meter.exposures, meter.seconds, meter.dose) == (0, 0.0, 0.0)


def test_a_detector_in_the_way_is_drawn_back_as_little_as_helps() -> None:
    spine = Spine.load(pose="prone")
    room = Room.of(spine.skin.mesh.points)
    wanted = view(spine, "profile", "T5", "left")
    arm = room.reached(wanted, "left")
    assert room.refusal(wanted, "left")
    assert not room.refusal(arm, "left")
    assert 500.0 <= arm.source_to_isocentre_mm < wanted.source_to_isocentre_mm
    assert room.drawn_back(wanted, arm, "left") == "detector drawn back 25 mm: the detector would hit the table"
    assert room.drawn_back(arm, arm, "left") == ""
    assert (arm.isocentre, arm.oblique_deg, arm.tilt_deg) == (wanted.isocentre, wanted.oblique_deg, wanted.tilt_deg)
    free = view(spine, "ap", "L4", "left")
    assert room.reached(free, "left") is free
    steep = view(spine, "trajectory", "L1", "left")
    assert room.reached(steep, "left") is steep


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_lateral_that_is_a_little_tilted_is_reached_by_the_wig_wag(room: Room, side: str) -> None:
    sign = 1.0 if side == "left" else -1.0
    wanted = CArm((0.0, -20.0, 0.0), sign * 90.0, sign * 0.5)
    stand = "right" if side == "left" else "left"
    assert "orbit" in room.refusal(wanted, stand), "angulation turns a flat arc about the beam"
    arm = room.reached(wanted, stand)
    assert room.refusal(arm, stand) == "" and (arm.tilt_deg, arm.wig_wag_deg) == (0.0, pytest.approx(0.5))
    for name in ("detector_direction", "up", "source"):
        assert getattr(arm, name) == pytest.approx(getattr(wanted, name), abs=1e-3)


def test_a_planned_view_is_drawn_back_like_a_named_one() -> None:
    spine = Spine.load(pose="prone")
    room = Room.of(spine.skin.mesh.points)
    wanted = view(spine, "profile", "T5", "left")
    planned = View("profile", wanted.oblique_deg, wanted.tilt_deg, wanted.oblique_deg, np.array(wanted.isocentre))
    assert planned_carm(room, planned, "left") == room.reached(wanted, "right") != wanted
