"""The bibliography."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model


class Source(BaseModel):
    """One entry of the bibliography."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    citation: str
    status_note: str = ""


class Bibliography(BaseModel):
    """Everything in ``annotations/sources.json``, by source key."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Source]


@lru_cache(maxsize=1)
def load_sources() -> dict[str, Source]:
    """The bibliography by source key."""
    return dict(read_model(annotations_folder() / "sources.json", Bibliography).__pydantic_extra__)
