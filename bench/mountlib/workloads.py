"""Work on a mount, each piece timed: what a scanner of the whole image does, cold and again."""

import os
import subprocess
import tempfile
import time

from mountlib import host


def _timed(script, directory, output=subprocess.DEVNULL):
    start = time.monotonic()
    command = ["bash", "-o", "pipefail", "-ec", script, "bash", directory]
    subprocess.run(command, stdout=output, check=True, timeout=host.LIMIT)
    return time.monotonic() - start


class Measurement:
    """Results of one mount, one for each step."""

    def __init__(self, server):
        self.server = server
        self.steps = []

    def step(self, name, work):
        before = self.server.reads()
        seconds = work()
        after = self.server.reads()
        reads = None if after is None else after - before
        self.steps.append(
            {"workload": name, "seconds": seconds, "reads": reads, "rssAnonBytes": self.server.memory()},
        )


def _find(server):
    with tempfile.TemporaryFile() as sizes:
        seconds = _timed("find \"$1\" -type f -printf '%s\\n'", server.directory, sizes)
        sizes.seek(0)
        found = [int(line) for line in sizes]
    if len(found) != server.image.files or sum(found) != server.image.data_bytes:
        raise OSError("a walk has found %d files of %d bytes" % (len(found), sum(found)))
    return seconds


def _tar(server):
    return _timed('tar -cf - -C "$1" . | cat', server.directory)


def _cat(server):
    return _timed('cat "$1"/*', server.directory)


def walk(measurement):
    measurement.step("walk, cold", lambda: _find(measurement.server))
    measurement.step("walk, hot", lambda: _find(measurement.server))


def small_files(measurement):
    measurement.step("small files, cold", lambda: _tar(measurement.server))
    measurement.step("small files, hot", lambda: _tar(measurement.server))


def large_files(measurement):
    server = measurement.server
    measurement.step("large files, first", lambda: _cat(server))
    host.drop_page_cache()
    measurement.step("large files, chunk cache on disk", lambda: _cat(server))
    host.drop_page_cache()
    host.read_into_page_cache(server.image.directory, server.cache)
    measurement.step("large files, chunk cache in memory", lambda: _cat(server))
    measurement.step("large files, hot", lambda: _cat(server))


def run(server, work):
    """Returns the steps of one kind of work on a mount that begins cold, but with the image's own files in memory."""
    load = os.getloadavg()[0]
    host.drop_page_cache()
    host.read_into_page_cache(server.image.directory)
    with server:
        measurement = Measurement(server)
        work(measurement)
        return [dict(step, load=load) for step in measurement.steps]
