"""When pictures are drawn: coarse while requests come, fine once they stop, none while the browser is behind."""

from __future__ import annotations

import asyncio

from spine_viewer.app.serving.scheduler import FlowControl, PacedScheduler, Quality


class Easel:
    """Takes note of what is drawn."""

    def __init__(self, flow: FlowControl | None = None) -> None:
        self.drawn: list[Quality] = []
        self._flow = flow

    async def draw(self, quality: Quality) -> None:
        self.drawn.append(quality)
        if self._flow is not None:
            self._flow.sent(len(self.drawn))


def test_one_request_gives_a_coarse_picture_and_then_a_fine_one() -> None:
    async def scene() -> list[Quality]:
        easel = Easel()
        scheduler = PacedScheduler(easel.draw, FlowControl(), frames_per_s=200, rest_s=0.02)
        scheduler.request()
        await asyncio.sleep(0.1)
        scheduler.stop()
        return easel.drawn

    assert asyncio.run(scene()) == ["moving", "rest"]


def test_while_requests_keep_coming_no_fine_picture_is_drawn() -> None:
    async def scene() -> list[Quality]:
        easel = Easel()
        scheduler = PacedScheduler(easel.draw, FlowControl(), frames_per_s=500, rest_s=0.2)
        for _ in range(40):
            scheduler.request()
            await asyncio.sleep(0.005)
        during = list(easel.drawn)
        await asyncio.sleep(0.5)
        scheduler.stop()
        return [*during, "|", *easel.drawn[len(during) :]]  # type: ignore[list-item]

    drawn = asyncio.run(scene())
    during, after = drawn[: drawn.index("|")], drawn[drawn.index("|") + 1 :]  # type: ignore[arg-type]
    assert set(during) == {"moving"} and len(during) > 5
    assert after.count("rest") == 1 and after[-1] == "rest"


def test_many_requests_are_drawn_at_most_as_often_as_asked() -> None:
    async def scene() -> int:
        easel = Easel()
        scheduler = PacedScheduler(easel.draw, FlowControl(), frames_per_s=20, rest_s=5)
        end = asyncio.get_running_loop().time() + 0.5
        while asyncio.get_running_loop().time() < end:
            scheduler.request()
            await asyncio.sleep(0.001)
        scheduler.stop()
        return len(easel.drawn)

    assert 3 <= asyncio.run(scene()) <= 11


def test_pictures_wait_until_the_browser_has_shown_earlier_ones() -> None:
    async def scene() -> tuple[int, int]:
        flow = FlowControl(limit=2, patience_s=30)
        easel = Easel(flow)
        scheduler = PacedScheduler(easel.draw, flow, frames_per_s=500, rest_s=5)
        for _ in range(30):
            scheduler.request()
            await asyncio.sleep(0.005)
        held = len(easel.drawn)
        flow.confirm(2)
        scheduler.request()
        await asyncio.sleep(0.05)
        scheduler.stop()
        return held, len(easel.drawn)

    held, later = asyncio.run(scene())
    assert held == 2
    assert later > held


def test_a_closed_window_does_not_stop_the_pictures() -> None:
    async def scene() -> int:
        flow = FlowControl(limit=1, patience_s=0.05)
        easel = Easel(flow)
        scheduler = PacedScheduler(easel.draw, flow, frames_per_s=500, rest_s=5)
        for _ in range(60):
            scheduler.request()
            await asyncio.sleep(0.005)
        scheduler.stop()
        return len(easel.drawn)

    assert asyncio.run(scene()) >= 3
