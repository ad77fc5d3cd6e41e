"""The machine that a benchmark runs on: its page cache, its load, and mounts in a namespace of the script's own."""

import ctypes
import os
import platform
import shutil
import statistics
import subprocess
import threading
import time

LIMIT = 600  # seconds for anything that is waited for

_CLONE_NEWNS = 0x20000
_MS_RDONLY = 1
_MS_REC = 0x4000
_MS_PRIVATE = 0x40000
_MNT_DETACH = 2

_libc = ctypes.CDLL(None, use_errno=True)


class Started:
    """Something that is entered by start(), and ended by close() however it is left."""

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *unused):
        self.close()


def _require(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, "%s: %s" % (what, os.strerror(number)))


def private_mounts():
    """Moves this process into a mount namespace of its own, which ends with the last process that is in it."""
    _require(_libc.unshare(_CLONE_NEWNS), "a mount namespace")
    _require(_libc.mount(b"none", b"/", None, ctypes.c_ulong(_MS_REC | _MS_PRIVATE), None), "private mounts")


def mount_erofs(bootstrap, blob, directory):
    """Mounts plain files, which mount(8) cannot do: it puts a loop device under one of them. There may be no blob."""
    options = b"" if blob is None else ("device=" + blob).encode()
    _require(
        _libc.mount(bootstrap.encode(), directory.encode(), b"erofs", ctypes.c_ulong(_MS_RDONLY), options),
        "kernel EROFS over files (Linux 6.12 or later)",
    )


def unmount(directory):
    """Takes down all that is mounted at a directory, even if it is in use."""
    while os.path.ismount(directory) and _libc.umount2(directory.encode(), _MNT_DETACH) == 0:
        pass


def await_condition(condition, what, limit=LIMIT, interval=0.01):
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("no %s within %d s" % (what, limit))
        time.sleep(interval)


def drop_page_cache():
    os.sync()
    with open("/proc/sys/vm/drop_caches", "w") as control:
        control.write("3\n")


def read_into_page_cache(*roots):
    """Reads all regular files at and below paths."""
    for root in roots:
        for directory, _, names in os.walk(root):
            for name in names:
                _read(os.path.join(directory, name))
        if os.path.isfile(root):
            _read(root)


def _read(path):
    with open(path, "rb", buffering=0) as file:
        while file.read(1 << 20):
            pass


def anonymous_memory(pid):
    """Returns the RssAnon of a process in bytes."""
    with open("/proc/%d/status" % pid) as status:
        for line in status:
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
    raise OSError("/proc/%d/status has no RssAnon" % pid)


def children(pid):
    """Returns the processes that a process has started, and theirs."""
    found = []
    for thread in os.listdir("/proc/%d/task" % pid):
        with open("/proc/%d/task/%s/children" % (pid, thread)) as file:
            for child in map(int, file.read().split()):
                found += [child, *children(child)]
    return found


def program_of(pid):
    """Returns the name of the program that a process runs, shortened to 15 bytes."""
    with open("/proc/%d/comm" % pid) as file:
        return file.read().strip()


def end(process, limit):
    """Ends a process that this one has started: with a signal that it can handle, if that is enough."""
    process.terminate()
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(limit)


class PeakMemory(threading.Thread):
    """Samples memory, in bytes, while it is entered."""

    INTERVAL = 0.02

    def __init__(self, measure):
        """Takes a function that returns the memory now; None, or a process that has gone, counts for nothing."""
        super().__init__(daemon=True)
        self.measure = measure
        self.over = threading.Event()
        self.bytes = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *unused):
        self.over.set()
        self.join()

    def run(self):
        while not self.over.is_set():
            self._sample()
            self.over.wait(self.INTERVAL)
        self._sample()

    def _sample(self):
        try:
            now = self.measure()
        except OSError:
            return
        if now is not None:
            self.bytes = max(now, self.bytes or 0)


class MemorySeries(PeakMemory):
    """Also keeps the highest sample of each period."""

    PERIOD = 5

    def __init__(self, measure):
        super().__init__(measure)
        self.began = time.monotonic()
        self.samples = []  # bytes, one a period

    def _sample(self):
        peak, self.bytes = self.bytes, None
        super()._sample()
        if self.bytes is None:
            self.bytes = peak
            return
        period = int((time.monotonic() - self.began) / self.PERIOD)
        if period >= len(self.samples):
            self.samples.append(self.bytes)
        self.samples[-1] = max(self.samples[-1], self.bytes)
        self.bytes = max(self.bytes, peak or 0)

    def describe(self):
        """Returns peak and samples, and how flat they are: the median of the last quarter by that of the second."""
        quarter = len(self.samples) // 4
        second, last = self.samples[quarter : 2 * quarter], self.samples[-quarter:] if quarter else []
        return {
            "peakBytes": self.bytes,
            "secondQuarterBytes": statistics.median(second) if second else None,
            "lastQuarterBytes": statistics.median(last) if last else None,
            "lastBySecondQuarter": round(statistics.median(last) / statistics.median(second), 3) if second else None,
            "periodSeconds": self.PERIOD,
            "samples": self.samples,
        }


def describe():
    return {
        "kernel": platform.release(),
        "machine": platform.machine(),
        "cpus": os.cpu_count(),
        "memoryBytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
    }


def program_version(*command):
    """Returns the first line with a number that a program says of its version; None where it is not on PATH."""
    if shutil.which(command[0]) is None:
        return None
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=LIMIT)
    lines = [line for line in run.stdout.splitlines() if any(character.isdigit() for character in line)]
    return " ".join(lines[0].split()) if lines else "unknown"
