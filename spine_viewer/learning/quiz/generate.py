"""Questions from a seed: the same seed gives the same questions, in every language."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from spine_viewer.anatomy.ids import choose
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.anatomy.spine import Spine
from spine_viewer.errors import InputError
from spine_viewer.learning.quiz.bank import REGIONS, Bank, Item
from spine_viewer.learning.quiz.draft import told
from spine_viewer.learning.quiz.facts import by_level, rules
from spine_viewer.learning.quiz.model import DIFFICULTIES, KINDS, Question

TRIES = 4  # other sides and options, before a fact is left out


def generate(
    spine: Spine | Bank,
    region: str,
    difficulty: int,
    count: int,
    seed: int,
    language: str = DEFAULT_LANGUAGE,
    *,
    kinds: Sequence[str] = KINDS,
    first: Sequence[str] = (),
) -> tuple[Question, ...]:
    """Questions about a region.

    Parameters
    ----------
    spine : Spine or Bank
        Prone, as on the table. A :class:`Bank` of it keeps what was worked out for the next call.
    region : str
        One of ``bank.REGIONS``.
    difficulty : int
        1 to 3: more options, closer to each other, and rarer structures.
    count : int
        How many. Kinds take turns; no fact is asked for again before all have been.
    seed : int
    language : str
    kinds : sequence of str
        Those of ``KINDS`` that are asked for.
    first : sequence of str
        Ids of questions that come first, such as those that are due; ids that are not asked here are passed over.

    Raises
    ------
    InputError
        An unknown region, difficulty, kind or language, a count below one, or a spine that is not prone.
    """
    choose(region, REGIONS, "region")
    choose(language, LANGUAGES, "language")
    for kind in kinds:
        choose(kind, KINDS, "kind of question")
    if difficulty not in DIFFICULTIES:
        raise InputError(f"difficulty {difficulty!r}; allowed: 1, 2, 3")
    if count < 1 or not kinds:
        raise InputError(f"{count} questions of {len(kinds)} kinds; allowed: one or more")
    bank = spine if isinstance(spine, Bank) else Bank(spine)
    if bank.spine.pose != "prone":
        raise InputError(f"pose {bank.spine.pose!r} of the spine for a quiz; allowed: prone")
    rng = random.Random(f"{seed}:{region}:{difficulty}")
    options = by_level(rules().options, difficulty)
    found: list[Question] = []
    idle = 0
    turns = _turns(bank.of(region, difficulty), tuple(kinds), tuple(first), rng)
    for item in turns:
        made = None
        for _ in range(TRIES):
            draft = item.ask(difficulty, rng)
            if draft is not None:
                made = told(draft, item.id, item.kind, region, difficulty, language, options, rng)
            if made is not None:
                break
        if made is None:
            idle += 1
            if idle > len(bank.items):
                break
            continue
        idle = 0
        found.append(made)
        if len(found) == count:
            return tuple(found)
    raise InputError(
        f"no question of {', '.join(kinds)} in {region!r} at difficulty {difficulty}; allowed: other kinds"
    )


def _turns(items: Sequence[Item], kinds: tuple[str, ...], first: tuple[str, ...], rng: random.Random) -> Iterator[Item]:
    """What is due, then kinds in turn, each through all of its items in a random order before any comes again."""
    by_id = {item.id: item for item in items if item.kind in kinds}
    due = [by_id[name] for name in dict.fromkeys(first) if name in by_id]
    yield from due
    heaps = {kind: [item for item in items if item.kind == kind] for kind in KINDS if kind in kinds}
    heaps = {kind: heap for kind, heap in heaps.items() if heap}
    left: dict[str, list[Item]] = {
        kind: rng.sample(rest, len(rest)) for kind, heap in heaps.items() if (rest := [i for i in heap if i not in due])
    }
    while heaps:
        if not left:
            left = {kind: rng.sample(heap, len(heap)) for kind, heap in heaps.items()}
        for kind in rng.sample(sorted(left), len(left)):
            yield left[kind].pop()
            if not left[kind]:
                del left[kind]
