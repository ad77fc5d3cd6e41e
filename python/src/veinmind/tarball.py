"""The image, presented as a loaded tarball."""

from . import runtime
from .image import Image, Layer

__all__ = ["Image", "Layer", "Tarball"]


class Tarball(runtime.Store):
    pass
