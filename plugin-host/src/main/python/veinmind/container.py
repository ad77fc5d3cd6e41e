"""Containers, of which there are none."""

from . import filesystem


class Container(filesystem.FileSystem):
    pass
