"""The plugin's side of the protocol: JSON objects, one after the other, over two files."""

import codecs
import json
import re
import threading
import urllib.parse

_PORTION = 1 << 16
_MAX_REPLY = 64 << 20
_LONE = re.compile("[\ud800-\udfff]")


class HostGoneError(RuntimeError):
    """Raised if the host has closed the connection, or replies with something other than a JSON object."""


def _escaped(match):
    """Writes a byte that is not UTF-8 as ``\\xHH``, since JSON cannot hold it."""
    code = ord(match.group())
    return "\\x%02x" % (code - 0xDC00) if 0xDC80 <= code <= 0xDCFF else "\ufffd"


def _sendable(value):
    if isinstance(value, str):
        return _LONE.sub(_escaped, value)
    if isinstance(value, dict):
        return {_sendable(key): _sendable(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_sendable(member) for member in value]
    return value


class Client:
    """Sends one request at a time, from any thread."""

    def __init__(self, source, sink):
        """``source`` and ``sink`` are raw binary files."""
        self._source = source
        self._sink = sink
        self._lock = threading.Lock()
        self._characters = codecs.getincrementaldecoder("utf-8")("replace")
        self._decoder = json.JSONDecoder()
        self._text = ""
        self._sequence = 0

    def request(self, kind, namespace, **members):
        """Returns the reply as a dict; RuntimeError with the host's message if it refuses."""
        with self._lock:
            self._sequence += 1
            self._send({"sequence": self._sequence, "type": kind, "namespace": namespace, **members})
            reply = self._reply()
            while reply.get("sequence") != self._sequence:
                reply = self._reply()
        if reply.get("error"):
            raise RuntimeError(reply["error"])
        return reply

    def _send(self, message):
        rest = memoryview(json.dumps(_sendable(message)).encode("ascii") + b"\n")
        try:
            while rest:
                rest = rest[self._sink.write(rest) :]
        except BrokenPipeError:
            raise HostGoneError("the host has closed its end: it takes no more requests") from None

    def _reply(self):
        while True:
            reply = self._decoded()
            if reply is not None:
                return reply
            data = self._source.read(_PORTION)
            while data and b"}" not in data:
                self._text += self._characters.decode(data)
                data = self._source.read(_PORTION)
            if not data:
                raise HostGoneError("the host has closed the connection")
            self._text += self._characters.decode(data)

    def _decoded(self):
        """Returns the first object of the text that was read; None if it is incomplete."""
        text = self._text.lstrip()
        if not text:
            return None
        if text[0] != "{" or len(text) > _MAX_REPLY:
            raise HostGoneError("the host sent something that is not a reply")
        try:
            reply, end = self._decoder.raw_decode(text)
        except json.JSONDecodeError:
            return None
        self._text = text[end:]
        return reply


def _path(url):
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "file" or not parts.path:
        raise ValueError("a host is reached by file:///PATH, not by %r" % (url,))
    return urllib.parse.unquote(parts.path)


def connect(*urls):
    """Returns a client that reads from the first URL and writes to the second."""
    if len(urls) != 2:
        raise ValueError("a host is given by two URLs, not %d" % len(urls))
    # The host has both ends open, so that neither call blocks.
    return Client(open(_path(urls[0]), "rb", buffering=0), open(_path(urls[1]), "wb", buffering=0))
