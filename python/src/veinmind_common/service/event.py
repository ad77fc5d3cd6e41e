"""Reports findings in the host's own schema, with levels and kinds by name."""

import time

from . import report as _report
from .report import FileDetail

_FIELD = 4096


def of_file(image, path, **more):
    """Returns the details of a file, with the members ``more``."""
    return {**vars(FileDetail.from_stat(path, image.lstat(path))), **more}


def short(text, length=200):
    """Returns ``text`` on one line of at most ``length`` characters."""
    line = " ".join(text[:_FIELD].split())
    return line if len(line) <= length else line[: length - 3] + "..."


def report(image, level, alert, detail, event="Risk"):
    """Reports a finding.

    ``level`` is None, Low, Medium, High or Critical; ``alert`` a kind such as SensitiveFile; ``detail`` a dict.
    """
    _report._report(
        {
            "id": image.id(),
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "level": str(level),
            "object": {"id": image.id(), "type": "image"},
            "event_type": event,
            "detect_type": "Image",
            "alert_type": alert,
            "alert_detail": detail,
        }
    )
