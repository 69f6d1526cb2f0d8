"""A session in somebody's hands: aims, undo, the C-arm before a picture, and what is left afterwards."""

from itertools import pairwise

import numpy as np
import pytest

from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm
from spine_viewer.learning.practice import actions as act
from spine_viewer.learning.practice import expert_script
from spine_viewer.learning.practice.aiming import directed, moved
from spine_viewer.learning.practice.bench import Bench
from spine_viewer.learning.practice.figures import scoring
from spine_viewer.scene.compose import shipped_palette
from spine_viewer.scene.needle_items import needle_item
from spine_viewer.scene.practice_items import debrief_items, held_pose, needle_pose, practice_items

RF = ("medial-branch-rf", "L4-L5")


@pytest.fixture
def bench(session):
    return Bench(session(*RF))


def test_without_a_needle_there_is_an_aim_and_with_one_there_is_none(bench):
    first = bench.aim
    bench.aim_at(lambda aim: moved(bench.practice, aim, 10.0, 0.0))
    assert bench.aim != first
    bench.enter()
    assert bench.aim is None and bench.can_redirect
    bench.do(act.Withdraw(mm=1.0))
    assert bench.aim is not None, "the needle is out again"


def test_a_shallow_needle_is_turned_about_its_hole_and_a_deep_one_is_not(bench):
    bench.enter()
    bench.do(act.Advance(mm=10.0, spin=True))
    bench.aim_at(lambda aim: directed(aim, 20.0, -10.0))
    bench.set_arm(CArm((0.0, 0.0, 0.0)))
    bench.do(act.Expose())
    assert bench.aim is not None, "a picture does not end a wish"
    bench.enter()
    assert bench.state.redirections == 1 and bench.aim is None
    assert np.allclose(bench.state.needle.heading, directed(bench._last_aim, 20.0, -10.0).direction)
    bench.do(act.Advance(mm=20.0, spin=True))
    before = bench.history
    with pytest.raises(InputError, match="withdraw it to 15 mm"):
        bench.aim_at(lambda aim: directed(aim, 0.0, 0.0))
    with pytest.raises(InputError, match="no other direction"):
        bench.enter()
    assert bench.history == before


def test_undo_and_redo_bring_state_aim_and_words_back(bench):
    bench.enter()
    bench.do(act.Advance(mm=10.0, spin=True))
    kept, told = bench.state, bench.last
    bench.undo()
    bench.undo()
    assert bench.last is None and bench.aim is not None
    bench.redo()
    bench.redo()
    assert bench.state == kept and bench.last == told
    bench.undo()
    bench.do(act.Withdraw(mm=0.5))
    assert [one.action for one in bench.seen] == ["enter", "withdraw"]


def test_the_c_arm_is_moved_only_where_it_stands_elsewhere(bench):
    arm = CArm((0.0, 0.0, 0.0), 10.0, 0.0)
    bench.set_arm(arm)
    bench.do(act.Expose())
    bench.set_arm(arm.sized(320))
    assert [one.do for one in bench.history.done] == ["arm", "expose"]
    bench.set_arm(arm.turned(12.0))
    assert [one.do for one in bench.history.done] == ["arm", "expose", "arm"]


def test_afterwards_there_are_record_pictures_and_both_ways(bench):
    for action in expert_script(bench.practice):
        bench.do(action)
    assert bench.debrief().score.total == pytest.approx(100.0)
    assert bench.record().score["total"] == pytest.approx(100.0)
    exposures = [n for n, one in enumerate(bench.history.done, start=1) if one.do == "expose"]
    assert list(bench.pictures()) == exposures
    items = debrief_items(bench.practice, bench.tracks(), shipped_palette())
    own, expert = ([one for one in items if f":{kind}:" in one.id] for kind in ("own", "expert"))
    assert len(own) == len(expert) == 4 and all(one.on_top for one in items)
    for mine, theirs in zip(own, expert, strict=True):
        assert np.allclose(mine.geometry.path[-1], theirs.geometry.path[-1], atol=0.3)


def turns_deg(path):
    """Angles between the stretches of a shaft, from the tip on."""
    ways = np.diff(path, axis=0)
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    return np.degrees(np.arccos(np.clip((ways[1:] * ways[:-1]).sum(axis=1), -1.0, 1.0)))


def test_the_needle_is_drawn_where_it_is_and_bends_where_it_was_steered(bench):
    practice, palette = bench.practice, shipped_palette()
    held = held_pose(practice, bench.aim)
    assert np.allclose(held.tip, bench.aim.point)
    assert turns_deg(held.path).sum() == pytest.approx(practice.needle.bend_deg, rel=0.1), "its tip is bent"
    bench.enter()
    bench.do(act.Advance(mm=20.0, spin=True))
    straight = needle_pose(practice, bench.state)
    assert np.allclose(straight.tip, bench.state.needle.tip)
    bend_mm = scoring().modelled("bend_mm")
    behind = straight.path[np.linalg.norm(straight.path - straight.tip, axis=1) > bend_mm + 0.5]
    assert turns_deg(behind).max(initial=0.0) < 0.01, "spun, the shaft behind it is straight"
    bench.do(act.Advance(mm=20.0, spin=False))
    bent = needle_pose(practice, bench.state)
    assert turns_deg(bent.path).sum() > turns_deg(straight.path).sum() + 1.0
    assert np.linalg.norm(np.diff(bent.path, axis=0), axis=1).sum() == pytest.approx(practice.needle.length_mm, abs=0.5)
    item = needle_item(bent, palette)
    vertices, path = item.geometry.vertices, np.asarray(bent.path)
    inside = vertices[np.linalg.norm(vertices - bent.hub, axis=1) > 40.0]
    fine = np.vstack([a + np.linspace(0, 1, 600)[:, None] * (b - a) for a, b in pairwise(path)])
    off = np.min(np.linalg.norm(inside[:, None] - fine[None], axis=2), axis=1)
    assert off.max() < 0.5 * practice.needle.outer_diameter_mm + 0.3
    assert np.linalg.norm(vertices - bent.tip, axis=1).min() < 0.2


def test_heat_is_drawn_where_it_was_given(bench):
    bench.enter()
    bench.do(act.Advance(mm=30.0, spin=True))
    bench.do(act.Lesion())
    items = practice_items(bench.practice, bench.state, None, shipped_palette(), None, {})
    (lesion,) = [one for one in items if one.layer == "lesion"]
    assert np.linalg.norm(lesion.geometry.vertices - bench.state.needle.tip, axis=1).min() < 8.0
