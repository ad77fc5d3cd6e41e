"""Calls services of the host, which have a namespace and a name."""

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
    """Connects to the host: what to read from, then what to write to; without any the plugin has no host."""
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
    """What a namespace says of itself; None if it does not."""
    return _request("getManifest", namespace).get("reply")


def list_services(namespace):
    """Names of the services in a namespace."""
    return _request("listServices", namespace).get("services") or []


def rawcall(namespace, name, *args):
    """The tuple of results; RuntimeError if the service fails or is not there."""
    return tuple(_request("call", namespace, name=name, args=list(args)).get("reply") or ())


def is_served(namespace, name):
    """Whether there is a host that has the service."""
    return is_hosted() and has_namespace(namespace) and name in list_services(namespace)


def service(namespace, name=None):
    """Makes a function the call of a service, with a tuple of results; where there is none the function itself is run."""

    def decorate(function):
        called = name or function.__name__
        served = functools.lru_cache(maxsize=1)(lambda: is_served(namespace, called))

        @functools.wraps(function)
        def call(*args):
            return rawcall(namespace, called, *args) if is_hosted() and served() else function(*args)

        return call

    return decorate
