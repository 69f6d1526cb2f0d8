"""Fluid about a needle's tip: its volume, its walls, what it prefers, and that more goes further."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from spine_viewer.errors import InputError
from spine_viewer.injectate import spread
from spine_viewer.injectate.facts import injectate_facts


def nothing(points):
    return np.full(len(points), 100.0)


def floor(points):
    """Bone below 1 mm under the tip."""
    return points[:, 2] + 1.0


@pytest.fixture(scope="module")
def free():
    return spread(np.zeros(3), nothing)


@pytest.fixture(scope="module")
def on_bone():
    return spread(np.zeros(3), floor)


def solid(fluid, ml):
    surface = fluid.surface(ml)
    return trimesh.Trimesh(surface.vertices, surface.faces, process=False)


@pytest.mark.parametrize("ml", [0.1, 0.25, 0.5, 1.0])
def test_the_extent_holds_the_volume(free, on_bone, ml):
    for fluid in (free, on_bone):
        body = solid(fluid, ml)
        assert body.is_watertight and body.volume > 0.0
        assert body.volume * fluid.share == pytest.approx(1000.0 * ml, rel=0.05)


def test_in_even_tissue_it_is_a_ball(free):
    radius = (3.0 * 500.0 / free.share / (4.0 * np.pi)) ** (1.0 / 3.0)
    away = np.linalg.norm(solid(free, 0.5).vertices, axis=1)
    assert away.mean() == pytest.approx(radius, rel=0.03)
    assert np.ptp(away) < 0.12 * radius


def test_bone_stops_it_and_spreads_it(free, on_bone):
    body = solid(on_bone, 0.5)
    assert body.bounds[0, 2] > -1.05
    assert body.bounds[1, 0] > 1.3 * solid(free, 0.5).bounds[1, 0]


def test_it_follows_the_nerve():
    course = np.array([[-15.0, 0.0, 0.0], [15.0, 0.0, 0.0]])
    body = solid(spread(np.zeros(3), nothing, course), 0.5)
    along, across = body.bounds[1, 0], body.bounds[1, 1]
    assert along > 1.1 * across


def test_other_walls_stop_it_too():
    body = solid(spread(np.zeros(3), nothing, None, (lambda points: 3.0 - points[:, 0],)), 0.5)
    assert body.bounds[1, 0] < 3.05


@settings(max_examples=25, deadline=None)
@given(ml=st.floats(0.02, 1.0), more=st.floats(0.02, 0.4))
def test_more_never_reaches_less(on_bone, ml, more):
    course = np.array([[0.0, 0.0, 0.5], [14.0, 3.0, 0.5]])
    assert on_bone.held_mm(course, ml + more) >= on_bone.held_mm(course, ml)
    points = np.random.default_rng(3).uniform(-12.0, 12.0, (400, 3))
    assert not (on_bone.holds(points, ml) & ~on_bone.holds(points, ml + more)).any()


def test_nothing_is_in_before_anything_went_in(free):
    assert len(free.surface(0.0).faces) == 0
    assert free.held_mm([[-5.0, 0.0, 0.0], [-1.0, 0.0, 0.0]], 0.0) == 0.0


def test_what_cannot_be_is_refused(free):
    with pytest.raises(InputError, match=r"-1 mL is not allowed; allowed: 0 to"):
        free.surface(-1.0)
    with pytest.raises(InputError, match="9 mL is not allowed"):
        free.surface(9.0)
    with pytest.raises(InputError, match="lies in bone"):
        spread(np.zeros(3), lambda points: points[:, 2] - 5.0)


def test_finer_cells_tell_the_same():
    facts = injectate_facts()
    fine = facts.model_copy(update={"cell_mm": facts.cell_mm.model_copy(update={"value": 0.45})})
    course = np.array([[-14.0, 0.0, 0.0], [14.0, 0.0, 0.0]])
    for ml in (0.25, 0.5):
        held = [spread(np.zeros(3), floor, course, (), f).held_mm(course, ml) for f in (facts, fine)]
        assert held[0] == pytest.approx(held[1], abs=1.0)
