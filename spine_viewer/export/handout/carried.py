"""A template on its way to a process that may stand on another machine: its files as bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spine_viewer.errors import InputError

Packed = tuple[tuple[str, bytes], ...] | None
MOST_BYTES = 20_000_000


def packed(template: Path | None) -> Packed:
    """Every file of a template's folder by its path in it; None for the shipped template.

    Raises
    ------
    InputError
        If it is too large for a template.
    """
    if template is None:
        return None
    files = sorted(path for path in template.rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in files)
    if size > MOST_BYTES:
        raise InputError(
            f"--template {str(template)!r} holds {size / 1e6:.0f} MB; allowed: at most {MOST_BYTES / 1e6:.0f} MB"
        )
    return tuple((path.relative_to(template).as_posix(), path.read_bytes()) for path in files)


@contextmanager
def unpacked(template: Packed) -> Iterator[Path | None]:
    """The template's folder, as long as it is needed; None for the shipped one."""
    if template is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="spine-template-") as name:
        for path, content in template:
            file = Path(name) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        yield Path(name)
