"""Names of users and groups as the image has them."""

import functools

from veinmind import _host, filesystem


def _names(path):
    names = {}
    try:
        with filesystem.FileSystem(_host.root()).open(path) as file:
            for line in file:
                fields = line.rstrip("\n").split(":")
                if len(fields) > 2 and fields[2].isdigit():
                    names.setdefault(int(fields[2]), fields[0])
    except (FileNotFoundError, NotADirectoryError, _host.NoImageError):
        pass
    return names


@functools.lru_cache(maxsize=None)
def _users():
    return _names("/etc/passwd")


@functools.lru_cache(maxsize=None)
def _groups():
    return _names("/etc/group")


def user(uid):
    return _users().get(uid, "")


def group(gid):
    return _groups().get(gid, "")
