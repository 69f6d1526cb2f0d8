"""Quiz questions on paper and in the terminal."""

from __future__ import annotations

import string
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spine_viewer.learning.quiz import Question

STOP = "q"


def print_all(questions: Sequence[Question], seed: int, language: str) -> None:
    """Questions first, then the answers."""
    from spine_viewer.learning.quiz.words import word

    for number, question in enumerate(questions, start=1):
        _print_question(question, number, len(questions), language)
    print(f"{word('say_answers', language)}\n")
    for number, question in enumerate(questions, start=1):
        print(f"{number}. {_right(question)}")
        _print_why(question, language)
    print(word("say_seed", language, seed=seed))


def ask(questions: Sequence[Question], file: Path, language: str) -> int:
    """Ask one after another and keep every answer at once; stops at ``q`` or the end of the input."""
    from spine_viewer.learning.quiz.results import load, save
    from spine_viewer.learning.quiz.words import word

    right = asked = 0
    for number, question in enumerate(questions, start=1):
        _print_question(question, number, len(questions), language)
        start = time.monotonic()
        answer = _answer(question, language)
        if answer is None:
            break
        seconds = round(time.monotonic() - start, 1)
        results, worth = load(file).answered(question, answer, datetime.now(UTC), seconds)
        save(results, file)
        asked += 1
        right += worth.right
        print(word("say_right", language) if worth.right else word("say_wrong", language, right=_right(question)))
        notes = [option.note for option in question.options if option.key in worth.wrong and option.note]
        for note in notes:
            print(note)
        _print_why(question, language)
        print(f"{word('say_due', language, day=results.memory[question.id].due.date().isoformat())}\n")
    print(word("say_end", language, right=right, count=asked, file=file))
    return 0


def _print_question(question: Question, number: int, count: int, language: str) -> None:
    from spine_viewer.learning.quiz.words import word

    print(word("say_question", language, number=number, count=count))
    print(question.prompt)
    if "xray" in question.show:
        print(word("say_picture", language, command=_command(question)))
    for letter, option in zip(string.ascii_lowercase, question.options, strict=False):
        print(word("say_options", language, letter=letter, text=option.text))
    print()


def _command(question: Question) -> str:
    """How to make the picture of a question, and where the mark is in it."""
    seen = question.show["xray"]
    line = f"spine-viewer fluoro OUT.png --view {seen['view']} --level {seen['level']} --side {seen['side']}"
    line += f" --size {seen['size'][0]}"
    if "mark" not in seen:
        return line
    places = seen["mark"]["places"]
    x, y = (sum(place[axis] for place in places) / len(places) for axis in (0, 1))
    return f"{line} (x {x:.0f}, y {y:.0f})"


def _right(question: Question) -> str:
    said = {option.key: option.text for option in question.options}
    return "; ".join(said[key] for key in question.right)


def _print_why(question: Question, language: str) -> None:
    from spine_viewer.learning.quiz.words import citation, word

    print(question.explanation)
    told = "; ".join(f"{citation(source.key).rstrip('.')} [{source.status}]" for source in question.sources)
    print(f"{word('say_source', language, sources=told)}\n")


def _answer(question: Question, language: str) -> tuple[str, ...] | None:
    """Keys that were typed as letters; None for the wish to stop."""
    from spine_viewer.learning.quiz.words import word

    letters = dict(zip(string.ascii_lowercase, (option.key for option in question.options), strict=False))
    most = 1 if question.form == "one" else len(letters)
    while True:
        try:
            typed = input(word(f"say_{question.form}", language)).strip().lower()
        except EOFError:
            print()
            return None
        if typed == STOP:
            return None
        given = [letter for letter in typed if letter not in " ,;"]
        if len(given) <= most and len(set(given)) == len(given) and all(letter in letters for letter in given):
            return tuple(letters[letter] for letter in given)
        print(word("say_again", language, first="a", last=max(letters)))
