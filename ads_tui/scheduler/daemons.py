"""Runs the scheduler's loops in threads that do not hold up the end of the process."""

import threading
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from apscheduler.executors.base import BaseExecutor, run_job


class DaemonExecutor(BaseExecutor):  # type: ignore[misc]
    """A daemon thread for each job: the library's own pool would have the process wait for what it does."""

    def _do_submit_job(self, job: Any, run_times: Sequence[datetime]) -> None:
        threading.Thread(target=self._run, args=(job, run_times), name="ads-scheduler", daemon=True).start()

    def _run(self, job: Any, run_times: Sequence[datetime]) -> None:
        self._run_job_success(job.id, run_job(job, job._jobstore_alias, run_times, self._logger.name))
