"""A directory tree behind one descriptor, resolved name by name, so that no path and no link leads above its root."""

import collections
import errno
import functools
import os
import stat

MAX_LINKS = 40  # as in Linux, path_resolution(7)
_MAX_DESCRIPTORS = 64
_PLACE = os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC

# The owner that a user namespace shows for those that it does not map, and the host's attribute with the real ones.
_OVERFLOW = 65534
_OWNER = "security.nydusview.owner"


@functools.lru_cache(maxsize=None)
def _has_unmapped_owners():
    """Tests whether this user namespace leaves some users unmapped."""
    try:
        with open("/proc/self/uid_map") as lines:
            return sum(int(line.split()[2]) for line in lines) < 0xFFFFFFFF
    except (OSError, ValueError, IndexError):
        return False


def error(number, path):
    """Returns the OSError for ``number``, of the subclass that fits it, about ``path``."""
    return OSError(number, os.strerror(number), path)


def _names(path):
    """Splits a path (bytes) into names, without empty ones and ``.``; ``..`` stays."""
    return [name for name in path.split(b"/") if name not in (b"", b".")]


class Tree:
    """A tree whose places are tuples of names (bytes), none of them ``.``, ``..`` or, but for the last, a link.

    The kernel gets the descriptor of a directory and one name, never a path, and never follows a link by itself.
    """

    def __init__(self, root):
        self._root = os.open(root, _PLACE)
        self._open = collections.OrderedDict()

    def close(self):
        root, self._root = self._root, -1
        opened, self._open = self._open, collections.OrderedDict()
        for descriptor in [root, *opened.values()]:
            if descriptor >= 0:
                os.close(descriptor)

    def resolve(self, path, follow):
        """Returns the place that ``path`` (bytes) names. Its last name may be a link only if ``follow`` is false."""
        if not path or b"\0" in path:
            raise error(errno.ENOENT, path)
        rest = _names(path)[::-1]
        directory = path.endswith((b"/", b"/."))
        place, links = (), 0
        while rest:
            name = rest.pop()
            if name == b"..":
                place = place[:-1]
                continue
            here = (*place, name)
            mode = stat.S_IFDIR if here in self._open else self.lstat(here).st_mode
            if stat.S_ISLNK(mode) and (rest or follow or directory):
                links += 1
                if links > MAX_LINKS:
                    raise error(errno.ELOOP, path)
                target = self.readlink(here)
                place = () if target.startswith(b"/") else place
                rest.extend(_names(target)[::-1])
                continue
            if (rest or directory) and not stat.S_ISDIR(mode):
                raise error(errno.ENOTDIR, path)
            place = here
        return place

    def lstat(self, place):
        name, at = self._name(place)
        return os.stat(name, dir_fd=at, follow_symlinks=False)

    def status(self, place):
        """Returns lstat's result with the owner that the image has, even in a user namespace, which maps few owners."""
        found = self.lstat(place)
        if _OVERFLOW not in (found.st_uid, found.st_gid) or not _has_unmapped_owners():
            return found
        try:
            owner, group = map(int, self.getxattr(place, _OWNER).split(b":"))
        except (OSError, ValueError):
            return found
        extra = {name: getattr(found, name) for name in dir(found) if name.startswith("st_")}
        return os.stat_result((*found[:4], owner, group, *found[6:]), {**extra, "st_uid": owner, "st_gid": group})

    def readlink(self, place):
        name, at = self._name(place)
        return os.readlink(name, dir_fd=at)

    def open(self, place, flags):
        """Returns a descriptor of the file at ``place``; never blocks, not even at a FIFO."""
        name, at = self._name(place)
        return os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC, dir_fd=at)

    def getxattr(self, place, name):
        last, at = self._name(place)
        return os.getxattr(b"/proc/self/fd/%d/%s" % (at, last), name, follow_symlinks=False)

    def entries(self, place):
        """Lists (name, is a directory) sorted by name (bytes); a link to a directory is not one."""
        descriptor = self.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with os.scandir(descriptor) as found:
                return sorted((os.fsencode(entry.name), entry.is_dir(follow_symlinks=False)) for entry in found)
        finally:
            os.close(descriptor)

    def _name(self, place):
        """Returns the last name of ``place``, and a descriptor of the directory that it is in."""
        if self._root < 0:
            raise ValueError("this file system is closed")
        return (place[-1] if place else b"."), self._descriptor(place[:-1])

    def _descriptor(self, place):
        known = len(place)
        while known and place[:known] not in self._open:
            known -= 1
        descriptor = self._root
        if known:
            self._open.move_to_end(place[:known])
            descriptor = self._open[place[:known]]
        for end in range(known, len(place)):
            descriptor = os.open(place[end], _PLACE | os.O_NOFOLLOW, dir_fd=descriptor)
            self._open[place[: end + 1]] = descriptor
            self._evict()
        return descriptor

    def _evict(self):
        """Closes the least recently used descriptors; the newest one is in use."""
        while len(self._open) > _MAX_DESCRIPTORS:
            os.close(self._open.popitem(last=False)[1])
