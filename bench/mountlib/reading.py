"""Scenarios of mounts and of commands: each takes a lab, a peer and an image, and returns the steps of the peer."""

import json
import os
import subprocess
import sys
import tarfile
import time
from concurrent.futures import ThreadPoolExecutor

from mountlib import commands, host, workloads

STARTS = 5
SOAK_GRACE = 1800  # seconds for the last round
RANDOM_READS = 200
READER = os.path.join(os.path.dirname(os.path.realpath(__file__)), "eight_reader.py")


def _read_all(measurement, name):
    measurement.step(name, lambda: workloads.read_all(measurement.server))


def read(lab, peer, image):
    if peer == "crane":
        export = 'crane export --insecure "$1" - | cat >/dev/null'
        return lab.command(image, "read all, cold", ["sh", "-c", export, "sh", image.oci()])

    def work(measurement):
        _read_all(measurement, "read all, cold")
        host.drop_page_cache()
        _read_all(measurement, "read all, chunks cached")

    return lab.on_mount(peer, image, work)


def read_over_link(lab, peer, image):
    steps = lab.on_mount(peer, image, lambda measurement: _read_all(measurement, "read all over the link"), lab.link)
    wire = image.bytes / lab.link.rate if lab.link.rate else None
    return [dict(step, wireSeconds=wire) for step in steps]


def mount(lab, peer, image):
    name = "command to usable mount, over the link"
    return lab.on_mount(peer, image, lambda measurement: measurement.step_with_mount(name), lab.link)


def random_reads(lab, peer, image):
    reader = os.path.join(os.path.dirname(os.path.realpath(__file__)), "random_reads.py")
    name = "%d random reads of 4 KiB, over the link" % RANDOM_READS

    def work(measurement):
        arguments = [sys.executable, reader, image.tree, measurement.server.directory, str(RANDOM_READS)]
        measurement.step(name, lambda: workloads.timed('"$@"', *arguments))

    return lab.on_mount(peer, image, work, lab.link)


def start(lab, peer, image):
    with commands.Work(lab.scratch) as work:
        for name, command in _starts(lab, peer, image, _bootstrap(image, work)):
            work.run(command)  # which fills caches
            for _ in range(STARTS):
                work.step(name, command)
        return work.steps


def _starts(lab, peer, image, bootstrap):
    stats = ["inspect", "-R", "stats", bootstrap]
    if peer == "nydusd":
        return [("inspect -R stats", ["nydus-image", *stats])]
    cached = "%s/%s@%s" % (image.address, image.repository, image.nydus_digest)
    return [
        ("version", [lab.nydusview, "version"]),
        ("inspect -R stats", [lab.nydusview, *stats[:-1], "bootstrap:" + bootstrap]),
        ("ls of a cached image", [lab.nydusview, "ls", cached, "/"]),
    ]


def _bootstrap(image, work):
    """Unpacks the last layer of a Nydus image."""
    with tarfile.open(image.registry.blob_file(image.layers[-1])) as layer:
        (member,) = [member for member in layer if member.name.endswith("image.boot")]
        with open(work.path("image.boot"), "wb") as file:
            file.write(layer.extractfile(member).read())
    return work.path("image.boot")


def memory(lab, peer, image):
    return lab.on_mount(peer, image, lambda measurement: _read_all(measurement, "memory while all is read"))


def memory_of_eight(lab, peer, family):
    """nydusview serves them from one process, nydusd each from one of its own."""
    name = "memory while eight images are read at once"
    if peer == "nydusview":
        with commands.Work(lab.scratch) as work:
            command = _scan_of_eight(lab, family.images, work, ["0"])
            workloads.prepare(family)
            work.step(name, command)
            return work.steps
    group = ServerGroup(family, [lab.server(peer, image) for image in family.images])
    return workloads.run(group, lambda measurement: measurement.step(name, group.read_all))


def soak(lab, peer, family):
    """Eight images in one process are read over and over, for as long as the lab says."""
    with commands.Work(lab.scratch) as work:
        command = _scan_of_eight(lab, family.images, work, [str(lab.soak)])
        workloads.prepare(family)
        seconds, output, memory = work.watch(command, host.MemorySeries, lab.soak + SOAK_GRACE)
        return [_soaked("eight images of one process", seconds, output.splitlines(), memory, work.load)]


def soak_of_mounts(lab, peer, family):
    """Eight mounts, each with a process of its own, are read over and over; memory is that of the largest process."""
    group = ServerGroup(family, [lab.server(peer, image) for image in family.images])
    outputs = []

    def work(measurement):
        with commands.Work(lab.scratch) as own, host.MemorySeries(group.largest_memory) as memory:
            started = own.path("started")
            os.mkdir(started)
            start = time.monotonic()
            arguments = [started, str(len(group.servers)), str(lab.soak)]
            outputs.extend(group.each(lambda server: _read_for_long(arguments, server.directory, lab.soak)))
            steps = [_soaked("eight mounts", time.monotonic() - start, outputs, memory, own.load)]
        measurement.steps.extend(steps)

    return workloads.run(group, work)


def _read_for_long(arguments, directory, seconds):
    command = [sys.executable, READER, *arguments, directory]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=seconds + SOAK_GRACE).stdout


def _soaked(what, seconds, outputs, memory, load):
    """Returns the step of a soak, from what the readers have printed."""
    rounds = [json.loads(line) for line in outputs]
    total = {kind: sum(one[kind] for one in rounds) for kind in rounds[0]}
    return {
        "workload": what + ", read by tar, random readers and scanners", "seconds": seconds, "reads": None,
        "bytes": None, "rssAnonBytes": memory.bytes, "findings": None, "load": load,
        "soak": dict(memory.describe(), reads=total),
    }  # fmt: skip


def _scan_of_eight(lab, images, work, arguments):
    """Returns a scan of all at one time, by a reader that waits until it runs on each."""
    started = work.path("started")
    os.mkdir(started)
    options = ["--quiet", "--no-result-cache", "--jobs", str(len(images)), "--scan-timeout", "24h"]
    references = [image.nydus() for image in images]
    program = [sys.executable, READER, started, str(len(images)), *arguments, "{}"]
    return [lab.nydusview, "scan", *options, *references, "--", *program]


class ServerGroup:
    """Mounts of several images, started and read at once."""

    def __init__(self, image, servers):
        self.image = image
        self.servers = servers
        self.threads = ThreadPoolExecutor(len(servers))

    def start(self):
        list(self.threads.map(lambda server: server.start(), self.servers))

    def read_all(self):
        return max(self.threads.map(workloads.read_all, self.servers))

    def each(self, work):
        """Runs work on all servers at once, and returns what it returns for each."""
        return list(self.threads.map(work, self.servers))

    def largest_memory(self):
        return max(server.memory() for server in self.servers)

    def memory(self):
        return sum(server.memory() for server in self.servers)

    def reads(self):
        for server in self.servers:
            server.reads()

    def close(self):
        list(self.threads.map(lambda server: server.close(), self.servers))
        self.threads.shutdown()
