"""What does this joint need? Its nerves, where each is met, and the procedures that reach them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.anatomy.ids import crossed_level
from spine_viewer.anatomy.languages import told_in
from spine_viewer.anatomy.regions import region_with
from spine_viewer.app.choices import FOLLOWING, Choices, Store
from spine_viewer.app.explore.places import place_of
from spine_viewer.app.explore.showing import let_go
from spine_viewer.app.text import text
from spine_viewer.procedures.allowed import procedures_at
from spine_viewer.procedures.technique import load_technique
from spine_viewer.scene.names import name_of


@dataclass
class NeedsState:
    """The joint that can be asked about (empty: none), and the answer.

    ``nerves``: ``{"id", "name", "place"}``; ``trap``: how their numbers go with those of the bones; ``procedures``:
    ``{"id", "title", "language"}``.
    """

    joint: str = ""
    asked: bool = False
    title: str = ""
    nerves: list[dict] = field(default_factory=list)
    trap: str = ""
    procedures: list[dict] = field(default_factory=list)


class NeedsLogic:
    """Lights the nerves of a joint and opens a procedure on it.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    spine : callable
        Gives the spine, None until it is loaded.
    """

    def __init__(self, server: Server, store: Store, spine: Callable[[], Any]) -> None:
        self.typed = TypedState(server.state, NeedsState)
        self._store = store
        self._spine = spine
        store.subscribe(self._follow)

    def ask(self) -> None:
        """Light the nerves of the joint on the card, and go near; the same again lets it go."""
        now, joint = self._store.now, self.typed.data.joint
        if now.asked_joint == joint:
            self._store.update(**{**let_go(now), "selection": now.selection})
            return
        region = now.region if now.region == "whole" else region_with(level_pair(joint))
        self._store.update(
            asked_joint=joint,
            view="close-up" if joint.startswith("facet") else "posterior",
            region=region,
            focus=None if joint.startswith("facet") else "sacrum",  # its nerves lie on the back of that
            camera=None,
            explode=0.0,
            cut=None,
            side=joint.rsplit(":", 1)[1],
            layers=now.layers | {"bones", "nerves", "labels"},
            hidden=now.hidden - set(self._spine().joint(joint).nerves),
        )

    def choose(self, nerve: str) -> None:
        """Pick one of the nerves out."""
        self._store.update(selection=nerve)

    def open(self, procedure: str) -> None:
        """Open a procedure on the joint."""
        joint = self.typed.data.joint
        self._store.update(
            mode="procedure",
            view="guided",
            procedure=procedure,
            joint=level_pair(joint),
            side=joint.rsplit(":", 1)[1],
            asked_joint=None,
            selection=None,
            focus=None,
            camera=None,
            time_s=0.0,
            after_days=0.0,
            **FOLLOWING,
        )

    def refresh(self) -> None:
        """Write the answer anew."""
        self._follow(self._store.now, self._store.now)

    def _follow(self, _before: Choices, after: Choices) -> None:
        spine = self._spine()
        joint_id = None if spine is None or after.mode != "explore" else joint_in_question(after, spine)
        if joint_id is None:
            self.typed.set_dataclass(NeedsState())
            return
        nerves = spine.joint(joint_id).nerves
        self.typed.set_dataclass(
            NeedsState(
                joint=joint_id,
                asked=after.asked_joint == joint_id,
                title=in_a_sentence(name_of(joint_id, "professional", after.language)),
                nerves=[nerve_row(nerve, after) for nerve in nerves],
                trap=trap_of(nerves, after.language),
                procedures=[{"id": name} | title_of(name, after) for name in procedures_at(level_pair(joint_id))],
            )
        )


def title_of(procedure: str, choices: Choices) -> dict[str, str]:
    """What a procedure is called, and in which language: English where it is told in no other one yet."""
    technique = load_technique(procedure)
    language = told_in(choices.language, technique.languages)
    return {"title": technique.title[language].of(choices.audience), "language": language}


def joint_in_question(choices: Choices, spine: Any) -> str | None:
    """The joint that is picked out, or whose nerves are lit; None for one without a target at bone."""
    picked = (choices.selection or "").removeprefix("cartilage:")
    joint = picked if picked in spine.joints else choices.asked_joint
    return joint if joint in spine.joints and spine.joint(joint).medial_branch_target else None


def level_pair(joint_id: str) -> str:
    """``L4-L5`` for ``facet:L4-L5:left``, ``sacroiliac`` for ``sacroiliac:left``."""
    kind, *rest = joint_id.split(":")
    return rest[0] if kind == "facet" else kind


def nerve_row(nerve: str, choices: Choices) -> dict:
    """A nerve as the answer lists it: its name, and the bone at which it is met."""
    name = name_of(nerve, choices.audience, choices.language)
    return {
        "id": nerve,
        "name": name,
        "place": text("needs.met", choices.language, place=place_of(nerve, choices.language)),
    }


def trap_of(nerves: tuple[str, ...], language: str = "en") -> str:
    """How the numbers of medial branches and bones go together; empty where no medial branch is among the nerves."""
    levels = [nerve.split(":")[1] for nerve in nerves if nerve.startswith("medial_branch:")]
    if not levels:
        return ""
    same = [crossed_level(level) == level for level in levels]
    if all(same):
        return text("needs.trap_same", language)
    return text("needs.trap_mixed" if any(same) else "needs.trap_below", language)


def in_a_sentence(name: str) -> str:
    """A name as it stands within a sentence: ``sacroiliac joint``, but ``L4-5 facet joint``."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name
