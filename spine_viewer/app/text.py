"""Words of the interface, from ``annotations/interface/<language>.json``: one group per feature."""

from __future__ import annotations

import json
from functools import lru_cache

from spine_viewer.anatomy.folders import annotations_folder

LANGUAGE = "en"


@lru_cache(maxsize=4)
def _texts(language: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(
        (annotations_folder() / "interface" / f"{language}.json").read_text(encoding="utf-8")
    )
    return found


def text(key: str, language: str = LANGUAGE, **values: str) -> str:
    """Words for a control, such as ``text("search.label")``, with ``{names}`` in them filled in.

    Raises
    ------
    KeyError
        For a key that the file does not have.
    """
    feature, _, name = key.partition(".")
    found = _texts(language)[feature][name]
    return found.format(**values) if values else found
