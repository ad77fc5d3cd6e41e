"""Stands in for pytoml, which is no longer maintained and which plugins import; an installed one wins."""

import importlib.machinery
import importlib.util
import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))


def _installed():
    """The real one, if it is on the path behind this directory."""
    others = [place for place in sys.path if os.path.abspath(place or ".") != _HERE]
    spec = importlib.machinery.PathFinder.find_spec(__name__, others)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    sys.modules[__name__] = module
    spec.loader.exec_module(module)
    return module


if _installed() is None:
    try:
        import tomllib as _toml
    except ImportError:
        try:
            import tomli as _toml
        except ImportError:
            raise ImportError("TOML is read by Python 3.11, tomli or pytoml: install one of them") from None

    TomlError = _toml.TOMLDecodeError

    def loads(text):
        return _toml.loads(text.decode("utf-8") if isinstance(text, bytes) else text)

    def load(file):
        """The document in ``file``, which may be one of text or of bytes."""
        return loads(file.read())
