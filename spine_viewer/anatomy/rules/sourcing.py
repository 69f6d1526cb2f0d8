"""Rules about where figures and texts come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spine_viewer.anatomy.morphometry import STATUSES
from spine_viewer.anatomy.rules.finding import Finding
from spine_viewer.anatomy.rules.material import Material

SOURCE_KEYS = ("source", "id_source", "more_sources")


def objects(content: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every object of a JSON document: its place, itself, and itself with what it inherits of source and status."""
    yield from _objects(content, place, {})


def _objects(content: Any, place: str, above: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    if isinstance(content, dict):
        whole = {**above, **{key: content[key] for key in ("source", "status") if key in content}}
        yield place, content, whole
        for key, part in content.items():
            yield from _objects(part, f"{place}.{key}" if place else key, whole)
    elif isinstance(content, list):
        for i, part in enumerate(content):
            yield from _objects(part, f"{place}.{i}", above)


def _cited(content: dict[str, Any]) -> Iterator[str]:
    for key in SOURCE_KEYS:
        value = content.get(key, ())
        names = (value,) if isinstance(value, str) else value if isinstance(value, list) else ()
        yield from (name for name in names if isinstance(name, str) and name)


def sources_exist(material: Material) -> Iterator[Finding]:
    """Every source key in every file stands in the bibliography."""
    cited: dict[tuple[str, str], str] = {}
    for name, document in material.documents.items():
        for place, content, _ in objects(document):
            for key in _cited(content):
                cited.setdefault((name, key), place or "top")
    for name, rows in material.tables.items():
        for line, row in enumerate(rows, start=2):
            cited.setdefault((name, row.get("source") or ""), f"line {line}")
    for (name, key), place in cited.items():
        ok = key in material.sources
        yield Finding("source exists", f"{name}: {place}", ok, key or "none", "a key of sources.json")


def sources_are_cited_in_full(material: Material) -> Iterator[Finding]:
    """Every entry of the bibliography says what it is."""
    for key, entry in material.sources.items():
        text = entry.get("citation", "") if isinstance(entry, dict) else ""
        yield Finding("source is cited", key, bool(text), text or "no citation", "a citation")


def statuses_are_legal(material: Material) -> Iterator[Finding]:
    """Every status is one of the letters that the limits page explains."""
    allowed = ", ".join(STATUSES)
    for name, document in material.documents.items():
        for place, content, _ in objects(document):
            if "status" in content:
                status = str(content["status"])
                yield Finding("status is legal", f"{name}: {place or 'top'}", status in STATUSES, status, allowed)
    for name, rows in material.tables.items():
        found = ((line, row.get("status")) for line, row in enumerate(rows, start=2))
        bad = [f"line {line}: {status}" for line, status in found if status not in STATUSES]
        yield Finding("status is legal", name, not bad, "; ".join(bad) or f"{len(rows)} rows", allowed)


def figures_have_source_and_status(material: Material) -> Iterator[Finding]:
    """Every figure has a source and a status, its own or those of the object that it stands in."""
    for name, document in material.documents.items():
        for place, content, whole in objects(document):
            if isinstance(content.get("value"), int | float):
                missing = [key for key in ("source", "status") if not whole.get(key)]
                value = f"no {' and no '.join(missing)}" if missing else f"{whole['source']}, {whole['status']}"
                yield Finding("figure is sourced", f"{name}: {place}", not missing, value, "source and status")


RULES = (sources_exist, sources_are_cited_in_full, statuses_are_legal, figures_have_source_and_status)
