"""The log file: what went wrong, for whoever mends it."""

import logging
import logging.handlers
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def log_file() -> Path:
    """Where the log is kept."""
    from ads_tui.config import data_dir

    return data_dir() / "ads.log"


def log_unexpected(error: BaseException) -> str:
    """Write a failure with its traceback and say where; where the log cannot be written, name the failure itself."""
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    except OSError:
        return f"{type(error).__name__}"
    handler.setFormatter(logging.Formatter(FORMAT))
    logger = logging.getLogger("ads_tui")
    logger.addHandler(handler)
    logger.propagate = False
    logger.error("unexpected", exc_info=error)
    logger.removeHandler(handler)
    handler.close()
    return str(path)
