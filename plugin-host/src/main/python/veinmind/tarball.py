"""The image as if from tarball."""

from . import runtime
from .image import Image, Layer

__all__ = ["Tarball", "Image", "Layer"]


class Tarball(runtime.Store):
    pass
