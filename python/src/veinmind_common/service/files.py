"""Walks the files of an image, reads text, and counts what could not be read."""

import contextlib
import os
import stat

from veinmind import filesystem, log

_HEAD = 1 << 10
_MAX_LOGGED = 20  # failures, each on a line; the last line has their number


def regular(image, unread, top="/", follow=False):
    """Yields (path, os.stat_result) of the regular files at or below ``top``, which may be missing.

    With ``follow`` also links to regular files, under the names of the links; links to directories are followed only at
    ``top``. Failures to read go to ``unread``.
    """
    look = image.stat if follow else image.lstat
    info = _info(look, top, unread)
    if info is None:
        return
    if stat.S_ISREG(info.st_mode):
        yield top, info
    elif stat.S_ISDIR(info.st_mode):
        for root, _, names in image.walk(top, unread.add):
            for name in names:
                path = os.path.join(root, name)
                info = _info(look, path, unread)
                if info is not None and stat.S_ISREG(info.st_mode):
                    yield path, info


def _info(look, path, unread):
    """Returns the os.stat_result; None if there is nothing, as behind a broken link, or it cannot be read."""
    with unread.passing(path):
        try:
            return look(path)
        except OSError as failure:
            if failure.errno not in filesystem.NOTHING:
                raise
    return None


def text(image, path, limit):
    """Reads up to ``limit`` bytes of a file as text, with surrogates for bytes that are not UTF-8; None if binary."""
    with image.open(path, "rb") as file:
        head = file.read(min(_HEAD, limit))
        if b"\0" in head:
            return None
        return (head + file.read(limit - len(head))).decode("utf-8", "surrogateescape")


class Unread:
    """Counts failures to read, so that a plugin goes on with the rest and fails at the end."""

    def __init__(self):
        self._count = 0

    def add(self, failure, path=None):
        """Records a failure. ``path`` names the file if ``failure`` does not, as when an open file is read."""
        self._count += 1
        if self._count <= _MAX_LOGGED:
            log.error("cannot read %s: %s", failure.filename or path, failure.strerror)

    @contextlib.contextmanager
    def passing(self, path):
        """Records an OSError of the block about ``path`` in place of raising it."""
        try:
            yield
        except OSError as failure:
            self.add(failure, path)

    def end(self):
        """Ends the plugin as failed if anything could not be read."""
        if self._count:
            log.fatal("%d files or directories could not be read", self._count)
