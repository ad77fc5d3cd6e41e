"""Stand-ins for modules that plugins import and that may not be installed; installed ones always win."""

import importlib.util
import sys
import types


def _toml():
    try:
        import tomllib

        return tomllib
    except ImportError:
        try:
            import tomli

            return tomli
        except ImportError:
            return None


def _pytoml():
    """A ``pytoml`` with ``load`` and ``loads``; its ``load`` takes files of text as well as of bytes."""
    toml = _toml()
    if toml is None:
        return None
    module = types.ModuleType("pytoml")

    def loads(text):
        return toml.loads(text.decode("utf-8") if isinstance(text, bytes) else text)

    module.loads = loads
    module.load = lambda file: loads(file.read())
    module.TomlError = toml.TOMLDecodeError
    return module


def install():
    if importlib.util.find_spec("pytoml") is None:
        module = _pytoml()
        if module is not None:
            sys.modules["pytoml"] = module


install()
