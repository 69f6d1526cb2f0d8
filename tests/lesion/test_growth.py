"""A burn at any second: both solvers answer alike, between what was kept it goes on evenly, surfaces are closed."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.lesion import Electrode, SpaceGrowth, simulate, simulate_at
from spine_viewer.lesion.growth import Growth
from spine_viewer.lesion.ring_growth import RingGrowth

TIP = np.array([12.0, -3.0, 40.0])
WAY = np.array([0.0, 0.6, -0.8])
SECONDS = 30.0
TOLD: list[tuple[float, SpaceGrowth]] = []


def wall(points: np.ndarray) -> np.ndarray:
    """Signed distance to a bone beside the electrode, towards negative x."""
    return points[:, 0] - TIP[0] + 1.0


@pytest.fixture(scope="module")
def rings() -> RingGrowth:
    return RingGrowth(simulate(seconds=SECONDS, perfusion="body"), TIP, WAY)


@pytest.fixture(scope="module")
def bricks() -> SpaceGrowth:
    def tell(part: float, lesion: object) -> None:
        if lesion is not None:
            TOLD.append((part, SpaceGrowth(lesion)))

    made = simulate_at(Electrode(TIP, WAY), seconds=SECONDS, perfusion="body", bone=wall, cell_mm=1.0, progress=tell)
    return SpaceGrowth(made)


def volume(surface) -> float:
    a, b, c = (surface.vertices[surface.faces[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c))) / 6.0


@pytest.mark.parametrize("which", ["rings", "bricks"])
def test_it_grows_evenly_in_closed_surfaces_that_point_outwards(which: str, request) -> None:
    growth: Growth = request.getfixturevalue(which)
    volumes = []
    for second in np.linspace(0.0, SECONDS, 9):
        dead = growth.dead(second)
        volumes.append(volume(dead))
        if len(dead.faces):
            edges = np.sort(dead.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
            assert (np.unique(edges, axis=0, return_counts=True)[1] == 2).all(), "closed"
            assert np.linalg.norm(dead.normals, axis=1) == pytest.approx(1.0)
    assert volumes[0] == 0.0 and volumes[-1] > 100.0
    steps = np.diff(volumes)
    assert (steps > -1e-6).all() and steps.max() < 0.5 * volumes[-1]


def test_hotter_lies_within_and_the_dead_tissue_follows_the_heat(rings: RingGrowth, bricks: SpaceGrowth) -> None:
    for growth in (rings, bricks):
        shells = [volume(growth.isotherm(celsius, SECONDS)) for celsius in (45.0, 50.0, 60.0)]
        assert shells[0] > shells[1] > shells[2] > 0.0
        assert volume(growth.dead(SECONDS)) < shells[0]


def test_the_rings_are_those_of_the_lesion(rings: RingGrowth) -> None:
    lesion = rings.lesion
    dead = rings.dead(SECONDS).vertices - TIP
    along = dead @ WAY
    across = np.linalg.norm(dead - along[:, None] * WAY, axis=1)
    assert 2.0 * across.max() == pytest.approx(lesion.width_mm, rel=1e-3)
    assert np.ptp(along) == pytest.approx(lesion.length_mm, rel=1e-3)
    edge = TIP + 5.0 * -WAY + np.array([[0.95], [1.02]]) * 0.5 * lesion.width_mm * np.array([1.0, 0.0, 0.0])
    assert rings.is_dead(edge, SECONDS).tolist() == [True, False]


def test_bone_takes_its_side_and_pushes_the_heat_to_the_other(rings: RingGrowth, bricks: SpaceGrowth) -> None:
    assert bricks.beside_bone and not rings.beside_bone
    assert rings.dead(SECONDS).vertices[:, 0].min() < TIP[0] - 2.0
    assert bricks.dead(SECONDS).vertices[:, 0].min() > TIP[0] - 1.6
    away = TIP - 5.0 * WAY + np.array([3.0, 0.0, 0.0])
    assert bricks.temperature_at(away, SECONDS)[0] > rings.temperature_at(away, SECONDS)[0] + 1.0


def test_a_place_warms_from_the_start_temperature_as_it_is_told_moment_by_moment(
    rings: RingGrowth, bricks: SpaceGrowth
) -> None:
    place = TIP - 5.0 * WAY + np.array([3.0, 0.0, 0.0])
    for growth in (rings, bricks):
        times, celsius = growth.history_at(place)
        assert times[0] == 0.0 and celsius[0] == pytest.approx(37.0)
        assert (np.diff(celsius) > -0.05).all()
        for k in (2, len(times) // 2, len(times) - 1):
            assert growth.temperature_at(place, float(times[k]))[0] == pytest.approx(celsius[k], abs=1e-3)


def test_while_it_is_worked_out_what_is_known_is_the_same_as_in_the_end(bricks: SpaceGrowth) -> None:
    part, early = TOLD[len(TOLD) // 2]
    assert 0.0 < early.known_s < SECONDS and early.known_s == pytest.approx(part * SECONDS)
    assert early.dead(early.known_s).vertices == pytest.approx(bricks.dead(early.known_s).vertices)
    assert len(early.times_s) == len(early.tip_c) == len(early.lesion.resistance_ohm) < len(bricks.times_s)
    assert early.lesion.energy_j["stored"] < bricks.lesion.energy_j["stored"]


def test_between_frames_it_is_what_finer_frames_give(bricks: SpaceGrowth) -> None:
    """At seconds that were not kept, from two neighbours only: the extent keeps within a tenth of a millimetre."""
    full = bricks.lesion.frames
    coarse = SpaceGrowth(type(bricks.lesion)(**{**vars(bricks.lesion), "frames": full[1::2]}))
    for frame in full[4:-1:4]:
        if frame.time_s not in {kept.time_s for kept in coarse.lesion.frames}:
            one, other = (np.ptp(g.dead(frame.time_s).vertices, axis=0) for g in (bricks, coarse))
            assert one == pytest.approx(other, abs=0.1)
