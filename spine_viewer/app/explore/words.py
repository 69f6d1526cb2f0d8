"""The glossary of a language, read once."""

from __future__ import annotations

from functools import lru_cache

from spine_viewer.anatomy.glossary import Glossary


@lru_cache(maxsize=2)
def glossary(language: str) -> Glossary:
    """The words of a language."""
    return Glossary(language)
