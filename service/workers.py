"""Worker processes on one port: uvicorn's supervisor, with what it leaves to chance."""

from __future__ import annotations

import os
import signal
from multiprocessing import parent_process
from threading import Thread

from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process


class Workers(Multiprocess):
    """Starts a worker anew when it has ended.

    uvicorn's own also kills one that does not answer a ping within 5 s. On a busy machine a start takes longer, so
    that it kills and starts for ever, and while it waits for the answer it hears no signal.
    """

    def keep_subprocess_alive(self) -> None:
        """Look after each once; all end when one could not start, as the next one could not either."""
        for index, worker in enumerate(self.processes):
            if worker.exitcode == STARTUP_FAILURE:
                self.should_exit.set()
            elif worker.exitcode is not None and not self.should_exit.is_set():
                self.processes[index] = Process(self.config, self.sockets)
                self.processes[index].start()

    @property
    def failed(self) -> bool:
        """Whether one could not start."""
        return any(worker.exitcode == STARTUP_FAILURE for worker in self.processes)


def end_with_parent() -> None:
    """See to it that this worker ends when its parent was killed; it would keep the port from the next one."""
    Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
