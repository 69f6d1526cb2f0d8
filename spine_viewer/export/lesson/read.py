"""Reads a lesson back: what it says and its meshes, for tests, benchmarks and other programs."""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError
from spine_viewer.export.lesson.codec import unpack

BLOCK = re.compile(r'<script type="application/octet-stream" id="lesson-(\w+)">([^<]*)</script>')


@dataclass(frozen=True, eq=False)
class ReadLesson:
    """``head`` is the document that the player reads, ``sections`` the bytes of the meshes."""

    head: dict[str, Any]
    sections: dict[str, bytes]

    def mesh(self, key: str) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Vertices (n, 3), mm in the item's own frame, and faces (m, 3) of a mesh; ``KeyError`` where there is none."""
        told = self.head["meshes"][key]
        return unpack(told, self.sections[told["section"]][told["at"] : told["at"] + told["length"]])


def read_lesson(path: str | Path) -> ReadLesson:
    """A lesson from its file.

    Raises
    ------
    InputError
        The file is no lesson.
    """
    found = BLOCK.findall(Path(path).read_text("utf-8"))
    blocks = {name: zlib.decompress(base64.b64decode(text)) for name, text in found}
    if "head" not in blocks:
        raise InputError(f"{str(path)!r} is not a lesson; make one with: spine-viewer lesson OUT.html")
    return ReadLesson(json.loads(blocks.pop("head")), blocks)
