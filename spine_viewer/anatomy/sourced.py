"""What every figure of the annotations says beside its value: where it comes from, and how sure we are of it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["V", "M-high", "M-medium", "M-low", "D", "P", "R"]


class Sourced(BaseModel):
    """Key of the source, status (see ``docs/annotations.md``) and a note; a figure adds its value."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    source: str
    status: Status
    note: str = ""


class Fact(Sourced):
    """One figure with its unit."""

    value: float
    unit: str


class FactList(Sourced):
    """Several figures of one kind, with their unit."""

    value: tuple[float, ...]
    unit: str
