"""The API of veinmind plugins, over an image that the host has mounted."""

from . import _compat, command, containerd, docker, log

__all__ = ["command", "containerd", "docker", "log"]

_compat.install()  # before a plugin compiles its rules
