"""The image as if from remote."""

from . import runtime
from .image import Image, Layer

__all__ = ["Remote", "Image", "Layer"]


class Remote(runtime.Store):
    pass


Runtime = Remote
