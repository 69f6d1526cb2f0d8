"""Where records of exercises lie: files of JSON in a folder, one per attempt."""

from __future__ import annotations

from datetime import UTC, datetime
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


def data_folder() -> Path:
    """The user's data folder of this program."""
    from platformdirs import user_data_path

    return user_data_path("spine-viewer", appauthor=False)


def free_path(folder: Path, made: str, stem: str) -> Path:
    """A file that is not there yet, named after its time and ``stem``, in a folder that is made where it is missing.

    Raises
    ------
    InputError
        If the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot make the folder {str(folder)!r}: {error.strerror}") from error
    name = f"{datetime.fromisoformat(made).astimezone(UTC):%Y%m%dT%H%M%SZ}-{stem}"
    path, number = folder / f"{name}.json", 2
    while path.exists():
        path, number = folder / f"{name}-{number}.json", number + 1
    return path
