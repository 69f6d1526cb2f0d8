"""What a rule says about one subject."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One rule on one subject: whether it holds, the value found and what is allowed."""

    rule: str
    subject: str
    ok: bool
    value: str
    allowed: str
