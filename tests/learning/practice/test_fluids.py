"""Where injected fluid lies in a session, and how it spreads from there."""

from __future__ import annotations

import numpy as np

from spine_viewer.learning.practice.fluids import deposits, spread_from
from spine_viewer.learning.practice.state import State, Use, point

TIP = (1.0, 2.0, 3.0)


def use(kind, amount=0.0, tip=TIP, **more):
    return Use(kind, None, 1, 60.0, tip, (0.0, -1.0, 0.0), (1.0, 62.0, 3.0), 60.0, amount, **more)


def test_what_is_given_in_one_place_is_one_deposit_and_a_lesion_covers_it():
    away = (1.0, 2.0, 9.0)
    uses = (use("contrast", 0.2), use("anaesthetic", 0.5, (1.0, 2.5, 3.0)), use("placed"), use("contrast", 0.3, away))
    one, other = deposits(State(uses=uses))
    assert (one.tip, one.ml, one.contrast_ml, one.heated) == (TIP, 0.7, 0.2, False)
    assert (other.tip, other.ml) == (away, 0.3)
    assert [d.heated for d in deposits(State(uses=(*uses, use("lesion", 80.0))))] == [True, False]


def test_what_goes_into_a_vessel_lies_nowhere():
    assert deposits(State(uses=(use("contrast", 0.5, inside="vertebral_artery"),))) == ()


def test_beside_bone_it_spreads_in_the_tissue_and_in_a_joint_it_fills_the_capsule(session):
    block = session("medial-branch-block", "L4-L5")
    tip = block.goals[0].placement.trajectory.tip
    spread = spread_from(block, point(tip))
    assert spread.capsule_ml == 0.0 and spread.most_ml > 0.5
    vertices = spread.surface(0.5).vertices
    assert (np.asarray(block.spine.distance_to_bone(vertices)) > -1.0).all(), "never into bone"
    joint = session("facet-injection", "L4-L5")
    inside = point(joint.goals[0].placement.trajectory.tip)
    assert spread_from(joint, inside).capsule_ml > 0.0
    goal = joint.goals[0].placement.trajectory
    outside = point(goal.tip - 12.0 * goal.direction)
    assert spread_from(joint, outside).capsule_ml == 0.0
