"""The programs that serve a mount. Each is started anew for a measurement, with caches of its own that begin empty."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import tempfile

from mountlib import host

START_LIMIT = 60


class Server(host.Started):
    """One mount: entered when it is up, taken down however it is left."""

    pid = None

    def __init__(self, image, scratch):
        self.image = image
        self.work = tempfile.mkdtemp(dir=scratch)
        self.cache = os.path.join(self.work, "cache")
        self.directory = os.path.join(self.work, "mnt")
        os.mkdir(self.cache)
        os.mkdir(self.directory)

    def close(self):
        try:
            host.unmount(self.directory)
            self.stop()
        finally:
            shutil.rmtree(self.work, ignore_errors=True)

    def stop(self):
        pass

    def reads(self):
        """Returns the reads that the server has been asked for; None if it does not tell."""
        return None

    def memory(self):
        return None if self.pid is None else host.anonymous_memory(self.pid)


class Nydusview(Server):
    def __init__(self, image, scratch, program, engine):
        super().__init__(image, scratch)
        self.program = program
        self.engine = engine
        self.environment = dict(os.environ, XDG_CACHE_HOME=self.cache)

    def start(self):
        pid_file = os.path.join(self.work, "pid")
        self.command("mount", "-d", "--quiet", "--engine", self.engine, "--pid-file", pid_file,
                     *self.image.source(), self.directory)  # fmt: skip
        with open(pid_file) as file:
            self.pid = int(file.read())

    def command(self, *arguments):
        run = subprocess.run(
            [self.program, *arguments], env=self.environment, check=True, stdout=subprocess.PIPE, timeout=host.LIMIT
        )
        return run.stdout

    def reads(self):
        status = json.loads(self.command("status", "--format", "json", self.directory))
        served = status["mounts"][0]["served"]
        if served["failures"]:
            raise OSError("%d reads of %s failed" % (served["failures"], self.image.source()[-1]))
        return served["reads"]

    def stop(self):
        if self.pid is not None:
            host.await_condition(lambda: not os.path.exists("/proc/%d" % self.pid), "end of nydusview", START_LIMIT)


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=START_LIMIT)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Nydusd(Server):
    """With the validation of digests off, as is its default, or on, which takes digests in the blob."""

    READ = 4  # its place among the counts of nydusd's metrics

    def __init__(self, image, scratch, validate):
        super().__init__(image, scratch)
        self.validate = validate
        self.api = os.path.join(self.work, "api.sock")
        self.process = None

    @staticmethod
    def configuration(blobs, cache, validate):
        return {
            "version": 2,
            "backend": {"type": "localfs", "localfs": {"dir": blobs}},
            "cache": {"type": "blobcache", "validate": validate, "filecache": {"work_dir": cache}},
            "rafs": {"mode": "direct", "enable_xattr": True},
        }

    def start(self):
        config = os.path.join(self.work, "nydusd.json")
        with open(config, "w") as file:
            json.dump(self.configuration(self.image.blobs, self.cache, self.validate), file)
        log = os.path.join(self.work, "nydusd.out")
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                ["nydusd", "--config", config, "--mountpoint", self.directory, "--bootstrap", self.image.bootstrap,
                 "--apisock", self.api, "--rlimit-nofile", "0", "--log-level", "error"],
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self.pid = self.process.pid
        host.await_condition(self.is_up, "mount by nydusd", START_LIMIT)

    def is_up(self):
        if self.process.poll() is not None:
            with open(os.path.join(self.work, "nydusd.out"), errors="replace") as output:
                raise OSError("nydusd has ended: " + output.read()[-2000:])
        return os.path.ismount(self.directory) and os.path.exists(self.api)

    def reads(self):
        connection = _UnixConnection(self.api)
        try:
            connection.request("GET", "/api/v1/metrics")
            return json.loads(connection.getresponse().read())["fop_hits"][self.READ]
        finally:
            connection.close()

    def stop(self):
        if self.process is not None:
            host.end(self.process, START_LIMIT)


class NydusifyMount(Server):
    """nydusd as nydusify starts it for an image in a registry, which does not take its mount down itself."""

    process = None

    def start(self):
        nydusd = os.path.join(self.work, "nydusd")
        with open(nydusd, "w") as script:
            script.write('#!/bin/sh\nexec %s "$@" --rlimit-nofile 0\n' % shutil.which("nydusd"))
        os.chmod(nydusd, 0o755)
        with open(os.path.join(self.work, "out"), "wb") as output:
            self.process = subprocess.Popen(
                ["nydusify", "mount", "--target-insecure", "--target", self.image.nydus(), "--nydusd", nydusd,
                 "--mount-path", self.directory, "--work-dir", self.cache],
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        host.await_condition(self._is_up, "mount by nydusify", START_LIMIT, interval=0.001)
        (self.pid,) = [pid for pid in host.children(self.process.pid) if host.program_of(pid) == "nydusd"]

    def _is_up(self):
        if self.process.poll() is not None:
            with open(os.path.join(self.work, "out"), errors="replace") as output:
                raise OSError("nydusify has ended: " + output.read()[-2000:])
        return os.path.ismount(self.directory) and os.listdir(self.directory)

    def stop(self):
        if self.process is not None:
            host.end(self.process, START_LIMIT)
        if self.pid is not None:
            host.await_condition(lambda: not os.path.exists("/proc/%d" % self.pid), "end of nydusd", START_LIMIT)


class KernelErofs(Server):
    """The kernel's own file system, over files that are not compressed."""

    def start(self):
        host.mount_erofs(self.image.bootstrap, self.image.blob(), self.directory)
