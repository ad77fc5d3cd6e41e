"""Logs to the host, or to standard error if there is none or it does not log."""

import atexit
import datetime
import enum
import sys
import threading

from . import service

_NAMESPACE = "github.com/chaitin/libveinmind/logging"
_MAX_WAITING = 256


class Level(enum.IntEnum):
    """Severity of an entry, by the protocol's numbers."""

    PANIC = 0
    FATAL = 1
    ERROR = 2
    WARN = 3
    INFO = 4
    DEBUG = 5
    TRACE = 6


class _Sink:
    """Entries that are sent together, after the delay that the host asks for at the latest."""

    def __init__(self):
        self._lock = threading.Lock()
        self._config = None
        self._waiting = []

    def _configured(self):
        if self._config is None:
            self._config = {}
            if service.is_served(_NAMESPACE, "log"):
                self._config = {"level": int(Level.INFO), "delay": 0}
                self._config.update(*service.rawcall(_NAMESPACE, "getConfig")[:1])
        return self._config

    def takes(self):
        """Tests whether there is a host that takes entries."""
        with self._lock:
            return service.is_hosted() and bool(self._configured())

    def add(self, level, entry):
        with self._lock:
            config = self._configured()
            if level > config["level"]:
                return
            self._waiting.append(entry)
            now = not config["delay"] or level <= Level.ERROR or len(self._waiting) >= _MAX_WAITING
            later = not now and len(self._waiting) == 1
        if now:
            self.flush()
        elif later:
            timer = threading.Timer(config["delay"] / 1e9, self._flush_late)
            timer.daemon = True
            timer.start()

    def flush(self):
        with self._lock:
            entries, self._waiting = self._waiting, []
            if entries:
                service.rawcall(_NAMESPACE, "log", entries)

    def _flush_late(self):
        try:
            self.flush()
        except (OSError, RuntimeError) as failure:
            print("log entries are lost: %s" % failure, file=sys.stderr)


_sink = _Sink()
atexit.register(_sink._flush_late)


def _plain(value):
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _printed(level, message, fields):
    more = "".join(" %s=%s" % field for field in fields.items())
    print("%s: %s%s" % (Level(level).name.lower(), message, more), file=sys.stderr)


def log(level, msg, /, *args, **fields):
    """Logs ``msg`` with its %-arguments and fields. FATAL ends the plugin, PANIC raises RuntimeError."""
    message = str(msg) % args if args else str(msg)
    if _sink.takes():
        _sink.add(
            level,
            {
                "time": datetime.datetime.now(datetime.timezone.utc).isoformat().replace("+00:00", "Z"),
                "level": int(level),
                "fields": {name: _plain(value) for name, value in fields.items()} or None,
                "msg": message,
            },
        )
    elif level <= Level.INFO:
        _printed(level, message, fields)
    if level == Level.FATAL:
        sys.exit(1)
    if level == Level.PANIC:
        raise RuntimeError(message)


class Entry:
    """A logger that adds the same fields to each entry."""

    def __init__(self, **fields):
        self.fields = fields

    def log(self, level, msg, /, *args, **fields):
        log(level, msg, *args, **{**self.fields, **fields})

    def trace(self, msg, /, *args, **fields):
        self.log(Level.TRACE, msg, *args, **fields)

    def debug(self, msg, /, *args, **fields):
        self.log(Level.DEBUG, msg, *args, **fields)

    def info(self, msg, /, *args, **fields):
        self.log(Level.INFO, msg, *args, **fields)

    def warn(self, msg, /, *args, **fields):
        self.log(Level.WARN, msg, *args, **fields)

    def error(self, msg, /, *args, **fields):
        self.log(Level.ERROR, msg, *args, **fields)

    def fatal(self, msg, /, *args, **fields):
        self.log(Level.FATAL, msg, *args, **fields)

    def panic(self, msg, /, *args, **fields):
        self.log(Level.PANIC, msg, *args, **fields)

    warning = warn
    critical = panic


_default = Entry()
trace = _default.trace
debug = _default.debug
info = _default.info
warn = warning = _default.warn
error = _default.error
fatal = _default.fatal
panic = critical = _default.panic
