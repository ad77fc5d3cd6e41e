"""Names of users and groups as the image has them, never as the host."""

import errno
import functools

from veinmind import _host, filesystem

_MAX_SIZE = 1 << 20
_MAX_DIGITS = 10


def _lines(path):
    """The lines of a file of the image; none if it is not there, or is no file."""
    try:
        with filesystem.FileSystem(_host.root()) as files, files.open(path) as file:
            return file.read(_MAX_SIZE).split("\n")
    except _host.NoImageError:
        return []
    except OSError as failure:
        if failure.errno == errno.EIO:
            raise
        return []


def _names(path):
    names = {}
    for line in _lines(path):
        fields = line.split(":")
        number = fields[2] if len(fields) > 2 else ""
        if number.isascii() and number.isdigit() and len(number) <= _MAX_DIGITS:
            names.setdefault(int(number), fields[0])
    return names


@functools.lru_cache(maxsize=None)
def _users():
    return _names("/etc/passwd")


@functools.lru_cache(maxsize=None)
def _groups():
    return _names("/etc/group")


def user(uid):
    """The name of a user; empty if the image has none."""
    return _users().get(uid, "")


def group(gid):
    """The name of a group; empty if the image has none."""
    return _groups().get(gid, "")
