"""Pictures of the shipped spine: what a physician must find in each view."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from spine_viewer.anatomy.folders import meshes_folder
from spine_viewer.anatomy.spine import Spine
from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm, Fluoroscope, LeakyMeshWarning, Look, patient, snapshot, view
from spine_viewer.imaging.patient import as_needles, save_integrals, save_png
from spine_viewer.imaging.picture.detector import field_mask

pytestmark = pytest.mark.skipif(not (meshes_folder() / "manifest.json").exists(), reason="meshes are not built")
QUIET = Look(noise=False, marked=False)
SIZE = (256, 256)


@pytest.fixture(scope="module")
def spine() -> Any:
    return Spine.load(pose="prone")


@pytest.fixture(scope="module")
def scope(spine: Any) -> Fluoroscope:
    return Fluoroscope(patient(spine, gas=False))


@pytest.mark.parametrize("name", ["ap", "oblique", "lateral", "trajectory"])
@pytest.mark.parametrize("level", ["L2", "L4", "S1"])
def test_every_view_is_sound_and_neither_black_nor_white(spine: Any, scope: Fluoroscope, name: str, level: str) -> None:
    arm = view(spine, name, level, "left", size=SIZE)
    with warnings.catch_warnings():
        warnings.simplefilter("error", LeakyMeshWarning)
        seen = scope.expose(arm, look=QUIET)
    middle = seen.picture[field_mask(SIZE, 0.5) > 0].astype(float)
    assert 80 < np.median(middle) < 180
    assert middle.std() > 12
    assert np.mean(middle < 10) < 0.02 and np.mean(middle > 245) < 0.25
    assert np.isfinite(seen.integrals).all() and seen.integrals.max() < 25


def line_of(scope: Fluoroscope, arm: CArm, points: Any) -> np.ndarray:
    """Line integrals along a row of world points."""
    column, row = np.floor(arm.pixel_of(points)).astype(int).T
    return scope.integrals(arm)[row, column]


@pytest.mark.parametrize("level", ["L3", "L4", "L5"])
def test_ap_draws_the_superior_endplate_as_a_dark_line(spine: Any, scope: Fluoroscope, level: str) -> None:
    """Squared, the shell of the endplate is crossed lengthwise: darker than 8 mm below it; not so when tilted."""
    arm = view(spine, "ap", level, size=(512, 512))
    middle = spine.landmark(f"{level}:superior_endplate_centre")
    side = 0.3 * (spine.landmark(f"{level}:superior_endplate_left") - middle)

    def sharpness(carm: CArm) -> float:
        steps = np.linspace(-4, 8, 49)[:, None] * -carm.up
        profile = np.mean([line_of(scope, carm, middle + share * side + steps) for share in (-1, 1)], axis=0)
        return float(np.abs(np.diff(profile)).max())

    assert sharpness(arm) > 1.25 * sharpness(arm.turned(tilt_deg=arm.tilt_deg + 18))


def test_lateral_superimposes_the_pedicles(spine: Any) -> None:
    arm = view(spine, "lateral", "L4", size=SIZE)
    left, right = (arm.pixel_of(spine.landmark(f"L4:pedicle_centre:{side}")) for side in ("left", "right"))
    assert np.linalg.norm(left - right) * arm.pixel_mm < 0.2
    assert abs(abs(arm.oblique_deg) - 90) < 10 and abs(arm.tilt_deg) < 10


@pytest.mark.parametrize("side", ["left", "right"])
def test_scotty_dog_shows_the_near_pedicle_inside_the_body(spine: Any, side: str) -> None:
    arm = view(spine, "oblique", "L4", side)
    assert 20 <= abs(arm.oblique_deg) <= 40
    eye = arm.pixel_of(spine.landmark(f"L4:pedicle_centre:{side}"))[0]
    edges = [arm.pixel_of(spine.landmark(f"L4:superior_endplate_{part}"))[0] for part in ("left", "right")]
    share = (eye - min(edges)) / (max(edges) - min(edges))
    assert 0.2 < share < 0.8


def test_left_is_left(spine: Any, scope: Fluoroscope) -> None:
    arm = view(spine, "ap", "L4", size=SIZE)
    tip = spine.landmark("L4:transverse_process_tip:left")
    pin = as_needles([([tip, tip + np.array([0, 60, 0])], 1.27)])
    change = scope.integrals(arm, pin) - scope.integrals(arm)
    columns = np.nonzero(change > 0.1)[1]
    assert len(columns) > 0 and columns.max() < SIZE[1] / 2


def test_coarse_bones_give_nearly_the_same_picture(spine: Any, scope: Fluoroscope) -> None:
    arm = view(spine, "oblique", "L4", size=SIZE)
    coarse = Fluoroscope(patient(spine, coarse=True, gas=False))
    difference = coarse.integrals(arm) - scope.integrals(arm)
    assert np.sqrt((difference**2).mean()) < 0.05


def test_snapshot_is_repeatable_and_saved_as_asked(spine: Any, tmp_path: Any) -> None:
    from PIL import Image

    arm = view(spine, "ap", "L4", size=(128, 128))
    first, second = snapshot(spine, arm), snapshot(spine, arm)
    assert np.array_equal(first.picture, second.picture) and np.array_equal(first.integrals, second.integrals)
    save_png(first, tmp_path / "a.png")
    save_integrals(first, tmp_path / "a.npy")
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.mode == "L" and np.array_equal(np.asarray(picture), first.picture)
    raw = np.load(tmp_path / "a.npy")
    assert raw.dtype == np.float32 and np.array_equal(raw, first.integrals)


def test_no_needle_is_refused() -> None:
    with pytest.raises(InputError, match="needle None"):
        as_needles([None])
