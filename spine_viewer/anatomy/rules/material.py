"""Every annotation file, read once, as the rules see it."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from spine_viewer.anatomy.avoid import AvoidAt, each, load_avoid
from spine_viewer.anatomy.glossary import Glossary
from spine_viewer.anatomy.joint_entries import JointAt, load_joints
from spine_viewer.anatomy.languages import LANGUAGES
from spine_viewer.anatomy.soft.courses import CourseAt, load_courses
from spine_viewer.errors import InputError

BIBLIOGRAPHY = "sources.json"


@dataclass(frozen=True)
class Material:
    """The annotation files in ``folder``.

    ``landmarks``: of the bones that are built, by bone and name, (3,) mm in the bone frame.
    """

    folder: Path
    landmarks: Mapping[str, Mapping[str, tuple[float, float, float]]]

    @cached_property
    def documents(self) -> dict[str, Any]:
        """Content of every JSON file but the bibliography, by its path in the folder."""
        return {
            path.relative_to(self.folder).as_posix(): _json(path)
            for path in sorted(self.folder.rglob("*.json"))
            if path.name != BIBLIOGRAPHY
        }

    @cached_property
    def tables(self) -> dict[str, list[dict[str, str]]]:
        """Rows of every CSV file, by its path in the folder."""
        tables = {}
        for path in sorted(self.folder.rglob("*.csv")):
            rows = list(csv.DictReader(_text(path).splitlines()))
            tables[path.relative_to(self.folder).as_posix()] = rows
        return tables

    @cached_property
    def sources(self) -> dict[str, Any]:
        """The bibliography by source key."""
        content = _json(self.folder / BIBLIOGRAPHY)
        if not isinstance(content, dict):
            raise InputError(f"{BIBLIOGRAPHY}: must be one object by source key, got {type(content).__name__}")
        return content

    @cached_property
    def joints(self) -> tuple[JointAt, ...]:
        """Every joint on both sides."""
        return tuple(load_joints(self.folder / "facet_joints.json").on_both_sides())

    @cached_property
    def courses(self) -> tuple[CourseAt, ...]:
        """Every nerve course at each level and side."""
        return tuple(load_courses(self.folder / "nerves.json").on_both_sides())

    @cached_property
    def avoid(self) -> tuple[AvoidAt, ...]:
        """Every structure to avoid at each level and side."""
        return tuple(one for entry in load_avoid(self.folder / "avoid.json").structures for one in each(entry))

    @cached_property
    def glossaries(self) -> dict[str, Glossary]:
        """The glossary of each language."""
        return {language: Glossary(language, self.folder / "glossary") for language in LANGUAGES}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: no UTF-8 text ({error.reason})") from error


def _json(path: Path) -> Any:
    text = _text(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{path.name}: line {error.lineno}: no valid JSON ({error.msg})") from error
