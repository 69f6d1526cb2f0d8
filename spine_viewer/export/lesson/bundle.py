"""The player's ES modules as one: imports taken out, each file once and after those that it needs."""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(r'^import\s[^;]*?from\s+"\./([\w-]+\.js)";\n', re.MULTILINE | re.DOTALL)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
NAME = re.compile(r"^(?:export )?(?:async )?(?:function\*?|class|const|let)\s+(\w+)", re.MULTILINE)


def bundled(main: Path) -> str:
    """One script from a module and all that it imports from its own folder.

    Raises
    ------
    ValueError
        Two modules give the same name to different things, import in a circle, or import from elsewhere.
    """
    order: list[Path] = []
    _visit(main, order, ())
    owners: dict[str, str] = {}
    for path in order:
        for name in NAME.findall(path.read_text(encoding="utf-8")):
            if owners.setdefault(name, path.name) != path.name:
                raise ValueError(f"{path.name} and {owners[name]} both have {name!r} at their top")
    return "".join(f"// {path.name}\n{_plain(path)}\n" for path in order)


def _visit(path: Path, order: list[Path], above: tuple[Path, ...]) -> None:
    if path in above:
        raise ValueError(f"modules import in a circle: {' '.join(one.name for one in (*above, path))}")
    if path in order:
        return
    for name in IMPORT.findall(path.read_text(encoding="utf-8")):
        _visit(path.parent / name, order, (*above, path))
    order.append(path)


def _plain(path: Path) -> str:
    text = EXPORT.sub("", IMPORT.sub("", path.read_text(encoding="utf-8")))
    left = re.search(r"^(?:import|export)\b.*", text, re.MULTILINE)
    if left:
        raise ValueError(f"{path.name}: cannot take this apart: {left.group()}")
    if "</script" in text:
        raise ValueError(f"{path.name} holds the end of a script element")
    return text
