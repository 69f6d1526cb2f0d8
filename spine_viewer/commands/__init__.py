"""One module per command; each has ``add(subparsers)``, which sets ``run(options) -> exit status``."""

from spine_viewer.commands import (
    annotations,
    bones,
    doctor,
    export,
    fluoro,
    handout,
    lesion,
    lesson,
    movie,
    plan,
    quiz,
    shot,
    view,
)

COMMANDS = (view, shot, fluoro, bones, annotations, plan, lesion, quiz, handout, lesson, export, movie, doctor)
