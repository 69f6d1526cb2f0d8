"""Further names by which structures are looked for, from ``annotations/synonyms.json``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model


class Synonyms(BaseModel):
    """Names by entry of the glossary and language."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    source: str
    status: str
    synonyms: dict[str, dict[str, tuple[str, ...]]]


@lru_cache(maxsize=2)
def load_synonyms(path: Path | None = None) -> dict[str, dict[str, tuple[str, ...]]]:
    """Synonyms from ``path`` (default: the shipped file), by entry of the glossary and language."""
    return read_model(path or annotations_folder() / "synonyms.json", Synonyms).synonyms
