"""Ten thousand questions: each has one right answer, which the facts bear out, and no two options that are alike."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.languages import LANGUAGES
from spine_viewer.anatomy.spine import Spine
from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm
from spine_viewer.imaging.views import gauge, view
from spine_viewer.learning.quiz import DIFFICULTIES, KINDS, REGIONS, Bank, Question, generate, grade

LAYERS = ("bones", "cartilage", "nerves")  # that an answer shows
EACH = 417  # times 4 regions, 3 difficulties and 2 languages: 10,008
ROWS = list(csv.DictReader((Path(__file__).parents[1] / "procedures" / "innervation.csv").open(encoding="utf-8")))
SOURCES = json.loads((annotations_folder() / "sources.json").read_text(encoding="utf-8"))
STATUSES = {"V", "M-high", "M-medium", "M-low", "D", "P", "R"}
UPPER = {"C0-C1": "atlantooccipital", "C1-C2": "atlantoaxial"}
# Landmarks of the X-ray that are one point of the bone, by its name.
POINTS = {
    "pedicle_of_side": "pedicle_centre",
    "eye": "pedicle_centre",
    "waist": "articular_pillar_waist",
    "ear": "superior_articular_process_tip",
    "nose": "transverse_process_tip",
    "front_leg": "inferior_articular_process_tip",
    "body": "lamina",
    "corner": "transverse_process_superolateral",
}
NEAR_PX = 15.0  # 5 mm


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank(Spine.load("prone"))


@pytest.fixture(scope="module")
def questions(bank: Bank) -> list[Question]:
    return [
        question
        for region in REGIONS
        for difficulty in DIFFICULTIES
        for language in LANGUAGES
        for question in generate(bank, region, difficulty, EACH, seed=11, language=language)
    ]


def table() -> tuple[dict[str, set[str]], dict[str, str]]:
    """The published table: nerves by joint, and the bone where each is met, without sides."""
    supply: dict[str, set[str]] = {}
    met: dict[str, str] = {}
    for row in ROWS:
        text, joint = row["nerve"], row["joint"]
        if joint == "SIJ anterior" or text.startswith("S4"):
            continue
        level = re.match(r"[CTLS]\d+", text)
        if text.startswith("third occipital"):
            nerve = "third_occipital"
        else:
            words = {"ventral": "ventral_ramus", "dorsal ramus": "dorsal_ramus", "lateral branch": "lateral_branch"}
            kind = next((name for word, name in words.items() if word in text), "medial_branch")
            assert level is not None
            nerve = f"{kind}:{level.group()}"
        joint = "sacroiliac" if joint.startswith("SIJ") else UPPER.get(joint, f"facet:{joint}")
        supply.setdefault(joint, set()).add(nerve)
        met[nerve] = row["met_at"]
    return supply, met


def bare(name: str) -> str:
    return re.sub(r":(left|right)", "", name)


def test_there_are_ten_thousand_of_every_kind_in_every_region(questions: list[Question]) -> None:
    assert len(questions) >= 10_000
    found = Counter((q.kind, q.region, q.difficulty, q.language) for q in questions)
    wanted = [(k, r, d, x) for k in KINDS for r in REGIONS for d in DIFFICULTIES for x in LANGUAGES]
    assert not [one for one in wanted if not found[one]]


def test_every_question_has_one_right_answer_among_several(questions: list[Question]) -> None:
    for q in questions:
        keys = [option.key for option in q.options]
        assert len(set(keys)) == len(keys)
        if q.form == "click":
            assert not keys and q.right
            continue
        assert set(q.right) <= set(keys) and len(set(q.right)) == len(q.right)
        if q.form == "one":
            assert len(q.right) == 1 < len(keys)
        elif q.form == "set":
            assert 1 <= len(q.right) < len(keys)
        else:
            assert sorted(q.right) == sorted(keys) and tuple(keys) != q.right


def test_no_two_options_read_alike(questions: list[Question]) -> None:
    for q in questions:
        texts = [" ".join(option.text.casefold().split()) for option in q.options]
        assert all(texts) and len(set(texts)) == len(texts), q


def test_only_the_right_answer_is_graded_right(questions: list[Question]) -> None:
    for q in questions[::7]:
        assert grade(q, q.right[:1] if q.form == "click" else q.right).right
        assert not grade(q, ()).right
        if q.form == "one":
            assert [option.key for option in q.options if grade(q, option.key).right] == list(q.right)
        if q.form == "set":
            keys = [option.key for option in q.options]
            sets = [one for n in range(1, len(keys) + 1) for one in combinations(keys, n)]
            assert [set(one) for one in sets if grade(q, one).right] == [set(q.right)]
        if q.form == "order":
            assert not grade(q, q.right[::-1]).right


def test_every_explanation_has_words_and_sources_that_exist(questions: list[Question]) -> None:
    for q in questions:
        assert len(q.explanation.split()) >= 4 and "{" not in q.explanation + q.prompt
        assert q.sources
        for source in q.sources:
            assert source.key in SOURCES and source.status in STATUSES


def test_nerves_and_bones_are_those_of_the_published_table(questions: list[Question]) -> None:
    supply, met = table()
    checked = set()
    for q in questions:
        if q.kind == "nerves":
            joint = q.id.removeprefix("nerves:")
            offered = [tuple(option.key.split("+")) for option in q.options]
            given = q.right[0].split("+") if q.form == "one" else q.right
            assert {bare(name) for name in given} == supply[joint], q
            if q.form == "one":
                assert sum({bare(name) for name in one} == supply[joint] for one in offered) == 1
            else:
                assert {bare(one[0]) for one in offered} & supply[joint] == {bare(name) for name in given}
            sides = {
                name.split(":")[2] if name.count(":") == 2 else name.split(":")[1] for one in offered for name in one
            }
            assert len(sides) == 1
        elif q.kind == "bone":
            place = met[q.id.removeprefix("bone:")]
            right = {"S1": "sacrum", "C2-C3": "facet:C2-C3"}.get(place, place)
            assert q.right == (right,), q
        else:
            continue
        checked.add(q.id)
    assert {f"nerves:{joint}" for joint in supply} | {
        f"bone:{nerve}" for nerve in met if nerve.startswith(("medial", "third", "dorsal"))
    } == checked


def test_the_trap_is_always_offered(questions: list[Question]) -> None:
    for q in questions:
        found = re.fullmatch(r"bone:medial_branch:([TL]\d+)", q.id)
        if found:
            assert found.group(1) in {option.key for option in q.options}


def test_steps_are_in_the_order_of_the_technique(questions: list[Question]) -> None:
    for q in questions:
        if q.kind == "order":
            _, procedure, region = q.id.split(":")
            path = annotations_folder() / "procedures" / procedure / f"{region}.json"
            steps = json.loads(path.read_text(encoding="utf-8"))["steps"]
            places = [[step["id"] for step in steps].index(key) for key in q.right]
            assert places == sorted(places) and len(places) >= 4
            actions = Counter(step["action"] for step in steps if step["id"] in q.right)
            assert actions["check"] <= 1 and actions["sensory"] + actions["motor"] <= 1


def test_what_is_lit_is_what_is_named(bank: Bank, questions: list[Question]) -> None:
    titles: dict[str, set[str]] = {}
    for q in questions:
        if q.kind == "name":
            lit = q.show["scene"]["selection"]
            assert lit.removeprefix("cartilage:") == q.right[0]
            assert "labels" not in q.show["scene"]["layers"]
            titles.setdefault(next(o.text for o in q.options if o.key == q.right[0]), set()).add(q.right[0])
        if q.kind == "find":
            assert set(q.right) <= {*bank.spine.structures(), *bank.spine.joints}
            assert q.right[0] in bank.spine.structures()
            assert "selection" not in q.show["scene"]
    assert all(len(ids) == 1 for ids in titles.values())


def arm_of(show: dict) -> CArm:
    return CArm(
        show["isocentre_mm"], show["oblique_deg"], show["tilt_deg"], field_mm=show["field_mm"], size=show["size"]
    )


def test_marks_lie_on_their_landmark_and_on_no_other_that_is_offered(bank: Bank, questions: list[Question]) -> None:
    checked = set()
    for q in questions:
        if q.kind != "xray":
            continue
        show = q.show["xray"]
        arm, middle = arm_of(show), np.mean(show["mark"]["places"], axis=0)
        assert np.all(np.asarray(show["mark"]["places"]) >= 0) and np.all(np.asarray(show["mark"]["places"]) < 512)
        for option in q.options:
            key, level, side = (*option.key.split(":"), "")[:3]
            if key in POINTS and level != "S1":
                place = arm.pixel_of(bank.spine.landmark(f"{level}:{POINTS[key]}:{side}")[None])[0]
                away = float(np.linalg.norm(place - middle))
                assert (away < NEAR_PX) == (option.key in q.right), (q.id, option, away)
                checked.add((key, option.key in q.right))
    assert {key for key, right in checked if right} == set(POINTS)


def test_a_picture_passes_for_the_view_that_is_right_and_for_no_other(bank: Bank, questions: list[Question]) -> None:
    def green(arm: CArm, name: str, level: str, side: str) -> bool:
        return all(one.ok for one in gauge(bank.spine, arm, name, level, side))

    shown = {}
    for q in questions:
        if q.kind == "view":
            show = q.show["xray"]
            assert q.right == (show["view"],)
            place = (show["view"], show["level"], show["side"])
            arm, offered = shown.setdefault(place, (arm_of(show), set()))
            offered |= {option.key for option in q.options}
    near = 0
    for (name, level, side), (arm, offered) in shown.items():
        assert green(arm, name, level, side)
        for other in offered - {name}:
            ways = [view(bank.spine, other, level, one).detector_direction for one in SIDES]
            apart = np.degrees(np.arccos(max(float(arm.detector_direction @ way) for way in ways)))
            assert apart > 10.0, (name, level, other)
            if apart < 45.0:
                near += 1
                assert not any(green(arm, other, level, one) for one in SIDES), (name, level, other)
    assert near


def test_a_seed_gives_the_same_questions_in_every_language(bank: Bank) -> None:
    def facts(seed: int, language: str) -> list[tuple]:
        made = generate(bank, "whole", 2, 40, seed, language)
        return [(q.id, q.right, [option.key for option in q.options], q.show) for q in made]

    assert facts(5, "en") == facts(5, "en") == facts(5, "es")
    assert facts(5, "en") != facts(6, "en")
    english, spanish = (generate(bank, "whole", 2, 40, 5, language) for language in LANGUAGES)
    assert all(one.prompt != other.prompt for one, other in zip(english, spanish, strict=True))


def test_no_fact_comes_twice_before_all_have_come(bank: Bank) -> None:
    ids = [q.id for q in generate(bank, "lumbar", 1, 100, 3)]
    assert len(set(ids)) == 100


def test_what_is_due_comes_first(bank: Bank) -> None:
    first = ["bone:medial_branch:L3", "nerves:facet:L5-S1", "bone:medial_branch:T3"]
    made = generate(bank, "lumbar", 2, 8, 3, first=first)
    assert [q.id for q in made[:2]] == first[:2]
    assert not {q.id for q in made[2:]} & set(first)


def test_the_numbering_trap_by_name(bank: Bank) -> None:
    made = generate(bank, "lumbar", 2, 1, 1, first=["bone:medial_branch:L3"])[0]
    assert made.right == ("L4",)
    assert "L3 medial branch (at the L4 transverse process)" in made.explanation
    trap = next(option for option in made.options if option.key == "L3")
    assert trap.note == "There a needle meets L2 medial branch."


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"region": "head"}, "unknown region 'head'; allowed: cervical, thoracic, lumbar, whole"),
        ({"difficulty": 4}, "difficulty 4; allowed: 1, 2, 3"),
        ({"count": 0}, "0 questions of 7 kinds; allowed: one or more"),
        ({"language": "fr"}, "unknown language 'fr'; allowed: en, es"),
        ({"kinds": ("riddle",)}, "unknown kind of question 'riddle'; allowed: name"),
    ],
)
def test_bad_wishes_are_refused(bank: Bank, changed: dict, told: str) -> None:
    wish = {"region": "lumbar", "difficulty": 1, "count": 1, "seed": 1} | changed
    with pytest.raises(InputError, match=re.escape(told)):
        generate(bank, **wish)


def test_a_standing_spine_is_refused() -> None:
    with pytest.raises(InputError, match="pose 'standing' of the spine for a quiz; allowed: prone"):
        generate(Spine.load(), "lumbar", 1, 1, 1)


def test_what_an_answer_shows_is_not_shown_before(bank: Bank, questions: list[Question]) -> None:
    known = {*bank.spine.structures(), *LAYERS}
    for q in questions:
        scene, shown = q.show.get("scene", {}), q.reveal
        assert set(shown) <= {"layers", "selection", "ghosted", "isolated", "joint"} and (scene or not shown)
        assert {*shown.get("layers", ()), *shown.get("ghosted", ()), *shown.get("isolated", ())} <= known
        if q.kind == "find":
            assert shown["selection"] == q.right[0]
        if q.kind == "bone":
            nerve = bank.spine.nerve(shown["selection"])
            assert q.id == f"bone:{nerve.id.rsplit(':', 1)[0]}" and "nerves" not in scene["layers"]
        if q.kind == "nerves":
            joint = bank.spine.joint(shown["joint"])
            assert set("+".join(q.right).split("+")) == set(joint.nerves) and "nerves" not in scene["layers"]
