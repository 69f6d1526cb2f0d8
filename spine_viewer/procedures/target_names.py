"""Names of what a needle is aimed at, and of the joint that it is for, in a language."""

from __future__ import annotations

from collections.abc import Sequence

from spine_viewer.anatomy.glossary import shipped_glossary, split_id
from spine_viewer.anatomy.ids import SACROILIAC, SIDES
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.anatomy.phrases import listed, phrase, phrases, side_word


def names_of(structure: str, language: str = DEFAULT_LANGUAGE) -> tuple[str, str]:
    """Label of a target, and the place where it is met, in words.

    Parameters
    ----------
    structure : str
        Id of a nerve, or of a joint where that itself is the target.
    language : str
        One of :data:`spine_viewer.anatomy.languages.LANGUAGES`.
    """
    kind, level, _ = split_id(structure)
    if kind in ("facet", "sacroiliac"):
        return joint_name(level or SACROILIAC, language), _of_joint("_joint_place", level or SACROILIAC, language)
    glossary = shipped_glossary(language)
    if kind == "lateral_branch":
        return glossary.nerve_label(structure), glossary.place(level.partition(":")[0])
    return glossary.nerve_label(structure), glossary.nerve_place(structure)


def target_label(structure: str, sites: Sequence[tuple[str, str]], language: str = DEFAULT_LANGUAGE) -> str:
    """Label of a target; in a session of both sides with its side: ``"L3 medial branch (...), left"``."""
    label, side = names_of(structure, language)[0], split_id(structure)[2]
    if len({own for _, own in sites}) < 2:
        return label
    return phrase("target_on_side", language, target=label, side=side_word(side, language))


def joint_name(joint: str, language: str = DEFAULT_LANGUAGE) -> str:
    """``"L4-L5 facet joint"``, ``"sacroiliac joint"``."""
    return _of_joint("_joint", joint, language)


def joint_label(joint: str, side: str, language: str = DEFAULT_LANGUAGE) -> str:
    """``"L4-L5 facet joint, left"``."""
    return _of_joint("_joint_on_side", joint, language, side)


def joints_label(sites: Sequence[tuple[str, str]], language: str = DEFAULT_LANGUAGE) -> str:
    """Joints with their sides: ``"L4-L5 facet joint, both sides and L5-S1 facet joint, left"``."""
    sides: dict[str, list[str]] = {}
    for joint, side in sites:
        sides.setdefault(joint, []).append(side)
    return listed(
        [joint_label(joint, "both" if len(own) > 1 else own[0], language) for joint, own in sides.items()], language
    )


def placement_name(name: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Name of one of several needles of a nerve: its id where the phrases have none."""
    return phrases(language).get(f"placement_{name}", name)


def landmark_name(landmark: str, language: str = DEFAULT_LANGUAGE) -> str:
    """``"notch of the sacral ala of S1, left"`` for ``"sacrum:ala_notch:left"``; the id where nothing is known.

    A landmark that a bone has at several levels names one: ``"sacrum:posterior_foramen_lateral:S2:left"``.
    """
    parts = landmark.split(":")
    known = phrases(language).get(f"landmark_{parts[1]}") if len(parts) in (3, 4) else None
    if known is None or parts[-1] not in SIDES:
        return landmark
    bone = parts[2] if len(parts) == 4 else parts[0]
    return phrase(f"landmark_{parts[-1]}", language, landmark=known, bone="S1" if bone == "sacrum" else bone)


def _of_joint(kind: str, joint: str, language: str, side: str = "") -> str:
    word = side_word(side, language) if side else ""
    if joint == SACROILIAC:
        return phrase(f"sacroiliac{kind}", language, side=word)
    return phrase(f"facet{kind}", language, joint=joint, side=word)
