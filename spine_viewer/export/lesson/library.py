"""A folder of lessons with pages that list them, for any host of plain files."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.anatomy.phrases import phrases
from spine_viewer.errors import InputError
from spine_viewer.export.crew import shared
from spine_viewer.export.lesson.page import page
from spine_viewer.export.lesson.texts import WORDS
from spine_viewer.procedures.target_names import joint_name
from spine_viewer.procedures.technique import load_technique

if TYPE_CHECKING:
    from spine_viewer.export.lesson.lesson import LessonMaker

PLAYER = Path(__file__).parent / "player"
NAMES = {"en": "English", "es": "Español"}
NO_BREAK = "\N{NON-BREAKING HYPHEN}"
REGIONS = ("cervical", "thoracic", "lumbar", "sacral")  # of techniques, from the head down


@dataclass(frozen=True, order=True)
class Subject:
    """What one lesson is about."""

    procedure: str
    joint: str
    side: str

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.procedure}-{self.joint}-{self.side}.html"


def lessons(
    subjects: Sequence[Subject], language: str, processes: int = 1, scheduler: str | None = None
) -> Iterator[tuple[Subject, str, str]]:
    """Each subject with its lesson and what went wrong, one of them empty, as they get done.

    ``language`` is the one that they open in; ``processes`` and ``scheduler`` say who does the work: see
    :func:`spine_viewer.export.crew.shared`.
    """
    for subject, (content, trouble) in shared(partial(_make, language), subjects, processes, scheduler):
        yield subject, content, trouble


def _make(language: str, subject: Subject) -> tuple[str, str]:
    try:
        return _maker().html(subject.procedure, subject.joint, subject.side, language), ""
    except InputError as error:
        return "", str(error)


@lru_cache(maxsize=1)
def _maker() -> LessonMaker:
    """What a process keeps between its lessons."""
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.export.lesson.lesson import LessonMaker

    return LessonMaker(Spine.load(pose="prone"))


def index_name(language: str) -> str:
    """Name of the page that lists lessons in a language."""
    return "index.html" if language == DEFAULT_LANGUAGE else f"index.{language}.html"


def index_pages(subjects: Iterable[Subject]) -> dict[str, str]:
    """The pages that list lessons, by their names: one for each language."""
    given = tuple(subjects)
    return {index_name(language): _index(given, language) for language in LANGUAGES}


def _index(subjects: tuple[Subject, ...], language: str) -> str:
    said = phrases(language, WORDS)
    others = "".join(
        f'<a href="{index_name(one)}" lang="{one}" hreflang="{one}">{NAMES[one]}</a>'
        for one in LANGUAGES
        if one != language
    )
    return page(
        template=(PLAYER / "index.html").read_text(encoding="utf-8"),
        style=(PLAYER / "index.css").read_text(encoding="utf-8"),
        script="",
        fill={
            "LANGUAGE": language,
            "TITLE": html.escape(said["index_title"]),
            "TEXT": html.escape(said["index_text"]),
            "NOTE": html.escape(f"{said['model_note']} {said['ask']}"),
            "OTHERS": others,
            "CONTENTS": _contents(subjects, language, said),
            "LIST": "\n".join(_regions(subjects, language, said)),
        },
    )


def _grouped(subjects: tuple[Subject, ...]) -> Iterator[tuple[str, list[tuple[str, list[Subject]]]]]:
    """Each region with its procedures, and each of those with its lessons."""
    techniques = {one: load_technique(one.procedure, one.joint).region for one in subjects}
    for region in REGIONS:
        here = [one for one in subjects if techniques[one] == region]
        if here:
            yield region, [(name, list(group)) for name, group in groupby(here, lambda one: one.procedure)]


def _contents(subjects: tuple[Subject, ...], language: str, said: dict[str, str]) -> str:
    """Links to every procedure of every region."""
    lines = []
    for region, procedures in _grouped(subjects):
        links = "".join(
            f'<li{_marked(titles)}><a href="#{region}-{procedure}">{html.escape(titles.patient)}</a>'
            f'<span class="note">{html.escape(titles.professional)}</span></li>'
            for procedure, group in procedures
            for titles in (_titles(group[0], language),)
        )
        lines.append(f"<li><strong>{html.escape(said[f'region_{region}'])}</strong><ul>{links}</ul></li>")
    return f'<h2 id="contents">{html.escape(said["contents"])}</h2><ul>{"".join(lines)}</ul>'


def _regions(subjects: tuple[Subject, ...], language: str, said: dict[str, str]) -> Iterable[str]:
    for region, procedures in _grouped(subjects):
        yield f"<section><h2>{html.escape(said[f'region_{region}'])}</h2>"
        for procedure, group in procedures:
            yield _procedure(f"{region}-{procedure}", group, language, said)
        yield f'<p><a href="#contents">{html.escape(said["to_contents"])}</a></p></section>'


@dataclass(frozen=True)
class _Titles:
    """What a procedure is called by patients and by professionals; ``lang`` of the words where it is another one."""

    patient: str
    professional: str
    lang: str = ""


def _titles(subject: Subject, language: str) -> _Titles:
    titles = load_technique(subject.procedure, subject.joint).title
    held = language if language in titles else DEFAULT_LANGUAGE
    return _Titles(titles[held].patient, titles[held].professional, "" if held == language else held)


def _marked(titles: _Titles) -> str:
    return f' lang="{titles.lang}"' if titles.lang else ""


def _procedure(name: str, subjects: list[Subject], language: str, said: dict[str, str]) -> str:
    titles = _titles(subjects[0], language)
    lines = []
    for joint, group in groupby(subjects, lambda one: one.joint):
        called = joint_name(joint, language)
        links = (_link(one, f"{said[one.side]}: {called}, {titles.patient}", said, language) for one in group)
        shown = f"{called[0].upper()}{called[1:]}".replace("-", NO_BREAK)
        lines.append(f'<li><span class="name">{html.escape(shown)}</span> <span>{" ".join(links)}</span></li>')
    heading = f'<h3 id="{name}" tabindex="-1"{_marked(titles)}>{html.escape(titles.patient)}</h3>'
    known_as = f'<p class="note"{_marked(titles)}>{html.escape(titles.professional)}</p>'
    return f'{heading}{known_as}<ul class="joints">{"".join(lines)}</ul>'


def _link(subject: Subject, spoken: str, said: dict[str, str], language: str) -> str:
    address = f"{subject.file}#{language}"
    return f'<a href="{address}" aria-label="{html.escape(spoken)}">{html.escape(said[subject.side])}</a>'
