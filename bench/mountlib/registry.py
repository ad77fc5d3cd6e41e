"""A registry, and a link in front of it: processes that end with the run."""

import http.client
import json
import os
import shutil
import socket
import subprocess

from mountlib import host, java

INDEX_AND_MANIFEST_TYPES = ", ".join(
    "application/vnd." + kind
    for kind in (
        "oci.image.manifest.v1+json",
        "oci.image.index.v1+json",
        "docker.distribution.manifest.v2+json",
        "docker.distribution.manifest.list.v2+json",
    )
)


def program():
    """Returns the program of the project distribution, by the names it has in its releases and in Debian."""
    return shutil.which("registry") or shutil.which("docker-registry")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process(host.Started):
    """A process of the benchmark's own, which is ended however the benchmark ends."""

    process = None

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()


class Registry(Process):
    """Serves the images in a directory, on a port of this machine."""

    def __init__(self, directory):
        self.directory = directory
        self.address = "127.0.0.1:%d" % _free_port()

    def start(self):
        os.makedirs(self.directory, exist_ok=True)
        config = os.path.join(self.directory, "config.json")  # YAML, too
        settings = {
            "version": "0.1",
            "log": {"level": "error", "accesslog": {"disabled": True}},
            "storage": {"filesystem": {"rootdirectory": self.directory}},
            "http": {"addr": self.address},
        }
        with open(config, "w") as file:
            json.dump(settings, file)
        with open(os.path.join(self.directory, "log"), "wb") as log:
            self.process = subprocess.Popen([program(), "serve", config], stdout=log, stderr=subprocess.STDOUT)
        host.await_condition(self._is_up, "registry", 30)

    def _is_up(self):
        if self.process.poll() is not None:
            raise OSError("the registry has ended: see %s/log" % self.directory)
        try:
            return self.request("GET", "/v2/")[0] == 200
        except OSError:
            return False

    def request(self, method, path, body=None, headers=None):
        """Returns status, headers and body of an answer."""
        connection = http.client.HTTPConnection(self.address, timeout=host.LIMIT)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def manifest(self, repository, reference):
        """Returns digest and document; None where the registry has no such manifest."""
        path = "/v2/%s/manifests/%s" % (repository, reference)
        status, headers, body = self.request("GET", path, headers={"Accept": INDEX_AND_MANIFEST_TYPES})
        return (headers["Docker-Content-Digest"], json.loads(body)) if status == 200 else None

    def blob_file(self, digest):
        value = digest.split(":")[1]
        return os.path.join(self.directory, "docker/registry/v2/blobs/sha256", value[:2], value, "data")


class Link(Process):
    """A round trip, and a rate that all connections to a registry share; counts the bytes."""

    def __init__(self, checkout, registry, round_trip, rate):
        """Takes seconds, and bytes per second each way."""
        port = registry.address.rsplit(":", 1)[1]
        self.command = java.command(checkout, "link.LinkMain", port, str(int(round_trip * 1e6)), str(int(rate)))
        self.round_trip = round_trip
        self.rate = rate
        self.address = None

    def start(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.address = "127.0.0.1:%d" % int(self.process.stdout.readline())

    def take_bytes(self):
        """Returns the bytes that clients have got since the last call."""
        self.process.stdin.write("counts\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline().split()[0])

    def describe(self):
        return {"roundTripSeconds": self.round_trip, "bytesPerSecond": self.rate}
