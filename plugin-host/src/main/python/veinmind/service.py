"""Calls services of the host: requests and replies are JSON objects, one after the other, on two files."""

import codecs
import functools
import json
import urllib.parse
import urllib.request

_client = None


class _Client:
    def __init__(self, source, sink):
        self._source = source
        self._sink = sink
        self._text = codecs.getincrementaldecoder("utf-8")()
        self._buffer = ""
        self._sequence = 0

    def request(self, kind, namespace, **more):
        self._sequence += 1
        payload = {"sequence": self._sequence, "type": kind, "namespace": namespace}
        payload.update(more)
        self._sink.write(json.dumps(payload).encode("utf-8") + b"\n")
        self._sink.flush()
        while True:
            reply = self._reply()
            if reply.get("sequence") == self._sequence:
                break
        if reply.get("error"):
            raise RuntimeError(reply["error"])
        return reply

    def _reply(self):
        decoder = json.JSONDecoder()
        while True:
            text = self._buffer.lstrip()
            if text:
                try:
                    reply, end = decoder.raw_decode(text)
                    self._buffer = text[end:]
                    return reply
                except json.JSONDecodeError:
                    pass
            data = self._source.read(1 << 16)
            if not data:
                raise RuntimeError("the host has closed the connection")
            self._buffer += self._text.decode(data)


def _open(url, mode):
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "file":
        raise ValueError("a host can be reached by a file only, not %r" % (url,))
    return open(urllib.request.url2pathname(parts.path), mode, buffering=0)


def init_service_client(*urls):
    """Connects to the host: what to read from, then what to write to."""
    global _client
    if len(urls) != 2:
        raise ValueError("a host is given by two URLs, not %d" % len(urls))
    # The host has both ends open, so that neither waits.
    _client = _Client(_open(urls[0], "rb"), _open(urls[1], "wb"))


def is_hosted():
    return _client is not None


def assert_hosted():
    if not is_hosted():
        raise RuntimeError("this plugin has no host")


def has_namespace(namespace):
    assert_hosted()
    return bool(_client.request("hasNamespace", namespace).get("ok", False))


def get_manifest(namespace):
    assert_hosted()
    return _client.request("getManifest", namespace).get("reply")


def list_services(namespace):
    assert_hosted()
    return _client.request("listServices", namespace).get("services") or []


def rawcall(namespace, name, *args):
    """The list of results."""
    assert_hosted()
    return _client.request("call", namespace, name=name, args=list(args)).get("reply") or []


def service(namespace, name=None):
    """Makes a function the call of a service; its body is run where there is no host."""

    def decorate(function):
        called = name or function.__name__

        @functools.wraps(function)
        def call(*args):
            if not is_hosted():
                return function(*args)
            results = rawcall(namespace, called, *args)
            if not results:
                return None
            return results[0] if len(results) == 1 else tuple(results)

        return call

    return decorate
