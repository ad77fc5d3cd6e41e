"""The packages for plugins, over a tree with links that would lead out of it, and with a host at the other end of FIFOs."""

import errno
import json
import os
import subprocess
import sys
import tempfile
import threading
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
MAIN = os.path.join(HERE, "..", "..", "main", "python")
sys.path.insert(0, MAIN)

from veinmind import filesystem  # noqa: E402

PLUGIN = """
from veinmind import *
from veinmind_common.service.report import *

command.set_manifest(name="test", version="1.0")

@command.image_command()
def scan_it(image):
    log.info("%s of %s", "scan", image.reporefs()[0], field=1)
    detail = AlertDetail.backdoor(BackdoorDetail("bad", FileDetail.from_stat("/file", image.stat("/file"))))
    report(ReportEvent(id=image.id(), level=Level.High.value, detect_type=DetectType.Image.value,
                       event_type=EventType.Risk.value, alert_type=AlertType.Backdoor.value, alert_details=[detail],
                       native_object=image))

if __name__ == "__main__":
    command.main()
"""


class Tree(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.root = os.path.join(self.directory.name, "root")
        os.makedirs(os.path.join(self.root, "etc", "deep"))
        self.write("file", "content")
        self.write("etc/passwd", "root:x:0:0::/root:/bin/sh\nimage-user:x:%d:1::/:/bin/sh\n" % os.getuid())
        for name, target in {
            "out": "/../../../../etc/hostname",
            "up": "../../../../../../file",
            "etc/absolute": "/file",
            "loop": "loop",
            "dir": "etc",
            "broken": "/none",
        }.items():
            os.symlink(target, os.path.join(self.root, name))
        self.files = filesystem.FileSystem(self.root)

    def write(self, path, text):
        with open(os.path.join(self.root, path), "w", encoding="utf-8") as file:
            file.write(text)


class FileSystemTest(Tree):
    def test_links_stay_inside(self):
        self.assertEqual(self.files.evalsymlink("/up"), "/file")
        self.assertEqual(self.files.evalsymlink("/dir/absolute"), "/file")
        self.assertEqual(self.files.open("/../../dir/../up").read(), "content")
        for path in ("/out", "/broken"):
            with self.assertRaises(FileNotFoundError):
                self.files.open(path)
        with self.assertRaises(OSError) as failure:
            self.files.stat("/loop")
        self.assertEqual(failure.exception.errno, errno.ELOOP)
        self.assertEqual(self.files.readlink("/loop"), "loop")

    def test_names_of_any_bytes(self):
        name = b"caf\xe9\xff"
        with open(os.path.join(os.fsencode(self.root), name), "wb") as file:
            file.write(b"\xff\xfe")
        path = "/" + os.fsdecode(name)
        self.assertIn(os.fsdecode(name), self.files.listdir())
        self.assertEqual(self.files.open(path, "rb").read(), b"\xff\xfe")
        self.assertEqual(self.files.open(path).read().encode("utf-8", "surrogateescape"), b"\xff\xfe")

    def test_walk(self):
        walked = {root: (directories, names) for root, directories, names in self.files.walk("/")}
        self.assertEqual(walked["/"][0], ["etc"])
        self.assertIn("dir", walked["/"][1])
        self.assertEqual(walked["/etc"], (["deep"], ["absolute", "passwd"]))
        self.assertEqual(list(self.files.walk("/none")), [("/none", [], [])])

    def test_what_is_no_file_is_not_opened(self):
        os.mkfifo(os.path.join(self.root, "fifo"))
        with self.assertRaises(OSError):
            self.files.open("/fifo")
        with self.assertRaises(IsADirectoryError):
            self.files.open("/etc")
        with self.assertRaises(ValueError):
            self.files.open("/file", "w")


class Host(threading.Thread):
    """Answers a plugin over two FIFOs, in odd portions."""

    def __init__(self, directory):
        super().__init__(daemon=True)
        self.files = [os.path.join(directory, name) for name in ("in", "out")]
        for file in self.files:
            os.mkfifo(file)
        self.requests = []
        self.ends = [os.open(file, os.O_RDWR) for file in self.files]

    def words(self):
        return ["--host", "file://" + self.files[0], "--host", "file://" + self.files[1]]

    def run(self):
        decoder, text = json.JSONDecoder(), ""
        while True:
            text += os.read(self.ends[1], 3).decode()
            try:
                request, end = decoder.raw_decode(text.lstrip())
            except ValueError:
                continue
            text = text.lstrip()[end:]
            self.requests.append(request)
            reply = {"sequence": request["sequence"]}
            if request["type"] == "hasNamespace":
                reply["ok"] = True
            elif request["type"] == "listServices":
                reply["services"] = ["getConfig", "log", "report"]
            else:
                reply["reply"] = [{"level": 4, "delay": 0}] if request["name"] == "getConfig" else []
            data = json.dumps(reply).encode()
            os.write(self.ends[0], data[:5])
            os.write(self.ends[0], data[5:])


class PluginTest(Tree):
    def setUp(self):
        super().setUp()
        self.script = os.path.join(self.directory.name, "plugin.py")
        with open(self.script, "w", encoding="utf-8") as file:
            file.write(PLUGIN)
        self.document = os.path.join(self.directory.name, "image.json")
        with open(self.document, "w", encoding="utf-8") as file:
            json.dump({"id": "sha256:1", "repoRefs": ["localhost/app:1"], "config": {"history": []}}, file)

    def run_plugin(self, *words, **variables):
        environment = dict(os.environ, PYTHONPATH=MAIN, PYTHONDONTWRITEBYTECODE="1", **variables)
        return subprocess.run(
            [sys.executable, self.script, *words], env=environment, capture_output=True, text=True, timeout=60
        )

    def test_info(self):
        manifest = json.loads(self.run_plugin("info").stdout)
        self.assertEqual(manifest["manifestVersion"], 1)
        self.assertEqual((manifest["name"], manifest["version"]), ("test", "1.0"))
        self.assertEqual(manifest["commands"], [{"type": "image", "data": {}, "path": ["scan-it"]}])

    def test_conversation(self):
        host = Host(self.directory.name)
        host.start()
        done = self.run_plugin(
            "scan-it", "--mode", "docker", "--docker-unique-desc", "x", "--id", *host.words(), "sha256:1",
            NYDUSVIEW_ROOT=self.root, NYDUSVIEW_IMAGE=self.document,
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        calls = [request for request in host.requests if request["type"] == "call"]
        self.assertEqual([call["name"] for call in calls], ["getConfig", "log", "report"])
        entry = calls[1]["args"][0][0]
        self.assertEqual((entry["level"], entry["fields"], entry["msg"]), (4, {"field": 1}, "scan of localhost/app:1"))
        event = calls[2]["args"][0]
        self.assertEqual((event["level"], event["alert_type"], event["id"]), (2, 2, "sha256:1"))
        detail = event["alert_details"][0]["backdoor_detail"]
        self.assertEqual((detail["path"], detail["description"]), ("/file", "bad"))
        self.assertIn(detail["uname"], ("root", "image-user"))

    def test_another_image_is_an_error(self):
        done = self.run_plugin("scan-it", "--id", "sha256:2", NYDUSVIEW_ROOT=self.root, NYDUSVIEW_IMAGE=self.document)
        self.assertEqual(done.returncode, 1)
        self.assertIn("there is no image sha256:2 here, but sha256:1", done.stderr)

    def test_alone_it_looks_for_a_host(self):
        host = os.path.join(self.directory.name, "host")
        with open(host, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\necho "$@"\n')
        os.chmod(host, 0o755)
        done = self.run_plugin("scan-it", "localhost/app:1", NYDUSVIEW=host)
        self.assertEqual(done.stdout, "plugin run %s localhost/app:1\n" % self.script)
        done = self.run_plugin("scan-it", "localhost/app:1", NYDUSVIEW="/none")
        self.assertEqual(done.returncode, 1)
        self.assertIn("put it on the PATH", done.stderr)


if __name__ == "__main__":
    unittest.main()
