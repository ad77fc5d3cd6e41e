"""Files of an image, by absolute paths in it; no path and no link leads out of it."""

import errno
import os
import stat as _stat

from . import _tree

_MODES = ("r", "rt", "tr", "rb", "br")

# Errors of paths at which there is nothing, for a container either.
NOTHING = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)


def _bytes(path):
    path = os.fspath(path)
    return path if isinstance(path, bytes) else path.encode("utf-8", "surrogateescape")


def _like(path, name):
    """Returns ``name`` (bytes) in the type of ``path``: bytes, or text with surrogates for bytes that are not UTF-8."""
    return name if isinstance(os.fspath(path), bytes) else name.decode("utf-8", "surrogateescape")


class FileSystem:
    """A directory as the root of a read-only file system.

    Paths are text or bytes, and names are returned in the type of the path. Errors, I/O errors included, are OSErrors
    with the path in the image.
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
        """Closes the descriptors of directories; files that were opened stay open."""
        self._tree.close()

    def _at(self, path, follow, action, *arguments):
        """Calls ``action`` with the place that ``path`` names."""
        try:
            return action(self._tree.resolve(_bytes(path), follow), *arguments)
        except OSError as failure:
            raise _tree.error(failure.errno, path) from None

    def evalsymlink(self, path):
        """Returns the absolute path of the file, without links."""
        return _like(path, b"/" + b"/".join(self._at(path, True, tuple)))

    def readlink(self, path):
        """Returns the target of a link as it is stored."""
        return _like(path, self._at(path, False, self._tree.readlink))

    def stat(self, path):
        """Returns the os.stat_result of a file, or of the target of a link."""
        return self._at(path, True, self._tree.status)

    def lstat(self, path):
        """Returns the os.stat_result of a file, or of a link itself."""
        return self._at(path, False, self._tree.status)

    def getxattr(self, path, name):
        """Returns the bytes of an extended attribute of a file, or of a link itself; None if it is not set."""
        try:
            return self._at(path, False, self._tree.getxattr, name)
        except OSError as failure:
            if failure.errno in (errno.ENODATA, errno.ENOTSUP):
                return None
            raise

    def listdir(self, path="/"):
        """Lists the names in a directory, sorted."""
        return [_like(path, name) for name, _ in self._at(path, True, self._tree.entries)]

    def openraw(self, path):
        """Opens a regular file as an unbuffered stream of bytes."""
        return os.fdopen(self._at(path, True, self._regular), "rb", buffering=0)

    def open(self, path, mode="r"):
        """Opens a regular file for reading; text is UTF-8, with surrogates for bytes that are not."""
        if mode not in _MODES:
            raise ValueError("invalid mode: %r" % (mode,))
        descriptor = self._at(path, True, self._regular)
        if "b" in mode:
            return os.fdopen(descriptor, "rb")
        return os.fdopen(descriptor, "r", encoding="utf-8", errors="surrogateescape")

    def _regular(self, place):
        """Opens regular files only: nobody would ever write to a pipe, and a device is one of this machine."""
        mode = self._tree.lstat(place).st_mode
        if _stat.S_ISDIR(mode):
            raise _tree.error(errno.EISDIR, place)
        if not _stat.S_ISREG(mode):
            raise _tree.error(errno.ENXIO, place)
        return self._tree.open(place, os.O_RDONLY)

    def walk(self, top, onerror=None):
        """Yields (directory, names of directories, names of others) from ``top`` down.

        Links are among the others, whatever their targets; a ``top`` that is missing is empty. Directories that the
        caller removes from the list are not walked. ``onerror`` is called with the error of a directory that cannot be
        read; without it the error is raised.
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
