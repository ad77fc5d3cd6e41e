"""What plugins import to look into images: a mounted image by the names that veinmind plugins use."""

from . import _compat  # before a plugin reads its rules
from . import command, containerd, docker, log

__all__ = ["command", "log", "docker", "containerd"]
