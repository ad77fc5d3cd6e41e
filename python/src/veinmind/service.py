"""Calls of the host's services, each of which has a namespace and a name."""

import functools

from . import _client
from ._client import HostGoneError

__all__ = [
    "HostGoneError",
    "assert_hosted",
    "get_manifest",
    "has_namespace",
    "init_service_client",
    "is_hosted",
    "list_services",
    "rawcall",
    "service",
]

_connection = None


def init_service_client(*urls):
    """Connects to the host by the URL to read from and the one to write to; does nothing without any."""
    global _connection
    if urls:
        _connection = _client.connect(*urls)


def is_hosted():
    return _connection is not None


def assert_hosted():
    if not is_hosted():
        raise RuntimeError("this plugin has no host")


def _request(kind, namespace, **members):
    assert_hosted()
    return _connection.request(kind, namespace, **members)


def has_namespace(namespace):
    return bool(_request("hasNamespace", namespace).get("ok", False))


def get_manifest(namespace):
    """Returns the manifest of a namespace; None if it has none."""
    return _request("getManifest", namespace).get("reply")


def list_services(namespace):
    """Lists the names of the services in a namespace."""
    return _request("listServices", namespace).get("services") or []


def rawcall(namespace, name, *args):
    """Calls a service and returns the tuple of its results; RuntimeError if it fails or is not there."""
    return tuple(_request("call", namespace, name=name, args=list(args)).get("reply") or ())


def is_served(namespace, name):
    """Tests whether there is a host with the service."""
    return is_hosted() and has_namespace(namespace) and name in list_services(namespace)


def service(namespace, name=None):
    """Makes a function call the service, for a tuple of results; without the service it runs itself.

    The service goes by the name of the function unless ``name`` is given.
    """

    def decorate(function):
        called = name or function.__name__
        served = functools.lru_cache(maxsize=1)(lambda: is_served(namespace, called))

        @functools.wraps(function)
        def call(*args):
            return rawcall(namespace, called, *args) if is_hosted() and served() else function(*args)

        return call

    return decorate
