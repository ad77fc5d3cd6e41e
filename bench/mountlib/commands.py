"""Programs that are timed as a whole, and scanners in particular."""

import json
import os
import subprocess
import tempfile
import time

from mountlib import host

SHELLS = ("sh", "bash", "dash")
NO_JARS = ["--skip-files", "**/*.jar"]  # for which trivy wants a database


class Work:
    """A directory for one measurement, with caches that begin empty."""

    def __init__(self, scratch, link=None):
        self.directory = tempfile.TemporaryDirectory(dir=scratch)
        self.link = link
        self.load = os.getloadavg()[0]
        self.steps = []

    def __enter__(self):
        self.directory.__enter__()
        return self

    def __exit__(self, *failure):
        self.directory.__exit__(*failure)

    def path(self, name):
        return os.path.join(self.directory.name, name)

    def step(self, workload, command, count=lambda output: None):
        """Adds a step: the time until a program has ended, and what it has found as its output tells."""
        if self.link is not None:
            self.link.take_bytes()
        seconds, output, memory = self.run(command)
        fetched = None if self.link is None else self.link.take_bytes()
        self.steps.append({
            "workload": workload, "seconds": seconds, "reads": None, "bytes": fetched, "rssAnonBytes": memory,
            "findings": count(output), "load": self.load,
        })  # fmt: skip

    def run(self, command):
        """Returns seconds, output and peak memory."""
        seconds, output, memory = self.watch(command, host.PeakMemory, host.LIMIT)
        return seconds, output, memory.bytes

    def watch(self, command, watcher, limit):
        """Returns seconds, output and what has watched the memory."""
        environment = dict(os.environ, XDG_CACHE_HOME=self.path("cache"), TRIVY_CACHE_DIR=self.path("trivy"))
        with open(self.path("errors"), "wb") as errors, open(self.path("output"), "w+b") as output:
            start = time.monotonic()
            process = subprocess.Popen(command, env=environment, stdout=output, stderr=errors, start_new_session=True)
            try:
                with watcher(lambda: _memory_of_program(process.pid)) as memory:
                    code = process.wait(limit)
                    seconds = time.monotonic() - start
            finally:
                process.kill()
                process.wait()
            if code != 0:
                with open(self.path("errors"), errors="replace") as file:
                    raise OSError("%s has ended with %d: %s" % (command[0], code, file.read()[-2000:]))
            output.seek(0)
            return seconds, output.read(), memory


def _memory_of_program(pid):
    """Returns a process's memory; None of a shell, which only starts others."""
    return None if host.program_of(pid) in SHELLS else host.anonymous_memory(pid)


def components(output):
    """Returns the number of packages in an inventory as CycloneDX; of several, their sum."""
    decoder, text, found = json.JSONDecoder(), output.decode().strip(), 0
    while text:
        report, end = decoder.raw_decode(text)
        for document in report if isinstance(report, list) else [report]:
            found += sum("purl" in component for component in document.get("components") or ())
        text = text[end:].strip()
    return found


def secrets(output):
    results = json.loads(output).get("Results") or ()
    return sum(len(result.get("Secrets") or ()) for result in results)


def artifacts(output):
    return len(json.loads(output)["artifacts"])


def trivy(kind, *target, find="packages"):
    command = ["trivy", "--quiet", kind, *NO_JARS, "--offline-scan"]
    if kind == "image":
        command += ["--insecure", "--image-src", "remote"]
    command += ["--format", "cyclonedx"] if find == "packages" else ["--format", "json", "--scanners", "secret"]
    return [*command, *target]


def syft(directory):
    return ["syft", "scan", "-q", "--base-path", directory, "-o", "json", "dir:" + directory]


def virus_database(path):
    """Writes a signature that nothing has, so that a scan reads everything. Returns the path."""
    with open(path, "w") as file:
        file.write("d41d8cd98f00b204e9800998ecf8427e:123456789:Bench.Nothing\n")
    return path


def clamscan(directory, database):
    return ["clamscan", "--quiet", "--recursive", "--database", database, directory]
