"""Directory trees in place of mounted images, and a host at the other end of the protocol."""

import contextlib
import json
import os
import runpy
import subprocess
import sys
import tempfile
import threading
import unittest
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.normpath(os.path.join(HERE, "..", "src"))
COMPAT = os.path.join(SOURCES, "compat")
PLUGINS = os.path.normpath(os.path.join(HERE, "..", "..", "plugins"))
if SOURCES not in sys.path:
    sys.path.insert(0, SOURCES)

from veinmind import image, log  # noqa: E402
from veinmind_common.service import _owners, report  # noqa: E402

ID = "sha256:" + "ab" * 32
REFERENCES = ["registry.example:5000/team/app:1", "registry.example:5000/team/app@sha256:" + "cd" * 32]


def assembled(*parts):
    """Joins the parts of a text that looks like a secret, so that the sources contain none."""
    return "".join(parts)


class Tree(unittest.TestCase):
    """A test with an empty image, in a directory in which there are also files outside the image."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        self.root = os.path.join(self.directory, "above", "root")
        os.makedirs(self.root, 0o755)

    def place(self, path):
        return os.path.join(self.root, path.lstrip("/"))

    def write(self, path, content="", mode=0o644):
        place = self.place(path)
        os.makedirs(os.path.dirname(place), 0o755, exist_ok=True)
        with open(place, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape"))
        os.chmod(place, mode)

    def link(self, path, target):
        os.makedirs(os.path.dirname(self.place(path)), 0o755, exist_ok=True)
        os.symlink(target, self.place(path))

    def document(self, **config):
        """Writes the host's document about the image, and returns its path."""
        name = os.path.join(self.directory, "image.json")
        with open(name, "w", encoding="utf-8") as file:
            json.dump({"id": ID, "reference": REFERENCES[0], "repoRefs": REFERENCES, "config": config}, file)
        return name

    def variables(self, **config):
        """Returns the variables that a host sets for a plugin."""
        return {"NYDUSVIEW_ROOT": self.root, "NYDUSVIEW_IMAGE": self.document(**config)}

    def python(self, *words, **variables):
        """Runs Python with the packages on its path; of a host's variables, only those in ``variables`` are set."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("NYDUSVIEW")}
        environment.update(PYTHONPATH=SOURCES, PYTHONDONTWRITEBYTECODE="1")
        environment.update(variables)
        return subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, timeout=60)


class Shipped(Tree):
    """A test of the plugin ``name`` in this process."""

    name = ""

    def events(self, **config):
        """Runs the plugin over the image, and returns the events that it reports."""
        events = []
        for cache in (_owners._users, _owners._groups):
            cache.cache_clear()
        with contextlib.ExitStack() as patches:
            patches.enter_context(mock.patch.dict(os.environ, self.variables(**config)))
            patches.enter_context(mock.patch.object(report, "_report", events.append))
            patches.enter_context(mock.patch.object(log, "_printed"))
            plugin = runpy.run_path(os.path.join(PLUGINS, self.name, self.name + ".py"))
            with image.Image() as opened:
                plugin["scan"].callback(opened)
        return events

    def found(self, *members, **config):
        """Lists (level, ``members`` of the detail) of each event, sorted."""
        return sorted(
            (event["level"], *(event["alert_detail"].get(member) for member in members))
            for event in self.events(**config)
        )


class Host(threading.Thread):
    """Answers a plugin over two FIFOs in odd portions, and keeps its requests."""

    def __init__(self, directory, services=("getConfig", "log", "report", "pull"), config=None):
        super().__init__(daemon=True)
        self.services = services
        self.config = {"level": 4, "delay": 0} if config is None else config
        self.requests = []
        self.names = [os.path.join(directory, name) for name in ("in", "out")]
        for name in self.names:
            os.mkfifo(name)
        self._ends = [os.open(name, os.O_RDWR) for name in self.names]
        self.start()

    def urls(self):
        return ["file://" + name for name in self.names]

    def words(self):
        return [word for url in self.urls() for word in ("--host", url)]

    def calls(self, name):
        return [each["args"] for each in self.requests if each["type"] == "call" and each["name"] == name]

    def reply(self, request):
        kind = request["type"]
        if kind == "hasNamespace":
            return {"ok": bool(self.services)}
        if kind == "listServices":
            return {"services": list(self.services)}
        if kind == "getManifest":
            return {"reply": {"version": "1"}}
        if request["name"] not in self.services:
            return {"error": "undefined service %s" % request["name"]}
        return {"reply": {"getConfig": [self.config], "pull": ["YQBi"]}.get(request["name"], [])}

    def run(self):
        decoder, text = json.JSONDecoder(), ""
        while True:
            text = (text + os.read(self._ends[1], 4096).decode()).lstrip()
            while text:
                try:
                    request, end = decoder.raw_decode(text)
                except ValueError:
                    break
                text = text[end:].lstrip()
                self.requests.append(request)
                self.send({"sequence": request["sequence"], **self.reply(request)})

    def send(self, reply):
        data = json.dumps(reply).encode()
        os.write(self._ends[0], data[:5])
        os.write(self._ends[0], data[5:] + b" \n")
