"""Where the shipped data lies, in a checkout or in an installed package."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def _find(name: str) -> Path:
    for root in (PACKAGE.parent, PACKAGE / "data"):
        folder = root / name
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no folder {name!r} beside or inside {PACKAGE}; reinstall spine-viewer")


def annotations_folder() -> Path:
    """Folder with the cited facts."""
    return _find("annotations")


def meshes_folder() -> Path:
    """Folder with the built meshes and their manifest."""
    return _find("meshes")


def limits_page(language: str = "en") -> Path:
    """The page ``docs/limits.md``, ``docs/limits.es.md``: what the model shows and what it does not."""
    name = "limits.md" if language == "en" else f"limits.{language}.md"
    for root in (PACKAGE / "data", PACKAGE.parent):
        page = root / "docs" / name
        if page.is_file():
            return page
    raise FileNotFoundError(f"no page 'docs/{name}' beside or inside {PACKAGE}; reinstall spine-viewer")
