"""Configuration that the host serves to a plugin."""

import base64

from veinmind import service

_NAMESPACE = "github.com/chaitin/veinmind-tools/veinmind-common/go/service/conf"


def pull(name):
    """Returns the bytes of the configuration ``name``; RuntimeError if the host has none."""
    return base64.b64decode(service.rawcall(_NAMESPACE, "pull", name)[0])
