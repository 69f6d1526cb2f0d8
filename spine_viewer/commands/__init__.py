"""One module per command; each has ``add(subparsers)``, which sets ``run(options) -> exit status``."""

from spine_viewer.commands import annotations, bones, doctor, export, fluoro, lesion, movie, plan, practice, shot, view

COMMANDS = (view, shot, fluoro, bones, annotations, plan, practice, lesion, export, movie, doctor)
