"""Files of an image, by absolute paths of the image; no path and no link leads out of it."""

import errno
import os
import stat as _stat

_MAX_LINKS = 40
_MODES = ("r", "rt", "tr", "rb", "br")


def _error(number, path):
    return OSError(number, os.strerror(number), path)


class FileSystem:
    """A directory as the root of a file system.

    Nothing in there changes while it is looked at, so that a path may be resolved before it is used.
    """

    def __init__(self, root):
        self._root = os.path.realpath(root)
        self._directories = {()}

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def close(self):
        pass

    def _host_path(self, parts):
        return os.path.join(self._root, *parts)

    def _resolve(self, path, follow):
        """The components of what ``path`` names: no link is left in them but for the last if not to be followed."""
        rest = [part for part in os.fspath(path).split("/") if part not in ("", ".")]
        rest.reverse()
        parts = ()
        links = 0
        while rest:
            part = rest.pop()
            if part == "..":
                parts = parts[:-1]
                continue
            parts += (part,)
            if parts in self._directories or part == ".":
                continue
            mode = self._mode(parts, path)
            if _stat.S_ISLNK(mode) and (rest or follow):
                links += 1
                if links > _MAX_LINKS:
                    raise _error(errno.ELOOP, path)
                target = os.readlink(self._host_path(parts))
                parts = () if target.startswith("/") else parts[:-1]
                rest.extend(reversed([word for word in target.split("/") if word not in ("", ".")]))
            elif _stat.S_ISDIR(mode):
                self._directories.add(parts)
            elif rest:
                raise _error(errno.ENOTDIR, path)
        return parts

    def _mode(self, parts, path):
        try:
            return os.lstat(self._host_path(parts)).st_mode
        except OSError as failure:
            raise _error(failure.errno, path) from None

    def evalsymlink(self, path):
        """The path without any link."""
        return "/" + "/".join(self._resolve(path, True))

    def readlink(self, path):
        return os.readlink(self._host_path(self._resolve(path, False)))

    def stat(self, path):
        return os.lstat(self._host_path(self._resolve(path, True)))

    def lstat(self, path):
        return os.lstat(self._host_path(self._resolve(path, False)))

    def getxattr(self, path, name):
        """The bytes of an extended attribute of a file, not of where it links to; None if it has no such attribute."""
        try:
            return os.getxattr(self._host_path(self._resolve(path, False)), name, follow_symlinks=False)
        except OSError as failure:
            if failure.errno in (errno.ENODATA, errno.ENOTSUP, errno.EPERM):
                return None
            raise

    def listdir(self, path="/"):
        return sorted(os.listdir(self._host_path(self._resolve(path, True))))

    def openraw(self, path):
        """The file as a stream of bytes without a buffer."""
        return open(self._regular(path), "rb", buffering=0)

    def open(self, path, mode="r"):
        """The file for reading; text is UTF-8, and bytes that are not survive as surrogates."""
        if mode not in _MODES:
            raise ValueError("invalid mode: %r" % (mode,))
        if "b" in mode:
            return open(self._regular(path), "rb")
        return open(self._regular(path), "r", encoding="utf-8", errors="surrogateescape")

    def _regular(self, path):
        """Pipes and devices of an image are not opened: nobody would ever write to them."""
        parts = self._resolve(path, True)
        mode = self._mode(parts, path)
        if _stat.S_ISDIR(mode):
            raise _error(errno.EISDIR, path)
        if not _stat.S_ISREG(mode):
            raise _error(errno.ENXIO, path)
        return self._host_path(parts)

    def walk(self, top, onerror=None):
        """Yields (directory, names of directories, names of others) from ``top`` down.

        A link is not followed, whatever it leads to; a ``top`` that is missing has nothing in it. The list of
        directories may be changed to say where to go on.
        """
        try:
            names = self.listdir(top)
        except OSError as failure:
            if onerror is not None:
                onerror(failure)
            elif failure.errno not in (errno.ENOENT, errno.ENOTDIR, errno.EACCES):
                raise
            yield top, [], []
            return
        directories, others = [], []
        for name in names:
            isdir = _stat.S_ISDIR(self.lstat(os.path.join(top, name)).st_mode)
            (directories if isdir else others).append(name)
        yield top, directories, others
        for name in directories:
            yield from self.walk(os.path.join(top, name), onerror)
