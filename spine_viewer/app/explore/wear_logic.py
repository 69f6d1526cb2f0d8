"""How worn a joint is: one slider for the disc and the facet joints of a level."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.anatomy.ids import FACET_JOINT_LEVELS, LUMBAR_JOINT_LEVELS, bone_of, neighbours
from spine_viewer.anatomy.regions import region
from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.text import text
from spine_viewer.scene.names import spoken

WORDS = ((0.0, "healthy"), (34.0, "slight"), (67.0, "moderate"), (100.0, "severe"))
FIRST = {"cervical": "C5-C6", "thoracic": "T11-T12", "lumbar": "L4-L5", "whole": "L4-L5"}


@dataclass
class WearState:
    """What the controls show; ``levels``: those of the region, ``near``: whether
    one can look closer, ``busy`` while bones are being changed."""

    levels: list[dict] = field(default_factory=list)
    level: str = ""
    percent: float = 0.0
    text: str = ""
    worn: bool = False
    near: bool = True
    busy: bool = False


class WearLogic:
    """Wears a joint out and heals it.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    """

    def __init__(self, server: Server, store: Store) -> None:
        self.typed = TypedState(server.state, WearState)
        self._store = store
        names = self.typed.name
        self.typed.bind_changes({names.level: self._choose, names.percent: self._wear})
        store.subscribe(self._follow)
        self._region("", store.now.region)
        self._show(store.now)

    def heal(self) -> None:
        """Every joint healthy again; sex, stature and the like stay."""
        self._store.update(variation=replace(self._store.now.variation, degeneration={}, arthropathy={}))

    def look(self) -> None:
        """Go near the level."""
        self._store.update(joint=self.typed.data.level, view="close-up")

    def busy(self, busy: bool) -> None:
        """Say that bones are being changed, or that they are."""
        self.typed.data.busy = busy

    def _choose(self, _level: str) -> None:
        self._show(self._store.now)

    def _wear(self, percent: float) -> None:
        now, level, grade = self._store.now, self.typed.data.level, round(float(percent)) / 100.0
        if grade == now.variation.disc_grade(level):
            return
        rest = {joint: other for joint, other in now.variation.degeneration.items() if joint != level}
        grades = rest | ({level: grade} if grade else {})
        self._store.update(variation=replace(now.variation, degeneration=grades))

    def _follow(self, before: Choices, after: Choices) -> None:
        self._region(before.region, after.region)
        self._show(after)

    def _region(self, before: str, after: str) -> None:
        if before == after:
            return
        levels = levels_in(after)
        self.typed.data.levels = [{"value": level, "text": spoken(level)} for level in levels]
        if self.typed.data.level not in levels:
            self.typed.data.level = FIRST[after]

    def _show(self, choices: Choices) -> None:
        data = self.typed.data
        data.percent = 100.0 * choices.variation.disc_grade(data.level)
        data.text = spoken_wear(data.percent, choices.language)
        data.near = data.level in LUMBAR_JOINT_LEVELS
        data.worn = bool(choices.variation.worn)


def levels_in(region_name: str) -> list[str]:
    """Joint levels with both bones in the focus of a region."""
    focus = region(region_name).focus
    return [level for level in FACET_JOINT_LEVELS if all(bone_of(one) in focus for one in neighbours(level))]


def spoken_wear(percent: float, language: str = "en") -> str:
    """A word for a place of the slider; no clinical grade."""
    return text(f"wear.{next(word for limit, word in WORDS if percent <= limit)}", language)
