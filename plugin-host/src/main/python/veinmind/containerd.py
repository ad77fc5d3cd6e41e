"""The image as if from containerd."""

from . import runtime
from .image import Image, Layer

__all__ = ["Containerd", "Image", "Layer"]


class Containerd(runtime.Runtime):
    pass
