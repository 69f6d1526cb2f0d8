"""The HTML of a lesson: player, words and pictures in one file that asks no network for anything."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import zlib
from pathlib import Path
from typing import Any

from spine_viewer.export.lesson.bundle import bundled

PLAYER = Path(__file__).parent / "player"
LEVEL = 9


def lesson_page(head: dict[str, Any], sections: dict[str, bytes]) -> str:
    """The whole file."""
    told = json.dumps(head, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    data = {"head": told, **sections}
    title = head["title"].get(head["language"], head["title"]["en"])["patient"]
    return page(
        template=(PLAYER / "lesson.html").read_text(encoding="utf-8"),
        style=(PLAYER / "lesson.css").read_text(encoding="utf-8"),
        script=bundled(PLAYER / "main.js"),
        fill={
            "LANGUAGE": head["language"],
            "TITLE": html.escape(f"{title}: {head['joint'][head['language']]}"),
            "NO_WEBGL": html.escape(head["words"][head["language"]]["no_webgl"]),
            "DATA": "\n".join(_block(name, content) for name, content in data.items()),
        },
    )


def page(template: str, style: str, script: str, fill: dict[str, str]) -> str:
    """A template with its style and script inside, which alone the browser is allowed to use."""
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    made = template
    for name, text in {"POLICY": policy, "STYLE": style, "SCRIPT": script, **fill}.items():
        made = made.replace(f"<!--{name}-->", text).replace(f"%{name}%", text)
    return made


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _block(name: str, content: bytes) -> str:
    packed = base64.b64encode(zlib.compress(content, LEVEL)).decode()
    return f'<script type="application/octet-stream" id="lesson-{name}">{packed}</script>'
