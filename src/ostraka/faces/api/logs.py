"""Logs as JSON lines on stderr, one for each request, without personal data by default."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

LOGGER = "ostraka.service"


class JsonLines(logging.Formatter):
    """One line of JSON for each record; what is given as `extra={"told": …}` is taken up."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, Any] = {
            "at": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            # The kind and the place, never the message: it may hold what was asked.
            line["error"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            if trace is not None:
                code = trace.tb_frame.f_code
                line["where"] = f"{code.co_filename}:{trace.tb_lineno} {code.co_name}"
        return json.dumps(line, ensure_ascii=False)


def log_settings() -> dict[str, Any]:
    """Return the set-up of Python's logging for the service and the server under it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": JsonLines}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "lines"}
        },
        "loggers": {
            name: {"handlers": ["stderr"], "level": level, "propagate": False}
            for name, level in (
                (LOGGER, "INFO"),
                ("uvicorn", "WARNING"),
                ("uvicorn.error", "WARNING"),
                ("uvicorn.access", "CRITICAL"),
            )
        },
    }
