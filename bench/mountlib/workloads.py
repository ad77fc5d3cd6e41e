"""Work on a mount, each piece timed: what a scanner of the whole image does, cold and again."""

import os
import subprocess
import tempfile
import time

from mountlib import host


def timed(script, *arguments, output=subprocess.DEVNULL):
    """Returns the seconds that a script of bash takes."""
    start = time.monotonic()
    command = ["bash", "-o", "pipefail", "-ec", script, "bash", *arguments]
    run = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, timeout=host.LIMIT)
    seconds = time.monotonic() - start
    if run.returncode != 0:
        raise OSError("%s has failed: %s" % (script, run.stderr[-1000:].decode(errors="replace")))
    return seconds


class Measurement:
    """Results of one mount, one for each step."""

    def __init__(self, server, link=None, counts_reads=False):
        """Takes the link whose bytes are counted. To count reads, a server is asked before and after each step."""
        self.server = server
        self.link = link
        self.counts_reads = counts_reads
        self.mount_seconds = None
        self.findings = None  # what the program that has been run last has found
        self.steps = []

    def enter(self):
        """Mounts, which the caller takes down again."""
        self._take_bytes()
        start = time.monotonic()
        self.server.start()
        self.mount_seconds = time.monotonic() - start

    def step(self, name, work):
        before = self._reads()
        self._take_bytes()
        with host.PeakMemory(self.server.memory) as peak:
            seconds = work()
        fetched = self._take_bytes()
        after = self._reads()
        reads = None if after is None else after - before
        self._add(name, seconds, fetched, peak.bytes, reads)

    def step_with_mount(self, name, work=lambda: 0):
        """Adds the time, and the bytes, that the mount has taken."""
        with host.PeakMemory(self.server.memory) as peak:
            seconds = work()
        self._add(name, self.mount_seconds + seconds, self._take_bytes(), peak.bytes)

    def close(self):
        """Adds to the last step what has been fetched ahead since."""
        if self.link is not None and self.steps:
            self.steps[-1]["bytes"] += self.link.take_bytes()

    def _add(self, name, seconds, fetched, memory, reads=None):
        self.steps.append(
            {"workload": name, "seconds": seconds, "reads": reads, "bytes": fetched, "rssAnonBytes": memory,
             "findings": self.findings},
        )  # fmt: skip

    def _take_bytes(self):
        return None if self.link is None else self.link.take_bytes()

    def _reads(self):
        return self.server.reads() if self.counts_reads else None


def _find(server):
    with tempfile.TemporaryFile() as sizes:
        seconds = timed("find \"$1\" -type f -printf '%s\\n'", server.directory, output=sizes)
        sizes.seek(0)
        found = [int(line) for line in sizes]
    if len(found) != server.image.files or sum(found) != server.image.data_bytes:
        raise OSError("a walk has found %d files of %d bytes" % (len(found), sum(found)))
    return seconds


def read_all(server):
    return timed('tar -cf - -C "$1" . | cat', server.directory)


def _cat(server):
    return timed('cat "$1"/*', server.directory)


def walk(measurement):
    measurement.step("walk, cold", lambda: _find(measurement.server))
    measurement.step("walk, hot", lambda: _find(measurement.server))


def small_files(measurement):
    measurement.step("small files, cold", lambda: read_all(measurement.server))
    measurement.step("small files, hot", lambda: read_all(measurement.server))


def large_files(measurement):
    server = measurement.server
    measurement.step("large files, first", lambda: _cat(server))
    host.drop_page_cache()
    measurement.step("large files, chunk cache on disk", lambda: _cat(server))
    host.drop_page_cache()
    host.read_into_page_cache(server.image.directory, server.cache)
    measurement.step("large files, chunk cache in memory", lambda: _cat(server))
    measurement.step("large files, hot", lambda: _cat(server))


def prepare(image):
    """Makes a cold start of all but the image's own files, so that disks do not count."""
    host.drop_page_cache()
    host.read_into_page_cache(*image.stored())


def run(server, work, link=None, counts_reads=False):
    """Returns the steps of one kind of work on a mount."""
    load = os.getloadavg()[0]
    prepare(server.image)
    measurement = Measurement(server, link, counts_reads)
    try:
        measurement.enter()
        work(measurement)
        server.reads()  # which fails where a read has failed
    finally:
        server.close()
    measurement.close()
    return [dict(step, load=load) for step in measurement.steps]
