"""The store: changes reach listeners once, undo and redo are exact, a slider is one step."""

from __future__ import annotations

import pytest

from spine_viewer.app.choices import Choices, Store


class Clock:
    """A clock that tests turn by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> Store:
    return Store(Choices(), clock=clock)


def test_a_change_reaches_listeners_with_before_and_after(store: Store) -> None:
    heard = []
    store.subscribe(lambda before, after: heard.append((before.mode, after.mode)))
    store.update(mode="procedure")
    store.update(mode="procedure")
    assert heard == [("explore", "procedure")]


def test_undo_and_redo_walk_the_same_way_back_and_forth(store: Store, clock: Clock) -> None:
    states = [store.now]
    for changes in ({"mode": "procedure"}, {"joint": "L3-L4"}, {"selection": "L4"}):
        clock.now += 10
        store.update(**changes)
        states.append(store.now)
    for expected in reversed(states[:-1]):
        store.undo()
        assert store.now == expected
    assert not store.can_undo
    for expected in states[1:]:
        store.redo()
        assert store.now == expected
    assert not store.can_redo


def test_a_new_change_forgets_what_was_undone(store: Store) -> None:
    store.update(selection="L4")
    store.undo()
    store.update(selection="L5")
    assert not store.can_redo


def test_a_slider_is_one_step(store: Store, clock: Clock) -> None:
    for degrees in range(1, 30):
        clock.now += 0.05
        store.update(oblique_deg=float(degrees), tilt_deg=0.0)
    clock.now += 5
    store.update(oblique_deg=50.0, tilt_deg=0.0)
    store.undo()
    assert store.now.oblique_deg == 29.0
    store.undo()
    assert store.now.oblique_deg is None


def test_time_is_no_step_and_undo_keeps_it(store: Store, clock: Clock) -> None:
    store.update(mode="procedure")
    clock.now += 5
    store.update(layers=frozenset({"bones"}))
    store.update(time_s=12.5)
    store.undo()
    assert store.now.time_s == 12.5
    assert store.now.layers == Choices().layers


def test_undo_across_a_change_of_joint_goes_back_to_its_own_time(store: Store, clock: Clock) -> None:
    store.update(mode="procedure")
    store.update(time_s=20.0)
    clock.now += 5
    store.update(joint="L3-L4", time_s=0.0)
    store.undo()
    assert (store.now.joint, store.now.time_s) == ("L4-L5", 20.0)
