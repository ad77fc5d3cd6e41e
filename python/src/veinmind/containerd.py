"""The image, presented as one of containerd."""

from . import runtime
from .image import Image, Layer

__all__ = ["Containerd", "Image", "Layer"]


class Containerd(runtime.Runtime):
    pass
