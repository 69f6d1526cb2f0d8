"""What is said at the end: the score with its weights, what went wrong by name, and what to do better."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy.glossary import split_id
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.anatomy.phrases import phrase, phrases
from spine_viewer.imaging.views.table import TABLE
from spine_viewer.learning.practice.figures import scoring
from spine_viewer.learning.practice.measured import AtGoal, Measured, measured
from spine_viewer.learning.practice.observation import WORDS
from spine_viewer.learning.practice.score import Score, in_place, score
from spine_viewer.learning.practice.state import State
from spine_viewer.procedures.target_names import names_of, placement_name

if TYPE_CHECKING:
    from spine_viewer.learning.practice.practice import Practice

UPPER_JOINTS = ("atlantooccipital", "atlantoaxial")  # nothing of ours treats them, so no plan names them
WHOLE = ("percent", "part", "deg", "minutes")  # told without a fraction


@dataclass(frozen=True)
class Finding:
    """One thing to say: ``key`` names a phrase ``finding_<key>``; ``nerve`` and ``name`` where it was."""

    key: str
    nerve: str = ""
    name: str = ""
    values: tuple[tuple[str, str | float], ...] = ()

    def told(self, language: str = DEFAULT_LANGUAGE, advised: bool = True) -> str:
        """In words, with what to do better where it is ``advised``."""
        text = phrase(f"finding_{self.key}", language, WORDS, **{k: _filled(k, v, language) for k, v in self.values})
        if advised:
            text = " ".join(filter(None, (text, phrases(language, WORDS).get(f"advice_{self.key}"))))
        if self.nerve:
            where = names_of(self.nerve, language)[0]
            where += f", {placement_name(self.name, language)}" if self.name else ""
            text = _word("at", language, where=where, text=text)
        return text[0].upper() + text[1:]


def _filled(name: str, value: str | float, language: str) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if name in WHOLE else f"{value:.1f}"
    if name == "danger":
        return phrase(f"danger_{value}", language, WORDS)
    if name == "at":
        kind = split_id(str(value))[0]
        label = _word(f"at_{kind}", language) if kind in UPPER_JOINTS else names_of(str(value), language)[0]
        return label if label[1].isdigit() else label[0].lower() + label[1:]
    if name == "views":
        return ", ".join(TABLE[one].titled(language) for one in str(value).split(","))
    return str(value)


@dataclass(frozen=True)
class Debrief:
    """The figures, their score, and the findings, the worst first."""

    figures: Measured
    score: Score
    findings: tuple[Finding, ...]

    def named(self, key: str) -> bool:
        """Whether something of this name is said; a structure to avoid is named where a needle went into it."""
        entered = any(one.key == "danger_entered" and ("danger", key) in one.values for one in self.findings)
        return entered or any(one.key == key for one in self.findings)

    def told(self, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
        """Every finding in words; what to do better stands once for each kind."""
        first = {one.key: n for n, one in reversed(list(enumerate(self.findings)))}
        return tuple(one.told(language, first[one.key] == n) for n, one in enumerate(self.findings))

    def to_json(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """Plain JSON values, with the words."""
        return {
            "score": self.score.to_json(),
            "figures": self.figures.to_json(),
            "findings": [
                {"key": f.key, "nerve": f.nerve, "name": f.name, **dict(f.values), "told": f.told(language)}
                for f in self.findings
            ],
        }

    def limited(self, language: str = DEFAULT_LANGUAGE) -> str:
        """What holds the score down, in words; empty where nothing does."""
        made = self.score
        return "" if made.cap is None else _word(f"capped_{made.cap}", language, most=f"{made.total:g}")

    def took(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Exposures, beam, entries and time, in words."""
        own = self.figures
        return _word(
            "took", language, exposures=own.exposures, seconds=f"{own.seconds:.1f}", dose=f"{own.dose:.1f}",
            entries=own.entries, redirections=own.redirections, minutes=f"{own.time_s / 60.0:.0f}",
        )  # fmt: skip

    def summary(self, language: str = DEFAULT_LANGUAGE) -> str:
        """A few lines of text."""
        made, limited = self.score, self.limited(language)
        lines = [_word("total", language, total=f"{made.total:.1f}", items=made.items)]
        lines += [limited] if limited else []
        for one in made.components:
            lines.append(f"  {_word(f'part_{one.name}', language)}: {one.points:.1f} / {one.most:.1f}")
        lines.append(_word("checklist", language))
        for name, ok in made.checklist:
            lines.append(f"  {_word('yes' if ok else 'no', language)}  {_word(f'item_{name}', language)}")
        lines.append(self.took(language))
        lines += [f"- {one}" for one in self.told(language)] or [_word("all_well", language)]
        lines.append(_word("proposals", language))
        return "\n".join(lines)


def _word(key: str, language: str, /, **values: object) -> str:
    return phrase(key, language, WORDS, **values)


def debrief(practice: Practice, state: State) -> Debrief:
    """What is said of a state of a session, finished or not."""
    figures = measured(practice, state)
    return Debrief(figures, score(figures), tuple(findings(figures)))


def findings(figures: Measured) -> Iterator[Finding]:
    """What to say of the figures: harm first, then each place, then what it took."""
    for danger in figures.dangers:
        if danger.nearest_mm <= 0.0:
            yield Finding("danger_entered", values=(("danger", danger.name),))
        elif danger.nearest_mm < danger.least_mm:
            values: tuple[tuple[str, str | float], ...] = (
                ("danger", danger.name), ("mm", danger.nearest_mm), ("least", danger.least_mm),
            )  # fmt: skip
            yield Finding("danger_near", values=values)
    for nerve in dict.fromkeys(one.nerve for one in figures.goals):
        own = [one for one in figures.goals if one.nerve == nerve]
        for one in own:
            yield from _of_goal(one)
        treated = [one for one in own if one.treatments > 0]
        if figures.heats and treated:
            yield from _of_cover(treated[-1])
    yield from _of_effort(figures)


def _of_goal(one: AtGoal) -> Iterator[Finding]:
    def said(key: str, **values: str | float) -> Finding:
        return Finding(key, one.nerve, one.name, tuple(values.items()))

    rules = scoring()
    if not one.placed or one.tip_mm is None or one.behind_mm is None:
        yield said("not_placed")
        return
    if one.limb_ignored:
        yield said("stimulation_ignored")
    there = in_place(one)
    if not there:
        yield said(_elsewhere(one), at=one.at, mm=one.tip_mm) if one.at else said("far", mm=one.place_mm or one.tip_mm)
    if one.behind_mm < one.behind_least_mm - 1e-6:
        yield said("ventral", past=one.behind_least_mm - one.behind_mm, least=one.behind_least_mm)
    if one.tip_mm > one.tip_most_mm + 1e-9 and not one.at:
        yield from _way_off(one, said, there)
    angle, most = one.angle_deg, one.angle_most_deg
    if there and angle is not None and most is not None and angle > most + 1e-9:
        yield said("perpendicular" if angle >= rules.limit("angle_named_deg") else "angle", deg=angle, most=most)
    if one.treatments == 0:
        yield said("not_treated")
        return
    if one.views_missed:
        yield said("no_check_view", views=",".join(one.views_missed))
    if not one.on_the_way:
        yield said("blind_advance", mm=rules.limit("blind_most_mm"))
    if one.motor_share is not None and one.motor_share < 1.0 and not one.limb_ignored:
        yield said("no_motor_test")
    if one.ml > one.most_ml + 1e-9:
        yield said("too_much", ml=one.ml, most=one.most_ml)
    if one.ml < one.least_ml - 1e-9:
        yield said("too_little", ml=one.ml, least=one.least_ml)
    if one.contrast_watched is False:
        yield said("no_contrast")


def _elsewhere(one: AtGoal) -> str:
    """What a tip at another nerve or joint is: at a wrong level, or on the wrong side."""
    return "wrong_level" if split_id(one.at)[2] == split_id(one.nerve)[2] else "wrong_side"


def _way_off(one: AtGoal, said: Callable[..., Finding], near: bool) -> Iterator[Finding]:
    """To which side of the plan's place a tip is; of one that is ``near`` at least how far off."""
    named, least = False, scoring().limit("off_named_mm")
    for key, value in (
        ("too_high", one.higher_mm), ("too_low", -(one.higher_mm or 0.0)),
        ("lateral", one.lateral_mm), ("medial", -(one.lateral_mm or 0.0)),
    ):  # fmt: skip
        if value is not None and value > least:
            named = True
            yield said(key, mm=value)
    if near and not named:
        yield said("tip_off", mm=one.tip_mm, most=one.tip_most_mm)


def _of_cover(one: AtGoal) -> Iterator[Finding]:
    """How much of a nerve its lesions cover, where that is less than the plan's."""
    if one.cover_share == 0.0:
        yield Finding("no_cover", one.nerve)
    elif one.cover_share is not None and one.cover_share < scoring().limit("cover_full_share"):
        held = (("percent", one.cover_percent or 0.0), ("part", 100.0 * one.cover_share))
        yield Finding("short_cover", one.nerve, values=held)


def _of_effort(figures: Measured) -> Iterator[Finding]:
    if figures.entries > figures.entries_planned or figures.redirections > figures.redirections_planned:
        tried = {
            "entries": figures.entries, "redirects": figures.redirections,
            "entries_planned": figures.entries_planned, "redirects_planned": figures.redirections_planned,
        }  # fmt: skip
        yield Finding("attempts", values=tuple((name, str(count)) for name, count in tried.items()))
    count, rules = max(figures.entries_planned, 1), scoring()
    if figures.exposures / count > rules.limit("exposures_full") or figures.dose / count > rules.limit("dose_full"):
        yield Finding("radiation", values=(("exposures", str(figures.exposures)), ("dose", figures.dose)))
    if figures.time_s / count > rules.limit("time_full_s"):
        yield Finding("slow", values=(("minutes", figures.time_s / 60.0),))
