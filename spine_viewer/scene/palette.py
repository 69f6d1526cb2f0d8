"""Colours, opacities and display diameters, read from ``annotations/palette.json``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.scene.model import Colour, Emphasis, Style

Hex = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Fraction = Annotated[float, Field(ge=0.0, le=1.0)]


class KindStyle(BaseModel):
    """Colour, opacity and shininess of one kind of thing."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    colour: Hex
    opacity: Fraction
    shine: Fraction


class EmphasisStyle(BaseModel):
    """How an emphasis changes a style: mixes in a colour, or lowers the opacity; ``ink`` is for its label."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    colour: Hex | None = None
    mix: Fraction = 0.0
    opacity: Fraction | None = None
    ink: Hex | None = None


class Background(BaseModel):
    """Colours of the picture's ground and of ink on it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    bottom: Hex
    top: Hex
    ink: Hex


class Palette(BaseModel):
    """Everything in ``annotations/palette.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    source: str
    status: str
    kinds: dict[str, KindStyle]
    emphasis: dict[str, EmphasisStyle]
    backgrounds: dict[str, Background]
    display_diameter_mm: dict[str, Annotated[float, Field(gt=0.0, le=10.0)]]

    def style(self, kind: str, emphasis: Emphasis = "normal") -> Style:
        """Style of a kind of thing with an emphasis; raises ``KeyError`` for an unknown kind."""
        entry = self.kinds[kind]
        style = Style(rgb(entry.colour), entry.opacity, "normal", entry.shine)
        return self.emphasised(style, emphasis)

    def emphasised(self, style: Style, emphasis: Emphasis) -> Style:
        """A style with another emphasis."""
        if emphasis == "normal":
            return style
        change = self.emphasis[emphasis]
        colour = style.colour if change.colour is None else mixed(style.colour, rgb(change.colour), change.mix)
        opacity = style.opacity if change.opacity is None else min(style.opacity, change.opacity)
        return replace(style, colour=colour, opacity=opacity, emphasis=emphasis, baked_colours=emphasis == "ghost")


def rgb(text: str) -> Colour:
    """``"#rrggbb"`` as three numbers 0..1."""
    return (int(text[1:3], 16) / 255.0, int(text[3:5], 16) / 255.0, int(text[5:7], 16) / 255.0)


def mixed(a: Colour, b: Colour, share_of_b: float) -> Colour:
    """Linear mix of two colours."""
    return tuple(x + share_of_b * (y - x) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


def read_palette(path: Path | None = None) -> Palette:
    """The palette in ``path``, or the shipped one; raises ``InputError`` where the file is not as described."""
    return read_model(path or annotations_folder() / "palette.json", Palette)
