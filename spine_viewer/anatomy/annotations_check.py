"""Validators over every annotation file: small rules, all run and reported together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.manifest import load_manifest
from spine_viewer.anatomy.rules import cards, innervation, sourcing, translation, ways
from spine_viewer.anatomy.rules.finding import Finding
from spine_viewer.anatomy.rules.material import Material
from spine_viewer.errors import InputError

Rule = Callable[[Material], Iterator[Finding]]
RULES: tuple[Rule, ...] = (*sourcing.RULES, *innervation.RULES, *ways.RULES, *cards.RULES, *translation.RULES)


def read_material(folder: Path | None = None) -> Material:
    """The annotations in ``folder`` (default: the shipped ones), with the landmarks of the shipped bones.

    Raises
    ------
    InputError
        If there is no such folder; bad files are refused when a rule first reads them.
    """
    folder = folder or annotations_folder()
    if not folder.is_dir():
        raise InputError(f"there is no folder {str(folder)!r}; name one that holds the annotations")
    bones = load_manifest().bones
    return Material(folder, {bone: {k: m.point for k, m in entry.landmarks.items()} for bone, entry in bones.items()})


def check_annotations(folder: Path | None = None, rules: tuple[Rule, ...] = RULES) -> list[Finding]:
    """Findings of every rule over the annotations in ``folder`` (default: the shipped ones)."""
    material = read_material(folder)
    return [finding for rule in rules for finding in rule(material)]
