"""What is chosen as the fragment of a web address, and back."""

from __future__ import annotations

import base64
import binascii
import json
import zlib

from spine_viewer.app.choices import Choices
from spine_viewer.app.state.document import LARGEST, from_text, short_document
from spine_viewer.errors import InputError

MARK = "#state="


def fragment(choices: Choices) -> str:
    """``#state=...``: what differs from the defaults, packed; safe in any address."""
    text = json.dumps(short_document(choices), separators=(",", ":"), ensure_ascii=False)
    packed = zlib.compress(text.encode("utf-8"), 9)
    return MARK + base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def from_link(link: str) -> Choices:
    """The choices that a link keeps; whatever stands before ``#state=`` does not matter.

    Raises
    ------
    InputError
        Where it is no link of the viewer, or was cut short.
    """
    _, mark, code = link.strip().partition(MARK)
    if not mark:
        raise InputError(f"link: this is no link to a view ({MARK!r} is missing)")
    if len(code) > LARGEST:
        raise InputError(f"link: {len(code)} characters; allowed: at most {LARGEST}")
    try:
        packed = base64.b64decode(code + "=" * (-len(code) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(packed, LARGEST).decode("utf-8")
    except (binascii.Error, zlib.error, ValueError) as error:
        raise InputError("link: it is damaged or was cut short; copy it again") from error
    if not unpacker.eof:
        raise InputError("link: it is damaged or was cut short; copy it again")
    return from_text(text, "link")
