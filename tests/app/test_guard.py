"""Who is let in, as a table."""

from __future__ import annotations

import pytest

from spine_viewer.app.serving.guard import refusal

PORT = 4321
OWN = f"127.0.0.1:{PORT}"


@pytest.mark.parametrize(
    ("websocket", "host", "origin", "let_in"),
    [
        (False, OWN, None, True),
        (False, f"localhost:{PORT}", None, True),
        (True, OWN, f"http://{OWN}", True),
        (True, f"localhost:{PORT}", f"http://localhost:{PORT}", True),
        (True, OWN, None, False),
        (True, OWN, "https://evil.example", False),
        (True, OWN, "null", False),
        (True, OWN, f"http://localhost:{PORT}", False),
        (True, OWN, f"http://127.0.0.1:{PORT + 1}", False),
        (False, OWN, "https://evil.example", False),
        (False, "evil.example", None, False),
        (False, f"evil.example:{PORT}", None, False),
        (False, f"127.0.0.1:{PORT + 1}", None, False),
        (False, None, None, False),
    ],
)
def test_only_the_viewers_own_page_is_let_in(
    websocket: bool, host: str | None, origin: str | None, let_in: bool
) -> None:
    assert (refusal(websocket, host, origin, PORT) is None) == let_in
