"""The record of a needle task as files for the browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spine_viewer.learning.practice.bench import Bench


def as_json(bench: Bench) -> dict[str, Any]:
    """The record as a file that plays again."""
    content = json.dumps(bench.record().to_json(), indent=1, ensure_ascii=False) + "\n"
    return {"name": _name(bench, "json"), "mime": "application/json", "content": content.encode("utf-8")}


def as_csv(bench: Bench) -> dict[str, Any]:
    """The record as a table of one row."""
    from spine_viewer.learning.practice import to_csv

    content = to_csv((bench.record(),))
    return {"name": _name(bench, "csv"), "mime": "text/csv", "content": content.encode("utf-8")}


def _name(bench: Bench, suffix: str) -> str:
    plan = bench.practice.plan
    return f"practice-{plan.procedure}-{plan.joint}-{plan.side}.{suffix}"
