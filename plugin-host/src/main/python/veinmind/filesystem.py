"""Files of an image, by absolute paths of the image; no path and no link leads out of it."""

import errno
import os
import stat as _stat

from . import _tree

_MODES = ("r", "rt", "tr", "rb", "br")

# Where nothing is: a container would not find anything there either.
NOTHING = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)


def _bytes(path):
    path = os.fspath(path)
    return path if isinstance(path, bytes) else path.encode("utf-8", "surrogateescape")


def _like(path, name):
    """``name`` (bytes) as bytes if ``path`` is, else as text, where bytes that are no UTF-8 are surrogates."""
    return name if isinstance(os.fspath(path), bytes) else name.decode("utf-8", "surrogateescape")


class FileSystem:
    """A directory as the root of a file system that is only read.

    Paths are text or bytes, and names come back as the same; errors are OSErrors with the path in the image, an I/O error
    included.
    """

    def __init__(self, root):
        self._root = root
        self._tree = _tree.Tree(root)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def __del__(self):
        if hasattr(self, "_tree"):
            self._tree.close()

    def close(self):
        """Gives its descriptors back; files that are open stay so."""
        self._tree.close()

    def _at(self, path, follow, action, *arguments):
        """What ``action`` says of the place that ``path`` names."""
        try:
            return action(self._tree.resolve(_bytes(path), follow), *arguments)
        except OSError as failure:
            raise _tree.error(failure.errno, path) from None

    def evalsymlink(self, path):
        """The absolute path of the same file without any link."""
        return _like(path, b"/" + b"/".join(self._at(path, True, tuple)))

    def readlink(self, path):
        """Where a link leads, as it is written there."""
        return _like(path, self._at(path, False, self._tree.readlink))

    def stat(self, path):
        """The os.stat_result of a file, or of the one that a link leads to."""
        return self._at(path, True, self._tree.status)

    def lstat(self, path):
        """The os.stat_result of a file, or of the link itself."""
        return self._at(path, False, self._tree.status)

    def getxattr(self, path, name):
        """The bytes of an extended attribute of a file, not of where it links to; None if it has no such attribute."""
        try:
            return self._at(path, False, self._tree.getxattr, name)
        except OSError as failure:
            if failure.errno in (errno.ENODATA, errno.ENOTSUP):
                return None
            raise

    def listdir(self, path="/"):
        """Names in a directory, in order."""
        return [_like(path, name) for name, _ in self._at(path, True, self._tree.entries)]

    def openraw(self, path):
        """The regular file as a stream of bytes without a buffer."""
        return os.fdopen(self._at(path, True, self._regular), "rb", buffering=0)

    def open(self, path, mode="r"):
        """The regular file for reading; text is UTF-8, and bytes that are not are surrogates."""
        if mode not in _MODES:
            raise ValueError("invalid mode: %r" % (mode,))
        descriptor = self._at(path, True, self._regular)
        if "b" in mode:
            return os.fdopen(descriptor, "rb")
        return os.fdopen(descriptor, "r", encoding="utf-8", errors="surrogateescape")

    def _regular(self, place):
        """Pipes and devices of an image are not opened: nobody would ever write to them."""
        mode = self._tree.lstat(place).st_mode
        if _stat.S_ISDIR(mode):
            raise _tree.error(errno.EISDIR, place)
        if not _stat.S_ISREG(mode):
            raise _tree.error(errno.ENXIO, place)
        return self._tree.open(place, os.O_RDONLY)

    def walk(self, top, onerror=None):
        """Yields (directory, names of directories, names of others) from ``top`` down.

        A link is among the others, whatever it leads to; a ``top`` that is missing has nothing in it. The list of
        directories may be changed to say where to go on. A directory that cannot be read is told to ``onerror``, or ends
        the walk.
        """
        waiting = [top]
        while waiting:
            directory = waiting.pop()
            directories, others = self._entries(directory, onerror)
            yield directory, directories, others
            waiting.extend(os.path.join(directory, name) for name in reversed(directories))

    def _entries(self, path, onerror):
        directories, others = [], []
        try:
            for name, is_directory in self._at(path, True, self._tree.entries):
                (directories if is_directory else others).append(_like(path, name))
        except OSError as failure:
            if onerror is not None:
                onerror(failure)
            elif failure.errno not in NOTHING:
                raise
        return directories, others
