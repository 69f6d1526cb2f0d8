"""The expert's script scores high, and each mistake loses the points that it should and is named."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from spine_viewer.anatomy.languages import LANGUAGES
from spine_viewer.anatomy.phrases import phrase_file
from spine_viewer.anatomy.refusals import in_words
from spine_viewer.errors import InputError
from spine_viewer.learning.practice import FAULTS, State, debrief, fault_script
from spine_viewer.learning.practice.expert import aim_of, script
from spine_viewer.learning.practice.observation import WORDS

RF, BLOCK, CHEST, JOINT = (
    ("medial-branch-rf", "L4-L5"),
    ("medial-branch-block", "L4-L5"),
    ("medial-branch-block", "T5-T6"),
    ("facet-injection", "C4-C5"),
)
LOSES = [
    ("wrong_level", RF, ("level", "tip")),
    ("wrong_level", BLOCK, ("level", "tip")),
    ("wrong_level", JOINT, ("level", "tip")),
    ("too_high", RF, ("tip", "cover")),
    ("too_high", CHEST, ("tip",)),
    ("ventral", RF, ("depth",)),
    ("ventral", BLOCK, ("depth",)),
    ("lateral", RF, ("tip", "cover")),
    ("lateral", JOINT, ("tip",)),
    ("perpendicular", RF, ("angle", "cover")),
    ("no_check_view", RF, ("views",)),
    ("no_check_view", CHEST, ("views",)),
    ("stimulation_ignored", RF, ("stimulation", "dangers")),
    ("pleura", CHEST, ("dangers",)),
]


@pytest.mark.parametrize("which", [RF, BLOCK, CHEST, JOINT], ids=lambda one: " ".join(one))
def test_the_expert_has_95_of_100_and_all_of_the_checklist(judged, which):
    result = judged(*which)
    assert result.score.total >= 95.0, result.summary()
    assert result.score.items == 7, result.summary()
    assert sum(part.most for part in result.score.components) == pytest.approx(100.0)


@pytest.mark.parametrize(("fault", "which", "parts"), LOSES, ids=lambda one: one if isinstance(one, str) else one[0])
def test_a_mistake_loses_its_points_and_is_named(judged, fault, which, parts):
    best, result = judged(*which), judged(*which, fault)
    assert result.named(fault), result.summary()
    assert not best.named(fault)
    for part in parts:
        assert result.score.part(part).points < best.score.part(part).points - 1.0, (part, result.summary())
    assert result.score.total < best.score.total - 4.0
    assert result.score.items < best.score.items


def test_every_fault_is_made_somewhere():
    assert {fault for fault, _, _ in LOSES} == set(FAULTS)


def test_who_enters_the_pleura_is_held_down(judged):
    result = judged(*CHEST, "pleura")
    assert result.score.total <= 50.0
    assert min(one.nearest_mm for one in result.figures.dangers if one.name == "pleura") < 0.0


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("perpendicular", "nothing is heated"),
        ("stimulation_ignored", "nothing is heated"),
        ("pleura", r"it is \d+ mm from the nearest target"),
    ],
)
def test_a_mistake_that_cannot_be_made_is_refused_with_the_reason_in_both_languages(session, fault, why):
    with pytest.raises(InputError, match=f"{fault} cannot be made in medial-branch-block at L4-L5: {why}") as refused:
        fault_script(session(*BLOCK), fault)
    assert "no puede cometerse en medial-branch-block, L4-L5: " in in_words(str(refused.value), "es")
    assert not re.search(r"\b(is|the|from)\b", in_words(str(refused.value), "es"))


def test_a_needle_on_the_other_side_is_named(session):
    practice = session(*BLOCK)
    aims = []
    for goal in practice.goals:
        own = aim_of(goal)
        x, *entry = own.entry
        tips = tuple((-tip[0], *tip[1:]) for tip in own.tips)
        aims.append(replace(own, entry=(-x, *entry), tips=tips))
    result = debrief(practice, practice.play(script(practice, tuple(aims)))[0])
    assert result.named("wrong_side") and not result.named("wrong_level") and result.score.total <= 50.0
    assert "wrong side" in result.summary("en") and "lado equivocado" in result.summary("es")


@pytest.mark.parametrize("fault", ["wrong_level", "ventral", "stimulation_ignored"])
def test_the_debrief_is_told_in_both_languages(judged, fault):
    result = judged(*RF, fault)
    english, spanish = result.summary("en"), result.summary("es")
    assert len(english.splitlines()) == len(spanish.splitlines())
    assert "{" not in english + spanish
    assert not set(english.splitlines()) & set(spanish.splitlines())


def test_what_to_do_better_is_said_once(judged):
    result = judged("medial-branch-rf", "C4-C5", "perpendicular")
    own = [one for one in result.findings if one.key == "perpendicular"]
    assert len(own) > 2 and sum("come in along the nerve" in one for one in result.told()) == 1
    assert sum("entre a lo largo del nervio" in one for one in result.told("es")) == 1
    assert "sagital: el electrodo cruza" in result.summary("es"), "needles are named in the language"
    covers = [one.nerve for one in result.findings if one.key == "short_cover"]
    assert len(covers) == len(set(covers)) == 2, "how much of a nerve is covered is said once, for all its needles"


def test_every_word_is_there_in_both_languages_and_is_filled_alike():
    said = phrase_file(WORDS).phrases
    assert set(said) == set(LANGUAGES) and set(said["en"]) == set(said["es"])
    for key, text in said["en"].items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", said["es"][key])), key


def test_nothing_done_scores_nothing(session):
    practice = session(*BLOCK)
    result = debrief(practice, State())
    assert result.score.total == 0.0
    assert result.score.items == 0
    assert result.named("not_placed")
