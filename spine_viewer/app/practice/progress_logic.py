"""Progress on the screen: what is kept on this machine as plots and tables, to be saved and deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from trame_server.utils.typed_state import TypedState

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.anatomy.phrases import phrase, side_word
from spine_viewer.anatomy.refusals import in_words
from spine_viewer.app.choices import Choices
from spine_viewer.app.practice.exercise import Exercise, Pictures, Screen
from spine_viewer.app.practice.progress_plot import dots, line
from spine_viewer.app.text import refused, text, words
from spine_viewer.errors import InputError
from spine_viewer.imaging.views import TABLE
from spine_viewer.learning import progress
from spine_viewer.learning.carm.words import word
from spine_viewer.learning.practice.observation import WORDS
from spine_viewer.learning.record import Unreadable

LATEST = 30  # attempts on a plot and in its table


@dataclass
class ProgressState:
    """For ``quiz``, ``carm`` and ``needle`` a dictionary: ``count``, ``dots`` (``{"x", "y"}``), ``line``, ``rows``
    (``{"when", "about", "score"}``, the newest first), and ``parts`` (``{"name", "percent"}``, the lowest first).

    ``groups``: of the quiz, ``{"name", "percent", "told"}`` by region and then by kind. ``due``: questions that come
    back today. ``unreadable``: files that are left out, ``{"reason", "language"}``. ``asked``: how often deleting was
    asked for. ``gone``: files that were deleted, -1 before.
    """

    quiz: dict = field(default_factory=dict)
    carm: dict = field(default_factory=dict)
    needle: dict = field(default_factory=dict)
    groups: list[dict] = field(default_factory=list)
    due: int = 0
    any: bool = False
    unreadable: list[dict] = field(default_factory=list)
    asked: int = 0
    gone: int = -1
    problem: str = ""


class ProgressLogic(Exercise):
    """Reads the records when it comes to the screen.

    Parameters
    ----------
    screen : Screen
    places : progress.Places, optional
        Where the records are; the user's data folder where it is left out.
    """

    def __init__(self, screen: Screen, places: progress.Places | None = None) -> None:
        super().__init__(screen)
        self.typed = TypedState(screen.server.state, ProgressState)
        self._places = places or progress.Places.usual()
        self._kept: progress.Kept | None = None
        for kind in progress.KINDS:
            screen.server.controller.trigger(f"progress_{kind}")(lambda kind=kind: self.save(kind))
        screen.store.subscribe(self._follow)

    @property
    def pictures(self) -> Pictures:
        """The spine, which rests."""
        return "scene"

    def entered(self) -> None:
        """Read what is kept."""
        data = self.typed.data
        data.asked, data.gone, data.problem = 0, -1, ""
        self.read()

    def left(self) -> None:
        """Nothing is asked any more."""
        self.typed.data.asked = 0

    def read(self) -> None:
        """Read what is kept and show it."""
        self._kept = progress.load(self._places)
        self._tell()

    def save(self, kind: str) -> dict[str, Any]:
        """The table of one kind as a file for the browser."""
        kept = self._kept or progress.load(self._places)
        content = progress.as_csv(kept, kind).encode()
        return {"name": f"spine-viewer-{kind}.csv", "mime": "text/csv", "content": content}

    def delete(self) -> None:
        """Ask, ask again, then delete every record."""
        data = self.typed.data
        data.asked += 1
        if data.asked < 3:
            return
        data.asked = 0
        try:
            data.gone = progress.delete_all(self._places)
        except InputError as error:
            data.problem = refused(error, self.screen.store.now.language)
        self.read()

    def keep(self) -> None:
        """Delete nothing."""
        self.typed.data.asked = 0

    def key(self, key: str) -> bool:
        """Escape takes a question back."""
        if key == "Escape" and self.typed.data.asked:
            self.keep()
            return True
        return False

    def told(self, language: str) -> tuple[str, str, float]:
        """Nothing of it is for a shared screen."""
        return text("progress.title", language), "", 0.0

    # Within ------------------------------------------------------------------------------------------------------

    def _follow(self, before: Choices, after: Choices) -> None:
        if before.language != after.language and self._kept is not None:
            self._tell()

    def _tell(self) -> None:
        data, kept, language = self.typed.data, self._kept, self.screen.store.now.language
        if kept is None:
            return
        days = progress.quiz_days(kept)
        data.quiz = _plot(
            [
                (day.when, text("progress.answers", language, count=str(day.asked)), 100.0 * day.right / day.asked)
                for day in days
            ],
            len(kept.quiz.attempts),
        )
        arms, needles = progress.carm_attempts(kept), progress.needle_attempts(kept)
        data.carm = _plot([(one.when, _carm(one.about, language), one.total) for one in arms], len(arms))
        data.needle = _plot([(one.when, _needle(one.about, language), one.total) for one in needles], len(needles))
        data.carm["parts"] = _parts(arms, lambda name: word(f"part_{name}", language))
        data.needle["parts"] = _parts(needles, lambda name: phrase(f"part_{name}", language, WORDS))
        data.groups = _groups(kept, language)
        data.due, data.any = progress.due_count(kept), bool(days or arms or needles)
        data.unreadable = [_left_out(one, language) for one in kept.unreadable]


def _plot(points: list[tuple[str, str, float]], count: int) -> dict:
    """The latest of (when, about, score) as a plot and a table."""
    latest = points[-LATEST:]
    places = dots([score for *_, score in latest])
    rows = [
        {"when": when[:16].replace("T", " "), "about": about, "score": f"{score:.0f}"}
        for when, about, score in reversed(latest)
    ]
    return {"count": count, "dots": places, "line": line(places), "rows": rows, "parts": []}


def _left_out(file: Unreadable, language: str) -> dict:
    """Why a file is left out, and in which language that is said."""
    said = in_words(file.reason, language)
    return {"reason": said, "language": DEFAULT_LANGUAGE if said == file.reason else language}


def _parts(attempts: tuple[progress.Attempt, ...], named: Any) -> list[dict]:
    return [{"name": named(name), "percent": round(100 * share)} for name, share in progress.part_means(attempts)]


def _groups(kept: progress.Kept, language: str) -> list[dict]:
    """The quiz by region, then by kind."""
    regions, kinds = words("regions", language), words("quiz", language)
    found = []
    for by, names in (("region", regions), ("kind", {key.removeprefix("kind_"): said for key, said in kinds.items()})):
        for one in progress.quiz_shares(kept, by):
            told = text("progress.group", language, right=str(one.right), asked=str(one.asked), due=str(one.due))
            found.append({"name": names[one.name], "percent": round(one.percent), "told": told, "by": by})
    return found


def _carm(about: tuple[str, ...], language: str) -> str:
    view, level, side = about
    return f"{TABLE[view].titled(language)}, {level}, {side_word(side, language)}"


def _needle(about: tuple[str, ...], language: str) -> str:
    procedure, joint, side = about
    return f"{words('procedures', language)[procedure]}, {joint}, {side_word(side, language)}"
