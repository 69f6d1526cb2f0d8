"""The anatomy quiz on the screen: a round from its wish to its score."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices
from spine_viewer.app.practice import quiz_picture
from spine_viewer.app.practice.exercise import Exercise, Pictures, Screen
from spine_viewer.app.practice.quiz_state import QuizState, options_of, rows_of, sources_of, verdict
from spine_viewer.app.text import refused, text
from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm
from spine_viewer.imaging.overlay import Mark
from spine_viewer.learning.quiz import KINDS, Bank, Question
from spine_viewer.learning.quiz import results as kept
from spine_viewer.learning.quiz.round import Round, Wish
from spine_viewer.learning.quiz.words import title

if TYPE_CHECKING:
    from spine_viewer.app.stage import Stage
    from spine_viewer.app.view.view_logic import Hit3D
    from spine_viewer.scene.model import Scene

SEEDS = 2**31 - 1
MOST_DUE = 50  # questions of a round of what comes back


class QuizLogic(Exercise):
    """Asks, grades, explains, keeps.

    Parameters
    ----------
    screen : Screen
    file : Path, optional
        Where results are kept; the user's data folder where it is left out.
    clock : callable
        Seconds; passed in for tests.
    seed : callable
        Gives the seed of a round; passed in for tests.
    """

    def __init__(
        self,
        screen: Screen,
        file: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
        seed: Callable[[], int] = lambda: random.randrange(SEEDS),
    ) -> None:
        super().__init__(screen)
        self.typed = TypedState(screen.server.state, QuizState)
        self._file = file or kept.default_path()
        self._clock = clock
        self._seed = seed
        self._bank: Bank | None = None
        self._round: Round | None = None
        self._order: tuple[str, ...] = ()
        self._lit: str | None = None
        self._spent_s, self._since = 0.0, clock()
        self._task: asyncio.Task[None] | None = None
        screen.store.subscribe(self._follow)

    # What is wished for ------------------------------------------------------------------------------------------

    def choose_region(self, region: str) -> None:
        """Questions about another region."""
        self.typed.data.region = region
        self._count_due()

    def choose_difficulty(self, difficulty: str) -> None:
        """1 to 3."""
        self.typed.data.difficulty = difficulty
        self._count_due()

    def choose_count(self, count: str) -> None:
        """How many questions."""
        self.typed.data.count = count

    def toggle_kind(self, kind: str) -> None:
        """Ask for a kind of question, or leave it out; one is always left."""
        data = self.typed.data
        wished = [one for one in KINDS if (one in data.kinds) != (one == kind)]
        data.kinds = wished or list(data.kinds)
        self._count_due()

    @property
    def wish(self) -> Wish:
        """What is wished for."""
        data = self.typed.data
        return Wish(data.region, int(data.difficulty), int(data.count), tuple(data.kinds))

    # A round -----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """A new round of what is wished for; what is due comes first."""
        self._begin(self.wish)

    def start_due(self) -> None:
        """A round of what comes back today, and nothing else."""
        if self.typed.data.due:
            self._begin(replace(self.wish, count=min(self.typed.data.due, MOST_DUE)))

    def _begin(self, wish: Wish) -> None:
        data = self.typed.data
        if self._bank is None or data.busy:
            return
        data.problem = ""
        try:
            first = self._results().due(datetime.now(UTC))
            self._round = Round.make(self._bank, wish, self._seed(), self.language, first)
        except InputError as error:
            data.problem = refused(error, self.screen.store.now.language)
            return
        data.asked = len(self._round.questions)
        self._ask()

    def stop(self) -> None:
        """End the round here; what was answered is kept."""
        if self._round is not None and self._round.answers:
            self._show_result()
        else:
            self.again()

    def again(self) -> None:
        """Back to what is wished for."""
        self._round, self._lit = None, None
        self.typed.data.phase = "start"
        self._count_due()
        self.changed("posterior")

    def press_option(self, key: str) -> None:
        """An option was pressed: the answer, one more of a set, or the step that the arrow keys move."""
        data, question = self.typed.data, self._question
        if data.phase != "question" or question is None or key not in self._order:
            return
        if question.form == "one":
            self.answer((key,))
        elif question.form == "set":
            data.chosen = [one for one in self._order if (one in data.chosen) != (one == key)]
        else:
            data.held = "" if data.held == key else key

    def move(self, key: str, by: int) -> None:
        """Move a step of an order up (-1) or down (1)."""
        question, order = self._question, list(self._order)
        if question is None or question.form != "order" or self.typed.data.phase != "question" or key not in order:
            return
        place = order.index(key)
        other = min(max(place + by, 0), len(order) - 1)
        order.insert(other, order.pop(place))
        self._order = tuple(order)
        self.typed.data.options = options_of(question, self._order, None, ())

    def walk(self, by: int) -> None:
        """Light the next structure that can be pointed at, for those who use no mouse."""
        stage, question = self.screen.stage(), self._question
        if stage is None or question is None or question.form != "click" or self.typed.data.phase != "question":
            return
        items = stage.scene(self.screen.store.now).items
        there = list(dict.fromkeys(item.structure_id for item in items if item.structure_id is not None))
        if there:
            place = there.index(self._lit) + by if self._lit in there else (0 if by > 0 else -1)
            self._light(there[place % len(there)])

    def check(self) -> None:
        """Answer with what is chosen, ordered or pointed at."""
        data, question = self.typed.data, self._question
        if question is None or data.phase != "question":
            return
        if question.form == "order":
            self.answer(self._order)
        elif data.chosen:
            self.answer(tuple(data.chosen))

    def give_up(self) -> None:
        """Not known."""
        self.answer(())

    def answer(self, given: tuple[str, ...]) -> None:
        """Grade an answer and keep it; an empty one stands for not known."""
        data, question, now = self.typed.data, self._question, datetime.now(UTC)
        if question is None or self._round is None or data.phase != "question":
            return
        seconds = round(self._spent_s + self._clock() - self._since, 1)
        results, worth = kept.Results().answered(question, given, now, seconds)
        try:
            results, worth = self._results().answered(question, given, now, seconds)
            kept.save(results, self._file)
        except InputError as error:
            data.problem = refused(error, self.screen.store.now.language)
        self._round = self._round.answered(given, worth)
        back = results.memory[question.id].due.date() - now.date()
        data.back = str(max(back.days, 0))
        self._lit = None
        data.phase = "answered"
        self._tell()
        self.changed()

    def go_on(self) -> None:
        """The next question, or the score of the round."""
        if self._round is None or self.typed.data.phase != "answered":
            return
        if self._round.done:
            self._show_result()
        else:
            self._ask()

    # Part of Practice --------------------------------------------------------------------------------------------

    @property
    def hides_names(self) -> bool:
        """While a question is open."""
        return bool(self.typed.data.phase == "question")

    @property
    def pictures(self) -> Pictures:
        """The picture that the question is about."""
        question = self._question
        return "scene" if question is None else quiz_picture.pictures_of(question)

    def posed(self, choices: Choices) -> Choices:
        """The question's own picture."""
        question = self._question
        return choices if question is None else quiz_picture.posed(question, choices, self._lit, not self.hides_names)

    def carm(self) -> CArm | None:
        """The view that is asked about."""
        question = self._question
        if question is None or self._bank is None or "xray" not in question.show:
            return None
        seen = question.show["xray"]
        return self._bank.arm(seen["view"], seen["level"], seen["side"])

    def marks(self, carm: CArm) -> tuple[Mark, ...] | None:
        """What is asked for."""
        question = self._question
        return None if question is None else quiz_picture.marks_on(question, carm, not self.hides_names)

    def dressed(self, scene: Scene) -> Scene:
        """Once answered, only what the answer is about keeps its name."""
        question = self._question
        return scene if question is None else quiz_picture.named(scene)

    def opened(self, stage: Stage) -> None:
        """Get to know the spine; a round about another one is over."""
        if self._bank is not None and self._bank.spine is stage.spine:
            return
        self._bank, self.typed.data.ready = None, False
        if self._round is not None:
            self.again()
        if self.screen.store.now.mode == "practice":
            self.entered()

    def entered(self) -> None:
        """Make the bank of questions, beside the page."""
        self._since = self._clock()
        stage = self.screen.stage()
        if stage is None or self._bank is not None or self.typed.data.busy:
            return
        self.typed.data.region = self.screen.store.now.region
        self._task = asyncio.get_running_loop().create_task(self._open_bank(Bank(stage.spine)))

    def left(self) -> None:
        """The clock of the question stands still."""
        self._spent_s += self._clock() - self._since

    def tapped(self, hit: Hit3D | None) -> bool:
        """Point at a structure; once answered, look at any."""
        question = self._question
        if question is None:
            return False
        if self.hides_names and question.form != "click":
            return True
        if hit is not None:
            self._light(hit[0])
        return True

    def named(self, structure_id: str) -> bool:
        """Once answered, names can be touched too."""
        if self._question is None:
            return False
        self._light(structure_id)
        return True

    def key(self, key: str) -> bool:
        """Digits choose, Enter goes on, arrows move what is held."""
        phase, question = self.typed.data.phase, self._question
        if key == "Enter":
            {"start": self.start, "question": self.check, "answered": self.go_on, "result": self.again}[phase]()
            return True
        if phase != "question" or question is None:
            return False
        if key in ("ArrowUp", "ArrowDown"):
            self.move(self.typed.data.held, -1 if key == "ArrowUp" else 1)
        elif key in ("ArrowLeft", "ArrowRight"):
            self.walk(-1 if key == "ArrowLeft" else 1)
        elif key == "0":
            self.give_up()
        elif key.isdigit():
            if int(key) <= len(self._order):
                self.press_option(self._order[int(key) - 1])
        else:
            return False
        return True

    def told(self, language: str) -> tuple[str, str, float]:
        """The question; once answered, why."""
        data = self.typed.data
        if self._question is None:
            return text("quiz.title", language), "", 0.0
        answered = data.phase == "answered"
        return data.prompt, data.explanation if answered else "", (data.number - 1 + answered) / max(data.asked, 1)

    # Within ------------------------------------------------------------------------------------------------------

    @property
    def _question(self) -> Question | None:
        """The question on the screen, open or answered."""
        if self._round is None or self.typed.data.phase not in ("question", "answered"):
            return None
        return self._round.questions[self.typed.data.number - 1]

    def _results(self) -> kept.Results:
        return kept.load(self._file)

    def _light(self, structure_id: str) -> None:
        stage = self.screen.stage()
        if stage is None or structure_id not in stage.spine.structures():
            return
        self._lit = structure_id
        if self.typed.data.phase == "question":
            self.typed.data.chosen = [structure_id]
        self.shows_another()

    def _ask(self) -> None:
        """Put the next question on the screen."""
        data, done = self.typed.data, self._round
        if done is None:
            return
        data.number, data.chosen, data.held = len(done.answers) + 1, [], ""
        data.phase, self._lit = "question", None
        question = done.questions[data.number - 1]
        self._order = tuple(one.key for one in question.options)
        self._spent_s, self._since = 0.0, self._clock()
        self._tell()
        self.changed(quiz_picture.view_of(question))

    def _tell(self) -> None:
        """Write the question, and what is said to its answer, in the language of now."""
        data, done, question = self.typed.data, self._round, self._question
        if done is None or question is None:
            return
        answered = data.phase == "answered"
        worth = done.grades[-1] if answered else None
        given = done.answers[-1] if answered else ()
        data.kind, data.form, data.prompt = question.kind, question.form, question.prompt
        data.options = options_of(question, self._order, worth, given)
        data.verdict = "" if worth is None else verdict(worth, given)
        data.score = 0 if worth is None else round(100 * worth.score)
        data.explanation = question.explanation if answered else ""
        wrong = question.form == "click" and worth is not None and bool(worth.wrong)
        data.pointed = title(given[0], self.language) if wrong else ""
        data.sources = sources_of(question, self.language) if answered else []

    def _show_result(self) -> None:
        data, done = self.typed.data, self._round
        if done is None:
            return
        data.phase, data.right, data.rows = "result", done.right, rows_of(done)
        data.asked = len(done.grades)
        self._count_due()
        self.changed("posterior")

    def _count_due(self) -> None:
        """How many questions of what is wished for come back today."""
        if self._bank is None:
            return
        data, wish = self.typed.data, self.wish
        asked = {item.id for item in self._bank.of(wish.region, wish.difficulty) if item.kind in wish.kinds}
        try:
            data.due = len(asked.intersection(self._results().due(datetime.now(UTC))))
        except InputError as error:
            data.due, data.problem = 0, refused(error, self.screen.store.now.language)

    async def _open_bank(self, bank: Bank) -> None:
        """Work out everything that can be asked on a spine."""
        with self.screen.server.state:
            self.typed.data.busy = True
        await asyncio.get_running_loop().run_in_executor(self.screen.heavy, lambda: bank.items)
        with self.screen.server.state:
            self.typed.data.busy = False
            stage = self.screen.stage()
            if stage is not None and stage.spine is bank.spine:
                self._bank, self.typed.data.ready = bank, True
                self._count_due()
            else:
                self.entered()

    def _follow(self, before: Choices, after: Choices) -> None:
        """Another language: the same round in its words."""
        if before.language == after.language or self._round is None or self._bank is None:
            return
        self._round = self._round.told_in(self._bank, after.language)
        self._tell()
        self.typed.data.rows = rows_of(self._round)
        self.screen.report()
