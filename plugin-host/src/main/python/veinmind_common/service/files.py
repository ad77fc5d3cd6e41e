"""Files of an image for plugins that look into many of them."""

import contextlib
import os
import stat

from veinmind import log

_HEAD = 1 << 10


def regular(image, top="/", unread=None):
    """Yields (path, os.stat_result) of the regular files at or below ``top``, which may be missing.

    Directories that cannot be read are told to ``unread``; without it they end the search.
    """
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        info = image.lstat(top)
        if stat.S_ISREG(info.st_mode):
            yield top, info
        elif stat.S_ISDIR(info.st_mode):
            for root, _, names in image.walk(top, unread and unread.add):
                for name in names:
                    path = os.path.join(root, name)
                    info = image.lstat(path)
                    if stat.S_ISREG(info.st_mode):
                        yield path, info


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

    def add(self, failure):
        self._count += 1
        log.error("cannot read %s: %s", failure.filename, failure.strerror)

    @contextlib.contextmanager
    def passing(self):
        try:
            yield
        except OSError as failure:
            self.add(failure)

    def end(self):
        if self._count:
            log.fatal("%d files or directories could not be read", self._count)
