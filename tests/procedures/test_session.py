"""Several joints and both sides in one session, on the spine of capsules."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from spine_viewer.errors import InputError
from spine_viewer.procedures import plan, plan_session
from spine_viewer.procedures.totals import totals
from tests.procedures.fake_spine import FakeSpine, fake_simulate

JOINTS = ("L4-L5", "L5-S1")
SIDES = ("left", "right")


@cache
def made(procedure="medial-branch-block", joints=JOINTS, sides=SIDES):
    return plan_session(FakeSpine(), procedure, joints, sides, simulate=fake_simulate)


def test_shared_nerves_are_visited_once_one_side_after_the_other():
    wanted = ["medial_branch:L3", "medial_branch:L4", "dorsal_ramus:L5"]
    this = made()
    assert [n.nerve for n in this.nerves] == [f"{name}:{side}" for side in SIDES for name in wanted]
    assert this.joint_ids == tuple(f"facet:{joint}:{side}" for side in SIDES for joint in JOINTS)
    assert (this.joint, this.side, this.joint_id) == ("L4-L5", "left", "facet:L4-L5:left")
    assert made(joints=JOINTS[::-1]).joint_ids == this.joint_ids  # from above downwards, as ever it was asked


def test_each_needle_is_the_one_that_its_joint_alone_would_get():
    alone = plan(FakeSpine(), "medial-branch-block", "L5-S1", "right", simulate=fake_simulate)
    own = {n.nerve: n.trajectory.tip for n in made().nerves}
    for nerve in alone.nerves:
        assert np.allclose(own[nerve.nerve], nerve.trajectory.tip)
    assert alone.joint_ids == ("facet:L5-S1:right",) and alone.sites == (("L5-S1", "right"),)


def test_what_it_adds_up_to():
    sums, one = totals(made()), totals(made(joints=("L4-L5",), sides=("left",)))
    assert (sums.nerves, sums.needles, sums.lesions, sums.heating_s) == (6, 6, 0, 0.0)
    each = made().technique.number("anaesthetic_ml")
    assert sums.anaesthetic_ml == pytest.approx(6 * each) and one.anaesthetic_ml == pytest.approx(2 * each)
    assert sums.pictures > one.pictures > 0 and sums.dose > one.dose > 0.0 and 0 < sums.views <= sums.pictures
    hot = made("medial-branch-rf", JOINTS, ("left",))
    assert totals(hot).heating_s == sum(len(n.burns) for n in hot.nerves) * hot.lesion.seconds > 0.0


def test_the_film_walks_every_nerve_and_speaks_of_all_joints():
    film = made().timeline()
    assert [s.nerve for s in film.steps if s.id == "advance"] == list(range(6))
    joints = {name for step in film.steps for name in film.at(step.still_s).highlighted if name.startswith("facet")}
    assert joints == set(made().joint_ids)
    text = made().summary()
    assert "L4-L5 facet joint, both sides and L5-S1 facet joint, both sides" in text and "6 needles" in text
    assert "  L3 medial branch (at the L4 transverse process), right" in text
    assert "ambos lados" in made().summary("es") and ", lado derecho" in made().summary("es")
    assert "at the L4 transverse process), left" in film.find("advance:1").caption("professional") + text
    assert "session" not in plan(FakeSpine(), "medial-branch-block", "L5-S1", "right").summary()


@pytest.mark.parametrize(
    ("joints", "sides", "message"),
    [
        (("L4-L5", "C4-C5"), ("left",), "one session takes joints of one region; with L4-L5 not C4-C5; allowed: L1-L2"),
        ((), ("left",), "at least one joint and one side"),
        (("L4-L5",), (), "at least one joint and one side"),
        (("L4-L5",), ("both",), "unknown side 'both'; allowed: left, right"),
    ],
)
def test_bad_sessions_are_one_clear_line(joints, sides, message):
    with pytest.raises(InputError, match=message) as caught:
        plan_session(FakeSpine(), "medial-branch-block", joints, sides)
    assert "\n" not in str(caught.value)
