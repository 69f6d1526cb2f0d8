"""Names of structures for labels, in the words of an audience, from ``annotations/structure_names.json``."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.languages import in_language
from spine_viewer.anatomy.phrases import side_word
from spine_viewer.anatomy.read_json import read_model


class StructureNames(BaseModel):
    """Templates by language, audience and kind of structure."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    source: str
    status: str
    languages: tuple[str, ...]
    names: dict[str, dict[str, dict[str, str]]]


@lru_cache(maxsize=1)
def load_names() -> StructureNames:
    """The shipped names."""
    return read_model(annotations_folder() / "structure_names.json", StructureNames)


def word(kind: str, audience: str = "professional", language: str = "en", **values: str) -> str:
    """The template of a kind with its values filled in; raises ``KeyError`` for an unknown kind."""
    return in_language(load_names().names, language, "structure_names.json")[audience][kind].format(**values)


def name_of(structure_id: str, audience: str = "professional", language: str = "en", crosses: str | None = None) -> str:
    """Name of a structure for a label.

    Parameters
    ----------
    structure_id : str
        ``L4``, ``disc:L4-L5``, ``medial_branch:L3:left``, ...
    audience, language : str
        Which words.
    crosses : str, optional
        Level of the bone that the nerve crosses; named with it, since it is not the level in the nerve's name.
    """
    head, *rest = structure_id.split(":")

    def tell(kind: str, **values: str) -> str:
        return word(kind, audience, language, **values)

    if not rest:
        return _bone_or_whole(head, tell, language)
    side = side_word(rest[-1], language) if rest[-1] in SIDES else rest[-1]
    if head in ("medial_branch", "dorsal_ramus", "third_occipital") and crosses:
        own = "medial_branch_c3" if structure_id.startswith("medial_branch:C3") else head
        return tell(f"{own}_crossing", level=rest[0], place=tell(_place(head, crosses), level=crosses), side=side)
    if head == "articular_branch":
        return tell(head, level=rest[0], levels=spoken(rest[1]), side=side)
    if head == "sacroiliac":
        return tell(head, side=side)
    if head == "cartilage":
        return name_of(structure_id.partition(":")[2], audience, language)
    if head in ("facet", "disc"):
        return tell(head, levels=spoken(rest[0]), side=side)
    if head in load_names().names[language][audience]:
        return tell(head, level=rest[0], levels=spoken(rest[0]), side=side)
    return structure_id.replace("_", " ")


def _place(head: str, crosses: str) -> str:
    """Kind of place where a nerve crosses the bone of a level."""
    if head == "third_occipital":
        return "c2_c3_joint"
    if crosses[0].lower() == "s":
        return "sacral_ala"
    return "articular_pillar" if crosses[0] == "C" else "transverse_process"


def spoken(levels: str) -> str:
    """``L4-L5`` as clinicians write it: ``L4-5``; ``L5-S1`` stays."""
    upper, _, lower = levels.partition("-")
    return f"{upper}-{lower[1:]}" if lower and lower[0] == upper[0] else levels


def _bone_or_whole(name: str, tell: Callable[..., str], language: str) -> str:
    if name.startswith("hip_"):
        return tell("hip", side=side_word(name.removeprefix("hip_"), language))
    if name.startswith("rib_"):
        _, number, side = name.split("_")
        return tell("rib", level=number, side=side_word(side, language))
    if name[:1] in "CTL" and name[1:].isdigit():
        kind = {"C": "cervical_vertebra", "T": "thoracic_vertebra", "L": "vertebra"}[name[0]]
        return tell(kind, level=name)
    return tell(name)
