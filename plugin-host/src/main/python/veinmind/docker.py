"""The image as if from docker."""

from . import runtime
from .image import Image, Layer

__all__ = ["Docker", "Image", "Layer"]


class Docker(runtime.Runtime):
    pass
