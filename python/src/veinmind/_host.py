"""The host's description of the image: the directory where it is mounted, and a document about it."""

import json
import os

ROOT = "NYDUSVIEW_ROOT"
DOCUMENT = "NYDUSVIEW_IMAGE"


class NoImageError(RuntimeError):
    """Raised if the plugin was not started by a host, so that there is no image."""


def is_there():
    return ROOT in os.environ


def root():
    """Returns the directory where the image is mounted."""
    if not is_there():
        raise NoImageError(ROOT + " is not set: run this plugin by `nydusview plugin run`")
    return os.environ[ROOT]


def document():
    """Returns the document about the image: a dict with id, reference, repoRefs and config."""
    path = os.environ.get(DOCUMENT)
    if not path:
        return {"id": "sha256:" + "0" * 64, "reference": "", "repoRefs": [], "config": {}}
    with open(path, encoding="utf-8") as file:
        return json.load(file)
