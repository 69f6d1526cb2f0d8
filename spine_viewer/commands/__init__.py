"""One module per command; each has ``add(subparsers)``, which sets ``run(options) -> exit status``."""

from spine_viewer.commands import (
    annotations,
    bones,
    carm_practice,
    doctor,
    export,
    fluoro,
    handout,
    lesion,
    lesson,
    movie,
    plan,
    practice,
    quiz,
    shot,
    view,
)

COMMANDS = (
    view, shot, fluoro, bones, annotations, plan, lesion, quiz, practice, carm_practice, handout, lesson, export, movie,
    doctor,
)  # fmt: skip
