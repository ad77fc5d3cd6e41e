"""Files of an image for plugins that look into many of them."""

import contextlib
import os
import stat

from veinmind import filesystem, log

_HEAD = 1 << 10
_TOLD = 20  # failures, each on a line; the sum is told in the end


def regular(image, unread, top="/", follow=False):
    """Yields (path, os.stat_result) of the regular files at or below ``top``, which may be missing.

    With ``follow`` also of links that lead to one, under the name of the link; links to directories are followed only at
    ``top``. What cannot be read is told to ``unread``.
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
    """None where nothing is, as for links that lead nowhere, and for what cannot be read."""
    with unread.passing(path):
        try:
            return look(path)
        except OSError as failure:
            if failure.errno not in filesystem.NOTHING:
                raise
    return None


def text(image, path, limit):
    """The first ``limit`` bytes of a file as text, in which bytes that are no UTF-8 are surrogates; None if it is binary."""
    with image.open(path, "rb") as file:
        head = file.read(min(_HEAD, limit))
        if b"\0" in head:
            return None
        return (head + file.read(limit - len(head))).decode("utf-8", "surrogateescape")


class Unread:
    """What could not be read: the plugin goes on with the rest, and fails in the end."""

    def __init__(self):
        self._count = 0

    def add(self, failure, path=None):
        """Failures to read a file that is open do not say which one, so that ``path`` does."""
        self._count += 1
        if self._count <= _TOLD:
            log.error("cannot read %s: %s", failure.filename or path, failure.strerror)

    @contextlib.contextmanager
    def passing(self, path):
        try:
            yield
        except OSError as failure:
            self.add(failure, path)

    def end(self):
        if self._count:
            log.fatal("%d files or directories could not be read", self._count)
