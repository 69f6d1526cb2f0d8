"""One module per command; each has ``add(subparsers)``, which sets ``run(options) -> exit status``."""

from spine_viewer.commands import annotations, bones, doctor, export, fluoro, lesion, movie, plan, quiz, shot, view

COMMANDS = (view, shot, fluoro, bones, annotations, plan, lesion, export, movie, quiz, doctor)
