"""The part of jsonpickle's interface that plugins use, for machines without it."""

import enum
import json


def _plain(value):
    if isinstance(value, enum.Enum):
        return _plain(value.value)
    if isinstance(value, dict):
        return {str(key): _plain(member) for key, member in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(member) for member in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if hasattr(value, "__dict__"):
        return {key: _plain(member) for key, member in vars(value).items() if not key.startswith("_")}
    return str(value)


def encode(value, indent=None, **unused):
    return json.dumps(_plain(value), indent=indent)


dumps = encode


def decode(text, **unused):
    return json.loads(text)


loads = decode
