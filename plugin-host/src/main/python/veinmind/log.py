"""Logs to the host, or to standard error where there is none."""

import atexit
import datetime
import enum
import sys
import time

from . import service

_NAMESPACE = "github.com/chaitin/libveinmind/logging"
_MAX_WAITING = 256


class Level(enum.IntEnum):
    """How grave an entry is, by the protocol's numbers."""

    Panic = 0
    Fatal = 1
    Error = 2
    Warn = 3
    Info = 4
    Debug = 5
    Trace = 6


class _Sink:
    """Entries that wait to be sent together."""

    def __init__(self):
        self._config = None
        self._waiting = []
        self._sent = 0.0

    def _configure(self):
        if not service.has_namespace(_NAMESPACE):
            return {"level": -1, "delay": 0}
        reply = service.rawcall(_NAMESPACE, "getConfig")
        return reply[0] if reply else {"level": int(Level.Info), "delay": 0}

    def add(self, level, message, fields):
        if self._config is None:
            self._config = self._configure()
        if level > self._config.get("level", Level.Info):
            return
        self._waiting.append(
            {"time": _now(), "level": int(level), "fields": {k: _plain(v) for k, v in fields.items()}, "msg": message}
        )
        late = time.monotonic() - self._sent > self._config.get("delay", 0) / 1e9
        if late or level <= Level.Error or len(self._waiting) >= _MAX_WAITING:
            self.flush()

    def flush(self):
        if self._waiting:
            entries, self._waiting = self._waiting, []
            service.rawcall(_NAMESPACE, "log", entries)
        self._sent = time.monotonic()


_sink = _Sink()


@atexit.register
def _flush():
    try:
        if service.is_hosted():
            _sink.flush()
    except (OSError, RuntimeError) as failure:
        print("log entries are lost: %s" % failure, file=sys.stderr)


def _now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat().replace("+00:00", "Z")


def _plain(value):
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def log(level, msg, *args, **fields):
    message = str(msg) % args if args else str(msg)
    if service.is_hosted():
        _sink.add(level, message, fields)
    elif level <= Level.Info:
        more = "".join(" %s=%s" % field for field in fields.items())
        print("%s: %s%s" % (Level(level).name.lower(), message, more), file=sys.stderr)


def trace(msg, *args, **fields):
    log(Level.Trace, msg, *args, **fields)


def debug(msg, *args, **fields):
    log(Level.Debug, msg, *args, **fields)


def info(msg, *args, **fields):
    log(Level.Info, msg, *args, **fields)


def warn(msg, *args, **fields):
    log(Level.Warn, msg, *args, **fields)


warning = warn


def error(msg, *args, **fields):
    log(Level.Error, msg, *args, **fields)


def fatal(msg, *args, **fields):
    """Logs and ends the plugin."""
    log(Level.Fatal, msg, *args, **fields)
    sys.exit(1)


def panic(msg, *args, **fields):
    log(Level.Panic, msg, *args, **fields)
    raise RuntimeError(str(msg) % args if args else str(msg))


critical = panic


class Entry:
    """Logs with fields that are given once."""

    def __init__(self, **fields):
        self.fields = fields

    def log(self, level, msg, *args, **fields):
        log(level, msg, *args, **{**self.fields, **fields})

    def trace(self, msg, *args, **fields):
        self.log(Level.Trace, msg, *args, **fields)

    def debug(self, msg, *args, **fields):
        self.log(Level.Debug, msg, *args, **fields)

    def info(self, msg, *args, **fields):
        self.log(Level.Info, msg, *args, **fields)

    def warn(self, msg, *args, **fields):
        self.log(Level.Warn, msg, *args, **fields)

    warning = warn

    def error(self, msg, *args, **fields):
        self.log(Level.Error, msg, *args, **fields)

    def fatal(self, msg, *args, **fields):
        fatal(msg, *args, **{**self.fields, **fields})

    def panic(self, msg, *args, **fields):
        panic(msg, *args, **{**self.fields, **fields})

    critical = panic
