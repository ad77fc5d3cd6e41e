"""Names of users and groups from the image, never from the host."""

import errno
import functools

from veinmind import _host, filesystem

_MAX_SIZE = 1 << 20
_MAX_DIGITS = 10


def _lines(path):
    """Returns the lines of a file of the image; none if it is missing or not a regular file."""
    try:
        with filesystem.FileSystem(_host.root()) as files, files.open(path) as file:
            return file.read(_MAX_SIZE).split("\n")
    except _host.NoImageError:
        return []
    except OSError as failure:
        if failure.errno == errno.EIO:
            raise
        return []


def _by_id(path):
    """Maps ids to names by a file with lines NAME:PASSWORD:ID:..., of which the first with an id counts."""
    names = {}
    for line in _lines(path):
        fields = line.split(":")
        number = fields[2] if len(fields) > 2 else ""
        if number.isascii() and number.isdigit() and len(number) <= _MAX_DIGITS:
            names.setdefault(int(number), fields[0])
    return names


@functools.lru_cache(maxsize=None)
def _users():
    return _by_id("/etc/passwd")


@functools.lru_cache(maxsize=None)
def _groups():
    return _by_id("/etc/group")


def user(uid):
    """Returns the name of a user; empty if the image has none."""
    return _users().get(uid, "")


def group(gid):
    """Returns the name of a group; empty if the image has none."""
    return _groups().get(gid, "")
