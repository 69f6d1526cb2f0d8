"""The quiz without a browser: a round, what is hidden while a question is open, and what is kept."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from spine_viewer.anatomy.spine import Spine
from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.practice.exercise import Screen
from spine_viewer.app.practice.practice_logic import PracticeLogic
from spine_viewer.app.practice.quiz_logic import QuizLogic
from spine_viewer.app.serving.server import make_server
from spine_viewer.app.stage import Stage
from spine_viewer.learning.quiz import KINDS, Bank, Question
from spine_viewer.learning.quiz.results import load, save


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank(Spine.load("prone"))


class Class:
    """A quiz in Practice, on a real stage, with a store that hides one bone and picks another out."""

    def __init__(self, bank: Bank, file: Path) -> None:
        server = make_server()
        start = Choices(mode="practice", hidden=frozenset({"L3"}), selection="L4", landmarks=True)
        self.store = Store(start)
        self.practice = PracticeLogic(server, self.store)
        self.clock = 0.0
        self.stage = Stage(bank.spine, None, SimpleNamespace(version=0), self.practice.on_screen)
        self.views: list[str] = []
        screen = Screen(
            server=server,
            store=self.store,
            stage=lambda: self.stage,
            redraw=lambda: None,
            redraw_view=lambda: None,
            shoot=lambda: None,
            darken=lambda _: None,
            move=lambda **_: True,
            look_from=self.views.append,
            report=self.practice.refresh,
            ask=lambda *_: None,
            heavy=ThreadPoolExecutor(1),
        )
        self.quiz = QuizLogic(screen, file, lambda: self.clock, lambda: 7)
        self.data = self.quiz.typed.data
        asyncio.run(self._open(bank))

    async def _open(self, bank: Bank) -> None:
        """Come to the screen with what was worked out before."""
        self.quiz._bank = bank
        self.practice.add({"quiz": self.quiz})

    @property
    def question(self) -> Question:
        found = self.quiz._question
        assert found is not None
        return found

    def ask(self, *kinds: str, difficulty: str = "1") -> None:
        """A round of some kinds of questions."""
        for kind in KINDS:
            if (kind in self.data.kinds) != (kind in kinds):
                self.quiz.toggle_kind(kind)
        self.quiz.choose_difficulty(difficulty)
        self.quiz.choose_count("5")
        self.quiz.start()

    def know(self) -> None:
        """Give the right answer, with the keys where there are keys for it."""
        question = self.question
        if question.form == "click":
            assert self.quiz.tapped((question.right[0], np.zeros(3)))
        if question.form == "order":
            for place, key in enumerate(question.right):
                now = [one["key"] for one in self.data.options].index(key)
                self.quiz.key(str(now + 1))
                for _ in range(now - place):
                    self.quiz.key("ArrowUp")
                self.quiz.key(str(place + 1))
        if question.form in ("one", "set"):
            for key in question.right:
                self.quiz.key(str([one["key"] for one in self.data.options].index(key) + 1))
        if question.form != "one":
            self.quiz.key("Enter")


@pytest.fixture
def room(bank: Bank, tmp_path: Path) -> Class:
    return Class(bank, tmp_path / "quiz.json")


def test_a_round_of_every_kind_is_answered_by_keys_scored_and_kept(room: Class, tmp_path: Path) -> None:
    room.quiz.choose_difficulty("2")
    room.data.count = "7"
    room.quiz.key("Enter")
    kinds = set()
    for number in range(1, 8):
        assert (room.data.phase, room.data.number, room.data.asked) == ("question", number, 7)
        kinds.add(room.question.kind)
        if number == 7:
            room.quiz.key("0")
        else:
            room.know()
        assert room.data.phase == "answered" and room.data.explanation and room.data.sources
        assert room.data.verdict == ("told" if number == 7 else "right"), room.question
        room.quiz.key("Enter")
    assert kinds == set(KINDS)
    assert (room.data.phase, room.data.right, room.data.asked) == ("result", 6, 7)
    assert [row["right"] for row in room.data.rows] == 6 * [True] + [False]
    results = load(tmp_path / "quiz.json")
    assert [one.right for one in results.attempts] == 6 * [True] + [False]
    assert results.attempts[-1].answer == () and len(results.memory) == 7


def test_nothing_tells_the_answer_while_a_question_is_open(room: Class) -> None:
    room.ask("name", "find", "nerves", "bone")
    for _ in range(5):
        assert room.practice.hides_names and room.practice.typed.data.hides_names
        posed = room.stage.posed(room.store.now)
        assert "labels" not in posed.layers and not posed.hidden and posed.asked_joint is None
        assert posed.selection == room.question.show["scene"].get("selection")
        assert room.stage.scene(room.store.now).labels == ()
        if room.question.form != "click":
            room.quiz.tapped(("L5", np.zeros(3)))
            assert room.stage.posed(room.store.now) == posed, "a click names nothing and lights nothing"
        room.quiz.give_up()
        assert not room.practice.hides_names
        assert room.stage.scene(room.store.now).labels, "now it is named"
        room.quiz.go_on()
    assert room.store.now.selection == "L4" and room.store.now.hidden == {"L3"}, "the own view is as it was"


def test_what_is_pointed_at_is_lit_and_named_only_afterwards(room: Class) -> None:
    room.ask("find")
    room.quiz.check()
    assert room.data.phase == "question", "nothing is pointed at yet"
    room.quiz.walk(1)
    (one,) = room.data.chosen
    room.quiz.walk(1)
    assert room.data.chosen != [one]
    room.quiz.walk(-1)
    assert room.data.chosen == [one], "the arrow keys walk to the next one and back"
    wrong = next(name for name in room.stage.spine.structures() if name not in room.question.right)
    room.quiz.tapped((wrong, np.zeros(3)))
    room.quiz.tapped(None)
    assert room.stage.posed(room.store.now).selection == wrong and room.stage.scene(room.store.now).labels == ()
    room.quiz.check()
    assert room.data.verdict == "wrong" and room.data.pointed
    assert room.stage.posed(room.store.now).selection == room.question.right[0]


@pytest.mark.parametrize("kind", ["xray", "view"])
def test_an_x_ray_is_that_of_the_question_and_marks_without_a_name(room: Class, kind: str) -> None:
    room.ask(kind)
    assert room.practice.typed.data.pictures == "xray"
    shown, arm = room.question.show["xray"], room.stage.carm(room.store.now)
    assert (arm.oblique_deg, arm.tilt_deg) == (shown["oblique_deg"], shown["tilt_deg"])
    assert arm.isocentre == shown["isocentre_mm"] and arm.field_mm == shown["field_mm"]
    marks = room.stage.marks(room.store.now, arm.sized(1024))
    assert [mark.name for mark in marks] == ([""] if kind == "xray" else [])
    if kind == "xray":
        twice = 2 * (np.array(shown["mark"]["places"]) + 0.5) - 0.5
        assert np.allclose(marks[0].places, twice)
        assert room.stage.posed(room.store.now).landmarks
    room.quiz.give_up()
    assert all(mark.name for mark in room.stage.marks(room.store.now, arm.sized(1024)))


def test_another_language_tells_the_same_question(room: Class) -> None:
    room.ask("nerves", difficulty="2")
    room.quiz.key("1")
    before, options, chosen = room.question, room.data.options, list(room.data.chosen)
    room.store.update(language="es")
    assert room.question.id == before.id and room.data.prompt != before.prompt
    assert [one["key"] for one in room.data.options] == [one["key"] for one in options]
    assert room.data.chosen == chosen
    room.quiz.check()
    said = room.data.explanation
    room.store.update(language="en")
    assert room.data.phase == "answered" and room.data.explanation not in ("", said)


def test_what_is_due_is_counted_and_asked_first(room: Class, tmp_path: Path) -> None:
    room.ask("bone")
    ids = []
    for _ in range(5):
        ids.append(room.question.id)
        room.quiz.give_up()
        room.quiz.go_on()
    assert room.data.due == 0
    results = load(tmp_path / "quiz.json")
    early = {
        name: kept.model_copy(update={"due": datetime.now(UTC) - timedelta(days=1)})
        for name, kept in results.memory.items()
    }
    save(results.model_copy(update={"memory": early}), tmp_path / "quiz.json")
    room.quiz.again()
    assert room.data.due == 5
    room.quiz.choose_region("cervical")
    assert room.data.due == 0
    room.quiz.choose_region("lumbar")
    room.quiz.start_due()
    assert room.data.asked == 5 and room.question.id in ids
    assert room.data.phase == "question"


def test_results_that_cannot_be_read_are_left_alone_and_the_round_goes_on(room: Class, tmp_path: Path) -> None:
    file = tmp_path / "quiz.json"
    room.ask("view")
    file.write_text("not ours")
    room.know()
    assert room.data.verdict == "right" and "quiz.json" in room.data.problem
    assert file.read_text() == "not ours"


def test_a_question_waits_and_its_clock_stands_still_outside_of_practice(room: Class) -> None:
    room.ask("view")
    room.clock = 4.0
    room.store.update(mode="explore")
    assert not room.practice.hides_names and room.practice.typed.data.pictures == "both"
    room.clock = 500.0
    room.store.update(mode="practice")
    assert room.data.phase == "question"
    room.clock = 501.0
    room.know()
    assert room.quiz._results().attempts[-1].seconds == pytest.approx(5.0)


def test_another_spine_ends_the_round_and_gets_questions_of_its_own(room: Class, bank: Bank) -> None:
    room.ask("view")
    other = replace(bank.spine)

    async def change() -> None:
        room.stage.spine = other
        room.quiz.opened(room.stage)
        assert room.data.phase == "start" and not room.data.ready
        assert room.quiz._task is not None
        await room.quiz._task

    asyncio.run(change())
    assert room.data.ready and room.quiz._bank is not None and room.quiz._bank.spine is other
    room.quiz.start()
    assert room.data.phase == "question"
