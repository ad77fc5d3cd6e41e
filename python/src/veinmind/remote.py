"""The image, presented as one that was pulled from a registry."""

from . import runtime
from .image import Image, Layer

__all__ = ["Image", "Layer", "Remote"]


class Remote(runtime.Store):
    pass


Runtime = Remote
