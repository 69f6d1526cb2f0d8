"""Where records of exercises lie: files of JSON in a folder, one per attempt."""

from __future__ import annotations

from pathlib import Path

from spine_viewer.errors import InputError


def record_files(folder: Path) -> list[Path]:
    """Every JSON file in a folder, by name.

    Raises
    ------
    InputError
        If it is no folder, or holds no JSON file.
    """
    if not folder.is_dir():
        raise InputError(f"there is no folder {str(folder)!r}; name one that holds records")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise InputError(f"the folder {str(folder)!r} holds no records (*.json)")
    return paths
