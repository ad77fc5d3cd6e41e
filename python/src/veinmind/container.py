"""Containers. There are none; plugins import the names."""

from . import filesystem


class Container(filesystem.FileSystem):
    pass
