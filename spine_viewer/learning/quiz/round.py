"""A round of the quiz: what was wished for, its questions, and what was answered so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spine_viewer.learning.quiz.bank import Bank
from spine_viewer.learning.quiz.generate import generate
from spine_viewer.learning.quiz.model import KINDS, Grade, Question


@dataclass(frozen=True)
class Wish:
    """What somebody wants to be asked; as for :func:`spine_viewer.learning.quiz.generate`."""

    region: str = "lumbar"
    difficulty: int = 1
    count: int = 10
    kinds: tuple[str, ...] = KINDS


@dataclass(frozen=True)
class Round:
    """Questions in their order, and the answers to the first of them.

    ``first`` are the ids that were to come first, so that the same round can be told in another language.
    """

    wish: Wish
    seed: int
    first: tuple[str, ...]
    questions: tuple[Question, ...]
    answers: tuple[tuple[str, ...], ...] = ()
    grades: tuple[Grade, ...] = ()

    @classmethod
    def make(cls, bank: Bank, wish: Wish, seed: int, language: str, first: Sequence[str] = ()) -> Round:
        """A new round; what is due (``first``) is asked first.

        Raises
        ------
        InputError
            As :func:`spine_viewer.learning.quiz.generate`.
        """
        return cls(wish, seed, tuple(first), _questions(bank, wish, seed, language, tuple(first)))

    def told_in(self, bank: Bank, language: str) -> Round:
        """The same round in another language."""
        return replace(self, questions=_questions(bank, self.wish, self.seed, language, self.first))

    def answered(self, answer: Sequence[str], worth: Grade) -> Round:
        """The round with one answer more."""
        return replace(self, answers=(*self.answers, tuple(answer)), grades=(*self.grades, worth))

    @property
    def done(self) -> bool:
        """Whether every question has been answered."""
        return len(self.answers) == len(self.questions)

    @property
    def right(self) -> int:
        """How many were right."""
        return sum(one.right for one in self.grades)


def _questions(bank: Bank, wish: Wish, seed: int, language: str, first: tuple[str, ...]) -> tuple[Question, ...]:
    return generate(bank, wish.region, wish.difficulty, wish.count, seed, language, kinds=wish.kinds, first=first)
