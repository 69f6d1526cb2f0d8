"""What can be taken home from what is shown, and the command of the command line that makes it."""

from __future__ import annotations

from dataclasses import dataclass

from spine_viewer.anatomy.ids import choose
from spine_viewer.app.choices import Choices

OUT, STATE = "{out}", "{state}"  # places of the files in a command

OPTIONS: dict[str, tuple[str, ...]] = {
    "print": ("a4_portrait", "a4_landscape", "a5_portrait", "a5_landscape", "letter_portrait", "letter_landscape"),
    "handout": ("a4", "letter"),
    "lesson": ("html",),
    "movie": ("mp4", "gif"),
    "dicom": ("dcm",),
    "model": ("glb", "stl"),
}
WITH_A_FILM = ("procedure", "after")  # modes
OF_A_PROCEDURE = ("handout", "lesson", "movie")


@dataclass(frozen=True)
class Order:
    """One thing to make: its kind, the arguments of the command, and the name that its file is saved under."""

    kind: str
    arguments: tuple[str, ...]
    file: str


@dataclass(frozen=True)
class Shown:
    """What the choices do not say of the picture.

    ``size``: width and height of a picture of the 3D view, pixels; ``beside_bone``: whether it shows the heat beside
    bone; ``only``: the one structure that is asked for, or None for all that is shown; ``step``: of the film.
    """

    size: tuple[int, int] = (1600, 1200)
    beside_bone: bool = False
    only: str | None = None
    step: str | None = None


def ordered(kind: str, option: str, choices: Choices, shown: Shown) -> Order:
    """The order for a kind of thing with one of its :data:`OPTIONS`.

    Raises
    ------
    InputError
        If there is no such kind or option.
    """
    choose(kind, tuple(OPTIONS), "kind")
    choose(option, OPTIONS[kind], "option")
    heat = ("--heat", "bone") if shown.beside_bone else ()
    subject = _subject(choices) if choices.mode in WITH_A_FILM else f"{choices.region}-{choices.view}"
    if kind == "print":
        paper, direction = option.split("_")
        more = ("--print", paper, "--orientation", direction, *heat)
        return Order(kind, ("shot", OUT, "--state", STATE, *more), f"spine-{subject}-{paper}.png")
    if kind == "dicom":
        size = f"{shown.size[0]}x{shown.size[1]}"
        return Order(kind, ("shot", OUT, "--state", STATE, "--size", size, *heat), f"spine-{subject}.dcm")
    if kind == "handout":
        return Order(kind, ("handout", OUT, "--state", STATE, "--paper", option), f"{_told(choices)}.pdf")
    if kind == "model":
        part = ("--structures", shown.only) if shown.only else ()
        name = subject if shown.only is None else shown.only.replace(":", "-")
        return Order(kind, ("export", OUT, "--state", STATE, *part), f"spine-{name}.{option}")
    if option == "gif" and shown.step:  # a whole film would be too large for the slides that a GIF is made for
        cut = ("--from", shown.step, "--to", shown.step)
        name = f"{_subject(choices)}-{shown.step.replace(':', '-')}-{choices.language}.gif"
        return Order(kind, (kind, OUT, "--state", STATE, *cut), name)
    return Order(kind, (kind, OUT, "--state", STATE), f"{_told(choices)}.{option}")


def _subject(choices: Choices) -> str:
    side = "both" if choices.both_sides else choices.side
    return "-".join((choices.procedure, choices.joint, *choices.also, side))


def _told(choices: Choices) -> str:
    return f"{_subject(choices)}-{choices.language}"
