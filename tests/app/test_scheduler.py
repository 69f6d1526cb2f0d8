"""When pictures are drawn: coarse while requests come, fine once they stop, none while the browser is behind."""

from __future__ import annotations

import asyncio

from spine_viewer.app.serving.precedence import Precedence
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


def test_a_moving_x_ray_leaves_before_the_3d_picture_is_begun() -> None:
    done: list[str] = []

    async def xray(quality: Quality) -> None:
        done.append(f"x-ray {quality} begun")
        await asyncio.sleep(0.02)
        done.append("x-ray handed over")

    async def left() -> None:
        await asyncio.sleep(0.01)
        done.append("x-ray left")

    async def view(_: Quality) -> None:
        done.append("view")

    async def scene() -> None:
        order = Precedence(left, patience_s=5)
        first, then = order.leading(xray), order.following(view)
        await then("moving")  # nothing to wait for
        await asyncio.gather(first("moving"), then("moving"))
        await asyncio.gather(first("rest"), then("moving"))  # what rests holds nobody up

    asyncio.run(scene())
    begun, out = "x-ray moving begun", ["x-ray handed over", "x-ray left"]
    assert done == ["view", begun, *out, "view", "x-ray rest begun", "view", "x-ray handed over"]


def test_the_3d_picture_does_not_wait_for_a_slow_or_failing_x_ray() -> None:
    async def never() -> None:
        await asyncio.Event().wait()

    async def fail(_: Quality) -> None:
        raise RuntimeError("no X-ray")

    async def scene() -> list[Quality]:
        easel = Easel()
        order = Precedence(never, patience_s=0.05)
        then = order.following(easel.draw)
        slow = asyncio.create_task(order.leading(Easel().draw)("moving"))
        await asyncio.sleep(0)
        await then("moving")
        await slow
        await asyncio.gather(order.leading(fail)("moving"), return_exceptions=True)
        await then("moving")
        return easel.drawn

    assert asyncio.run(scene()) == ["moving", "moving"]
