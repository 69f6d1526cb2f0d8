"""The simulated picture: what it must show, and what must not change it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import trimesh

from spine_viewer.errors import InputError
from spine_viewer.imaging import (
    Beam,
    CArm,
    Collimation,
    Fluoroscope,
    LeakyMeshWarning,
    Look,
    Solid,
    attenuation_per_mm,
    needle,
    tube,
)
from spine_viewer.imaging.picture import detector, display, marker, smooth, windows
from spine_viewer.imaging.picture.smooth import _taps, narrow, narrow_numpy, wide
from spine_viewer.imaging.projector import paths

ARM = CArm((0, 0, 0), size=(256, 256))
QUIET = Look(noise=False, marked=False)


def ball(radius: float, centre: tuple[float, float, float] = (0, 0, 0)) -> trimesh.Trimesh:
    mesh = trimesh.creation.icosphere(4, radius=radius)
    mesh.apply_translation(centre)
    return mesh


def trunk() -> Solid:
    return Solid("trunk", trimesh.creation.box((300, 200, 400)), "trunk_tissue")


def bone(radius: float = 20, name: str = "bone", centre: tuple[float, float, float] = (0, 0, 0)) -> list[Solid]:
    return [
        Solid(name, ball(radius, centre), "cortical_bone", "trunk_tissue"),
        Solid(f"{name}:core", ball(radius - 1.5, centre), "cancellous_bone", "cortical_bone"),
    ]


def pin(x: float = 0.0) -> Solid:
    return needle("pin", [[x - 30, 40, 10], [x, 10, 0]], 1.27)


def test_materials_add_up_along_the_middle_ray() -> None:
    seen = Fluoroscope([trunk(), *bone()]).expose(ARM)
    energy = Beam().effective_energy_kev
    expected = (
        160 * attenuation_per_mm("trunk_tissue", energy)
        + 3 * attenuation_per_mm("cortical_bone", energy)
        + 37 * attenuation_per_mm("cancellous_bone", energy)
    )
    assert seen.integrals[128, 128] == pytest.approx(expected, rel=1e-3)
    assert seen.integrals.dtype == np.float32 and seen.picture.dtype == np.uint8


@pytest.mark.parametrize("moving", [False, True])
def test_a_share_of_a_body_counts_as_that_share(moving: bool) -> None:
    carm = CArm((0, 0, 0), size=(256, 256))
    ball = trimesh.creation.icosphere(subdivisions=4, radius=6.0)
    whole, part = (Solid("dye", ball, "contrast_300", "trunk_tissue", share) for share in (1.0, 0.25))
    dark, pale = (
        Fluoroscope().integrals(carm, [one]) if moving else Fluoroscope([one]).integrals(carm) for one in (whole, part)
    )
    assert dark.max() > 1.0
    assert np.allclose(pale, 0.25 * dark, atol=1e-5)


def test_dense_things_are_dark_unless_inverted() -> None:
    scope = Fluoroscope([trunk(), *bone()])
    dark, light = (scope.expose(ARM, look=Look(noise=False, marked=False, invert=flag)).picture for flag in (0, 1))
    assert dark[128, 128] < dark[128, 40]
    assert light[128, 128] > light[128, 40]
    assert dark[0, 0] == light[0, 0] == 0


def test_the_cortical_shell_draws_an_outline() -> None:
    row = Fluoroscope([trunk(), *bone()]).expose(ARM, look=QUIET).picture[128].astype(int)
    edge = row[:120].argmin()
    assert row[edge] < row[128] < row[40]


def test_a_needle_in_a_kept_picture_equals_a_needle_in_a_fresh_one() -> None:
    kept = Fluoroscope([trunk(), *bone()], seed=3)
    kept.expose(ARM)
    kept.expose(ARM, [pin(25)])
    fresh = Fluoroscope([trunk(), *bone()], seed=3)
    first, second = kept.expose(ARM, [pin()]), fresh.expose(ARM, [pin()])
    assert np.array_equal(first.picture, second.picture)
    assert np.array_equal(first.integrals, second.integrals)
    assert not np.array_equal(first.picture, kept.expose(ARM).picture)


def test_only_the_needle_is_projected_when_only_the_needle_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    scope = Fluoroscope([trunk(), *bone()], threads=1)
    scope.expose(ARM)
    calls: list[int] = []
    original = paths.mesh_patch
    monkeypatch.setattr(
        paths, "mesh_patch", lambda mesh, carm, backend: calls.append(carm.size[0]) or original(mesh, carm, backend)
    )
    scope.expose(ARM, [pin()])
    assert calls == [512]
    scope.place([*scope.solids[:1], *bone(18)])
    scope.expose(ARM)
    assert calls == [512, 256, 256]


def test_around_a_needle_nothing_else_changes() -> None:
    scope = Fluoroscope([trunk(), *bone()])
    without, with_it = (scope.expose(ARM, moving, look=QUIET).picture.astype(int) for moving in ([], [pin()]))
    changed = np.argwhere(without != with_it)
    ends = ARM.pixel_of([[-30, 40, 10], [0, 10, 0]])
    low, high = ends.min(0)[::-1] - 12, ends.max(0)[::-1] + 12
    assert len(changed) > 50
    assert (changed >= low).all() and (changed <= high).all()
    tip = tuple(int(value) for value in ARM.pixel_of([-15, 25, 5])[::-1])
    assert with_it[tip] < without[tip] - 30


def test_a_needle_is_as_dark_as_its_steel() -> None:
    shaft = needle("pin", [[-40, 0, 0], [40, 0, 0]], 1.27, inside=None)
    raw = Fluoroscope([]).expose(CArm((0, 0, 0), size=(512, 512)), [shaft]).integrals
    energy = Beam().effective_energy_kev
    column = raw[:, 256]
    area = column.sum() * 0.7 * 228.6 / 512  # pixels are 0.7 times as wide at the needle as on the detector
    assert area == pytest.approx(attenuation_per_mm("steel", energy) * np.pi * 1.27**2 / 4, rel=0.03)


def test_brightness_ignores_direct_exposure() -> None:
    """A patient who fills half of the picture is shown as bright as one who fills it all."""
    filled = Fluoroscope([Solid("t", trimesh.creation.box((400, 150, 400)), "trunk_tissue")]).expose(ARM, look=QUIET)
    half_box = trimesh.creation.box((200, 150, 400))
    half_box.apply_translation([100, 0, 0])
    half = Fluoroscope([Solid("t", half_box, "trunk_tissue")]).expose(ARM, look=QUIET)
    inside = half.picture[100:156, 60:110].astype(float).mean()
    assert inside == pytest.approx(filled.picture[100:156, 60:110].astype(float).mean(), abs=20)
    assert half.picture[128, 180] > 240


def strip_between_lungs() -> list[Solid]:
    """A dense strip 40 mm wide in the middle of the picture, thin tissue on either side."""
    sides = trimesh.creation.box((300, 60, 400))
    return [
        Solid("sides", sides, "trunk_tissue"),
        Solid("strip", trimesh.creation.box((40, 50, 390)), "cortical_bone", "trunk_tissue"),
    ]


def test_brightness_heeds_only_what_the_collimator_leaves_open() -> None:
    scope = Fluoroscope(strip_between_lungs())
    shut = replace(ARM, collimation=Collimation(shutters=0.2))
    strip = np.s_[100:156, 115:141]
    wide_open, closed = (scope.expose(arm, look=QUIET).picture for arm in (ARM, shut))
    assert wide_open[strip].mean() < 100, "dark between bright sides"
    assert closed[strip].mean() == pytest.approx(255 * 0.56, abs=12), "the middle of the window"
    assert not closed[100:156, 90].any()


def test_brightness_is_the_same_whatever_the_blades_hide() -> None:
    shut = replace(ARM, collimation=Collimation(iris=0.4))
    hidden = Solid("hidden", ball(15, (0, 0, 60)), "steel", "trunk_tissue")
    plain, with_it = (Fluoroscope([trunk(), *extra]).expose(shut, look=QUIET).picture for extra in ([], [hidden]))
    assert plain.any() and np.array_equal(plain, with_it)


def test_a_small_opening_has_less_scatter() -> None:
    primary = np.full(ARM.size, 0.05, np.float32)
    wide_open, closed = (
        detector.scatter(primary, replace(ARM, collimation=Collimation(iris=iris)))[128, 128] for iris in (1.0, 0.3)
    )
    assert 0.1 * wide_open < closed < 0.6 * wide_open


def test_the_collimator_costs_no_new_projection(monkeypatch: pytest.MonkeyPatch) -> None:
    scope = Fluoroscope([trunk(), *bone()], threads=1)
    scope.expose(ARM)
    monkeypatch.setattr(paths, "mesh_patch", lambda *_: pytest.fail("projected again"))
    scope.expose(replace(ARM, collimation=Collimation(iris=0.5)))


def test_thick_and_thin_patients_look_alike() -> None:
    greys = []
    for depth in (140, 200, 320):
        box = Solid("t", trimesh.creation.box((400, depth, 400)), "trunk_tissue")
        greys.append(Fluoroscope([box, *bone()]).expose(ARM, look=QUIET).picture[128, 60:80].mean())
    assert max(greys) - min(greys) < 25


def test_noise_is_seeded_differs_between_frames_and_follows_the_count() -> None:
    scope = Fluoroscope([trunk()], seed=5)
    first, again, other = (scope.expose(ARM, frame=frame).picture for frame in (0, 0, 1))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    assert not np.array_equal(first, Fluoroscope([trunk()], seed=6).expose(ARM).picture)
    field = detector.quantum_noise(ARM, 0, 3)
    assert abs(float(field.mean())) < 0.02
    signal = np.full(ARM.size, 0.02, np.float32)
    counts = detector.quanta_per_pixel(ARM)
    brightness = display.Brightness(0.02, np.zeros(ARM.size, np.float32))
    deviation = Fluoroscope._deviation(signal, brightness, ARM)
    assert float(deviation[0, 0]) == pytest.approx(counts**-0.5, rel=1e-4)
    assert float(Fluoroscope._deviation(signal / 4, brightness, ARM)[0, 0]) == pytest.approx(2 * counts**-0.5, rel=1e-4)


def test_two_energies_differ_little_from_one() -> None:
    one, two = (Fluoroscope([trunk(), *bone()], beam=Beam(80, n)).expose(ARM, look=QUIET).picture for n in (1, 2))
    assert np.abs(one.astype(int) - two.astype(int)).mean() < 6
    assert not np.array_equal(one, two)


def test_backends_and_threads_give_the_same_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    solids = [trunk(), *bone()]
    first = Fluoroscope(solids, threads=1).expose(ARM, [pin()])
    assert np.array_equal(first.picture, Fluoroscope(solids, threads=2).expose(ARM, [pin()]).picture)
    plain = Fluoroscope(solids, backend="numpy").expose(ARM, [pin()])
    assert np.array_equal(first.integrals, plain.integrals)
    monkeypatch.setattr(display, "has_numba", lambda: False)
    without = Fluoroscope(solids, backend="numpy").expose(ARM, [pin()])
    assert np.abs(first.picture.astype(int) - without.picture.astype(int)).max() <= 1


def test_round_field_is_black_outside() -> None:
    picture = Fluoroscope([trunk()]).expose(ARM).picture
    y, x = np.mgrid[:256, :256] + 0.5 - 128
    assert not picture[np.hypot(x, y) > 128].any()
    open_ = Fluoroscope([trunk()]).expose(ARM, look=Look(collimated=False)).picture
    assert open_[2, 2] > 50


@pytest.mark.parametrize(
    ("oblique", "flip", "expected"),
    [
        (0, False, {"L": -1, "R": 1}),
        (30, False, {"L": -1, "R": 1}),
        (-30, False, {"L": -1, "R": 1}),
        (0, True, {"L": 1, "R": -1}),
        (90, False, {"L": -1}),
        (-90, False, {"R": 1}),
        (90, True, {"L": 1}),
    ],
)
def test_letters_stand_on_the_patients_own_side(oblique: float, flip: bool, expected: dict[str, int]) -> None:
    arm = CArm((0, 0, 0), oblique, size=(256, 256))
    assert dict(marker.letters(arm, flip)) == expected
    if len(expected) == 2:
        column = float(arm.pixel_of([30, 0, 0])[0]) - 128
        assert np.sign(column) * (-1 if flip else 1) == expected["L"]


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("upside_down", [False, True])
def test_letters_stay_readable_when_the_picture_is_flipped(flip: bool, upside_down: bool) -> None:
    scope = Fluoroscope([trunk()])
    look = {"flip_left_right": flip, "flip_up_down": upside_down, "noise": False}
    marked = scope.expose(ARM, look=Look(**look)).picture
    plain = scope.expose(ARM, look=Look(**look, marked=False)).picture
    white = (marked > 200) & (plain < 190)
    half = slice(128, None) if flip else slice(0, 128)
    rows, cols = np.nonzero(white[:, half])
    assert len(rows) > 20
    # An L is heavier at its lower left than at its upper right, whichever way the anatomy is shown.
    middle_row, middle_col = (rows.min() + rows.max()) / 2, (cols.min() + cols.max()) / 2
    upper_right = np.count_nonzero((rows < middle_row) & (cols > middle_col))
    lower_left = np.count_nonzero((rows > middle_row) & (cols < middle_col))
    assert lower_left > 5 * max(upper_right, 1)


def test_flips_move_the_anatomy() -> None:
    scope = Fluoroscope([trunk(), *bone(15, "left", (30, 0, 20))])
    seen = scope.expose(ARM, look=QUIET).picture
    mirrored = scope.expose(ARM, look=Look(noise=False, marked=False, flip_left_right=True)).picture
    turned = scope.expose(ARM, look=Look(noise=False, marked=False, flip_up_down=True)).picture
    assert np.array_equal(mirrored, seen[:, ::-1]) and np.array_equal(turned, seen[::-1])
    assert seen[:, :128].mean() < seen[:, 128:].mean()


def test_low_passes() -> None:
    flat = np.full((64, 96), 3.0, np.float32)
    assert np.allclose(narrow(flat, 1.7), 3.0) and np.allclose(wide(flat, np.ones_like(flat), 12.0), 3.0, atol=1e-4)
    grain = np.random.default_rng(1).random((40, 57), dtype=np.float32)
    for sigma in (0.5, 1.3, 2.7):
        assert np.array_equal(narrow(grain, sigma), narrow_numpy(grain, _taps(sigma)))
    spot = np.zeros((65, 65), np.float32)
    spot[32, 32] = 1.0
    blurred = narrow(spot, 2.0)
    x = np.mgrid[:65, :65][1] - 32
    assert blurred.sum() == pytest.approx(1, abs=1e-5)
    assert (blurred * x**2).sum() == pytest.approx(4.0, rel=0.06)
    hidden = np.where(x < 0, 5.0, 1.0).astype(np.float32)
    seen = wide(hidden, (x >= 0).astype(np.float32), 8.0)
    assert np.allclose(seen[:, 33:], 1.0, atol=1e-3)


@pytest.mark.skipif(not paths.has_numba(), reason="needs numba")
def test_without_numba_the_picture_is_made_of_the_same_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(2)
    grain, weight = generator.random((2, 45, 61), dtype=np.float32)
    fixed = generator.integers(-(2**20), 2**20, (45, 61), dtype=np.int32)
    found = []
    for numba in (True, False):
        for module in (smooth, windows):
            monkeypatch.setattr(module, "has_numba", lambda numba=numba: numba)
        total = grain.copy()
        windows.add_scaled(total, fixed, 0.37)
        found.append((total, smooth._enlarged(grain[:9, :13], (45, 61), 5), *smooth._blocks(grain, weight, 7)))
    for compiled, plain in zip(*found, strict=True):
        assert compiled.shape == plain.shape
        assert np.allclose(compiled, plain, rtol=1e-5)
    assert all(np.array_equal(found[0][k], found[1][k]) for k in (0, 1))


def test_tube_is_closed_and_has_the_volume_of_its_circle() -> None:
    body = tube([[0, 0, 0], [0, 0, 10], [0, 0, 40]], 2.0)
    mesh = trimesh.Trimesh(body.vertices, body.faces)
    assert mesh.is_watertight
    assert mesh.volume == pytest.approx(np.pi * 40, rel=1e-3)


def test_bad_input() -> None:
    with pytest.raises(InputError, match="two bodies are called 'trunk'"):
        Fluoroscope([trunk(), trunk()])
    with pytest.raises(InputError, match="unknown material"):
        Solid("x", ball(1), "cheese")
    with pytest.raises(InputError, match="tube path"):
        tube([[0, 0, 0]], 1.0)
    with pytest.raises(InputError, match="no length"):
        tube([[0, 0, 0], [0, 0, 0]], 1.0)
    with pytest.raises(InputError, match="tube diameter"):
        tube([[0, 0, 0], [0, 0, 1]], 0.0)


def test_a_share_outside_its_range_is_refused() -> None:
    ball = trimesh.creation.icosphere()
    for share in (0.0, -1.0, 1.5):
        with pytest.raises(InputError, match=r"share .* allowed: above 0 up to 1"):
            Solid("dye", ball, "contrast_300", None, share)


def test_a_leaky_bone_is_named() -> None:
    mesh = ball(20)
    holed = trimesh.Trimesh(mesh.vertices, mesh.faces[3:], process=False)
    with pytest.warns(LeakyMeshWarning, match="L4"):
        seen = Fluoroscope([Solid("L4", holed, "cortical_bone")]).expose(ARM)
    assert seen.leaky["L4"] > 0
