"""Stands in for pytoml, which plugins import and nobody maintains; an installed one takes precedence."""

import nydusview_installed

if not nydusview_installed.load(__name__):
    try:
        import tomllib as _toml
    except ImportError:
        try:
            import tomli as _toml
        except ImportError:
            raise ImportError("reading TOML needs Python 3.11, tomli or pytoml: install one of them") from None

    TomlError = _toml.TOMLDecodeError

    def loads(text):
        return _toml.loads(text.decode("utf-8") if isinstance(text, bytes) else text)

    def load(file):
        """Returns the document in ``file``, which is opened for text or for bytes."""
        return loads(file.read())
