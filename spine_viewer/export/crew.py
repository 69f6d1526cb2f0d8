"""The same work on many things: by several processes of this machine, or by the workers of a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from threading import Lock
from typing import Any, TypeVar

from spine_viewer import __version__
from spine_viewer.errors import InputError

THREADS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "LP_NUM_THREADS")  # X-rays, meshes, OpenGL on the processor
CONNECT_S = 10
ONE_AT_A_TIME = Lock()  # a process draws one picture at a time, whatever number of threads its worker has

Job = TypeVar("Job")
Result = TypeVar("Result")


def shared(
    work: Callable[[Job], Result], jobs: Sequence[Job], processes: int = 1, scheduler: str | None = None
) -> Iterator[tuple[Job, Result]]:
    """Each job with what came of it, as they get done.

    Parameters
    ----------
    work : callable
        A function that another process can import, or a ``functools.partial`` of one. What it raises ends all the work,
        so it gives troubles of a single job back as a result.
    jobs : sequence
    processes : int
        How many share the work on this machine; they share its threads too.
    scheduler : str, optional
        Address of the scheduler of a Dask cluster, which then does the work. Its workers need this version of the
        package, and no files of this machine.

    Raises
    ------
    InputError
        If no cluster can be reached there, or it cannot do the work; or a process died.
    """
    return _in_processes(work, jobs, processes) if scheduler is None else _on_cluster(work, jobs, scheduler)


def _in_processes(work: Any, jobs: Sequence[Job], processes: int) -> Iterator[tuple[Job, Any]]:
    threads = max(1, (os.cpu_count() or 1) // processes)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, _set_threads, (threads,)) as pool:
        waiting = {pool.submit(work, job): job for job in jobs}
        try:
            for done in as_completed(waiting):
                yield waiting[done], done.result()
        except BrokenProcessPool:
            raise InputError("a process died at its work (out of memory?); try fewer with --jobs") from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _set_threads(count: int) -> None:
    """How many threads a process takes; before it loads what uses them."""
    for name in THREADS:
        os.environ[name] = str(count)


def _on_cluster(work: Any, jobs: Sequence[Job], address: str) -> Iterator[tuple[Job, Any]]:
    distributed = _distributed()
    try:
        client = distributed.Client(address, timeout=CONNECT_S)
    except (OSError, ValueError) as error:
        told = " ".join(str(error).split()) or type(error).__name__
        raise InputError(f"--scheduler {address}: no scheduler of Dask answers there ({told})") from None
    with client:
        _check_workers(client, address)
        waiting = {client.submit(_alone, work, job, pure=False): job for job in jobs}
        try:
            for done in distributed.as_completed(list(waiting)):
                yield waiting[done], done.result()
                done.release()
        except distributed.KilledWorker:
            raise InputError(f"--scheduler {address}: a worker died at its work (out of memory?)") from None
        finally:
            client.cancel([future for future in waiting if not future.done()])


def _check_workers(client: Any, address: str) -> None:
    """Refuse a cluster that has no workers, or whose workers have another version of the package."""
    try:
        versions = client.run(_version)
    except Exception as error:  # a worker tells its own, of whatever kind
        told = " ".join(str(error).split())
        raise InputError(f"--scheduler {address}: a worker cannot load spine_viewer ({told})") from None
    if not versions:
        raise InputError(f"--scheduler {address}: it has no workers; start one there: dask worker {address}")
    for worker, version in versions.items():
        if version != __version__:
            raise InputError(
                f"--scheduler {address}: worker {worker} has spine_viewer {version}, here is {__version__}; "
                "install the same one"
            )


def _version() -> str:
    return __version__


def _alone(work: Callable[[Job], Result], job: Job) -> Result:
    with ONE_AT_A_TIME:
        return work(job)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise InputError(
            "--scheduler needs the package distributed, the extra 'dask': install spine-viewer[dask], or use --jobs"
        ) from None
    return distributed
