"""One module per command; each has ``add(subparsers)``, which sets ``run(options) -> exit status``."""

from spine_viewer.commands import bones, doctor, fluoro, lesion, plan, shot, view

COMMANDS = (view, shot, fluoro, bones, plan, lesion, doctor)
