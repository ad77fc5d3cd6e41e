"""Stands in for pytoml, which is no longer maintained and which plugins import; an installed one wins."""

import nydusview_installed

if not nydusview_installed.give_way(__name__):
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
