"""What the host says of the image: where it is mounted, and what is known of it beside its files."""

import json
import os

ROOT = "NYDUSVIEW_ROOT"
DOCUMENT = "NYDUSVIEW_IMAGE"


class NoImageError(RuntimeError):
    """There is no image: the plugin was not started by a host."""


def is_there():
    return ROOT in os.environ


def root():
    """Directory where the image is mounted."""
    if not is_there():
        raise NoImageError(ROOT + " is not set: run this plugin by `nydusview plugin run`")
    return os.environ[ROOT]


def document():
    """What is known of the image: a dict with id, reference, repoRefs and config."""
    path = os.environ.get(DOCUMENT)
    if not path:
        return {"id": "sha256:" + "0" * 64, "reference": "", "repoRefs": [], "config": {}}
    with open(path, encoding="utf-8") as file:
        return json.load(file)
