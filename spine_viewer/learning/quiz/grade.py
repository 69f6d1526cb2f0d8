"""Whether an answer is right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from spine_viewer.errors import InputError
from spine_viewer.learning.quiz.model import Grade, Question


def grade(question: Question, answer: str | Sequence[str]) -> Grade:
    """What an answer is worth.

    Parameters
    ----------
    question : Question
    answer : str or sequence of str
        Key of an option, several keys for a set or an order, or the id of the structure that was clicked. Nothing
        (``()``) is an answer too: not known.

    Raises
    ------
    InputError
        A key that is not offered, the same key twice, or more than one key where one is asked for.
    """
    given = (answer,) if isinstance(answer, str) else tuple(answer)
    if question.form in ("one", "click") and len(given) > 1:
        raise InputError(f"{len(given)} answers to a question that has one; allowed: one")
    if question.form == "click":
        ok = bool(given) and given[0] in question.right
        return Grade(ok, float(ok), () if ok else question.right[:1], () if ok else given)
    _check(question, given)
    wrong = tuple(key for key in given if key not in question.right)
    missed = tuple(key for key in question.right if key not in given)
    if question.form == "order":
        return Grade(given == question.right, _in_order(question.right, given), missed, wrong)
    ok = not wrong and not missed
    share = (len(question.right) - len(missed) - len(wrong)) / len(question.right)
    return Grade(ok, max(0.0, share), missed, wrong)


def _check(question: Question, given: tuple[str, ...]) -> None:
    offered = tuple(option.key for option in question.options)
    unknown = [key for key in given if key not in offered]
    if unknown:
        raise InputError(f"unknown answer {unknown[0]!r}; allowed: {', '.join(offered)}")
    if len(set(given)) < len(given):
        raise InputError(f"answer {', '.join(given)} names one twice; allowed: each once")


def _in_order(right: tuple[str, ...], given: tuple[str, ...]) -> float:
    """Share of the pairs of steps that stand in the right order."""
    pairs = list(combinations(right, 2))
    place = {key: i for i, key in enumerate(given)}
    good = sum(place[a] < place[b] for a, b in pairs if a in place and b in place)
    return good / len(pairs)
