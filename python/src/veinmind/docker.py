"""The image, presented as one of docker."""

from . import runtime
from .image import Image, Layer

__all__ = ["Docker", "Image", "Layer"]


class Docker(runtime.Runtime):
    pass
