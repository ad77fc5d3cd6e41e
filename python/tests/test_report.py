"""Reports of plugins, and the names that they import for them."""

import datetime
import enum
import errno
import json
import os
import stat
import unittest
from unittest import mock

import support

from veinmind import image, log, service
from veinmind_common.service import _owners, _pickle, event, files, report


class ReportTree(support.Tree):
    def setUp(self):
        super().setUp()
        variables = mock.patch.dict(os.environ, self.variables())
        variables.start()
        self.addCleanup(variables.stop)
        self.forget()
        self.addCleanup(self.forget)
        self.sent = []
        sending = mock.patch.object(report, "_report", self.sent.append)
        sending.start()
        self.addCleanup(sending.stop)
        self.write("file", "content", 0o4751)
        self.image = image.Image()
        self.addCleanup(self.image.close)

    @staticmethod
    def forget():
        _owners._users.cache_clear()
        _owners._groups.cache_clear()

    def detail(self):
        return vars(report.FileDetail.from_stat("/file", self.image.stat("/file")))


class FileDetailTest(ReportTree):
    def test_members(self):
        os.utime(self.place("file"), ns=(1_500_000_000, 2_500_000_000))
        own = os.stat(self.place("file"))
        self.assertEqual(
            self.detail(),
            {
                "path": "/file",
                "perm": 0o4751,
                "size": 7,
                "uid": own.st_uid,
                "gid": own.st_gid,
                "uname": "",
                "gname": "",
                "atim": 1,
                "mtim": 2,
                "ctim": int(own.st_ctime),
            },
        )

    def test_owners_are_those_of_the_image(self):
        ids = os.getuid(), os.getgid()
        self.write("real/passwd", "# x\nshort:x\nbad:x:none:0\nown:x:%d:5:::\nsecond:x:%d:6:::\n" % (ids[0], ids[0]))
        self.link("etc/passwd", "/real/passwd")
        self.write("etc/group", "\udcff\x0bnone:x:%d:\n" % ids[1])
        self.assertEqual((self.detail()["uname"], self.detail()["gname"]), ("own", "\udcff\x0bnone"))

    def test_owners_that_nobody_knows_have_no_name(self):
        far = os.stat_result([stat.S_IFREG, 0, 0, 1, 4_000_000_000, 4_000_000_001, 0, 0, 0, 0])
        detail = report.FileDetail.from_stat("/x", far)
        self.assertEqual((detail.uid, detail.gid, detail.uname, detail.gname), (4_000_000_000, 4_000_000_001, "", ""))

    def test_files_of_owners_that_are_none(self):
        os.makedirs(self.place("etc/group"))
        os.mkfifo(self.place("etc/passwd"))
        self.assertEqual((self.detail()["uname"], self.detail()["gname"]), ("", ""))
        self.forget()
        os.remove(self.place("etc/passwd"))
        self.write("etc/passwd", "big:x:" + "9" * 5000 + ":0:::\n\0:x:\u0661:0\n")
        self.assertEqual(self.detail()["uname"], "")

    def test_without_a_host_there_are_no_names(self):
        with mock.patch.dict(os.environ):
            del os.environ["NYDUSVIEW_ROOT"]
            self.assertEqual(_owners.user(0), "")


class EventTest(ReportTree):
    def test_what_is_sent_has_the_numbers_of_the_protocol(self):
        detail = report.FileDetail.from_stat("/file", self.image.stat("/file"))
        details = [
            report.AlertDetail.backdoor(report.BackdoorDetail("bad", detail)),
            report.AlertDetail.sensitive_file(report.SensitiveFileDetail(1, "name", "words", detail)),
            report.AlertDetail.sensitive_env(report.SensitiveEnvDetail("key", "value", 1, "name", "words")),
            report.AlertDetail.sensitive_docker_history(report.SensitiveDockerHistoryDetail("v", 1, "name", "words")),
            report.AlertDetail.history(report.HistoryDetail("RUN", "content", "words")),
        ]
        made = report.ReportEvent(
            id=self.image.id(),
            level=report.Level.High.value,
            detect_type=report.DetectType.Image,
            event_type=report.EventType.Risk.value,
            alert_type=report.AlertType.Backdoor.value,
            alert_details=details,
            native_object=self.image,
        )
        report.report(made)
        report.Entry().report(made)
        self.assertEqual(self.sent[0], self.sent[1])
        sent = json.loads(json.dumps(self.sent[0]))
        self.assertRegex(sent.pop("time"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        members = [
            {kind: value for kind, value in each.items() if value is not None} for each in sent.pop("alert_details")
        ]
        self.assertEqual(sent, {"id": support.ID, "level": 2, "detect_type": 0, "event_type": 0, "alert_type": 2})
        self.assertEqual(
            [sorted(each) for each in members],
            [
                ["backdoor_detail"],
                ["sensitive_file_detail"],
                ["sensitive_env_detail"],
                ["sensitive_docker_history_detail"],
                ["history_detail"],
            ],
        )
        self.assertEqual(members[0]["backdoor_detail"], {**vars(detail), "description": "bad"})
        about = {"rule_id": 1, "rule_name": "name", "rule_description": "words"}
        self.assertEqual(members[1]["sensitive_file_detail"], {**vars(detail), **about})
        self.assertEqual(members[2]["sensitive_env_detail"], {"key": "key", "value": "value", **about})
        self.assertEqual(members[3]["sensitive_docker_history_detail"], {"value": "v", **about})
        self.assertEqual(
            members[4]["history_detail"], {"instruction": "RUN", "content": "content", "description": "words"}
        )

    def test_numbers(self):
        self.assertEqual([each.value for each in report.Level], [0, 1, 2, 3])
        self.assertEqual([each.value for each in report.AlertType], [0, 1, 2, 3, 4, 5])

    def test_a_time_may_be_given(self):
        self.assertEqual(report.ReportEvent(1, 0, 0, 0, 0, [], "then").time, "then")

    def test_findings_by_name(self):
        event.report(self.image, "Low", "Backdoor", event.of_file(self.image, "/file", description="x"), event="Info")
        sent = self.sent[0]
        self.assertEqual(sent["alert_detail"], {**self.detail(), "description": "x"})
        self.assertEqual(
            [sent[name] for name in ("id", "level", "object", "event_type", "detect_type", "alert_type")],
            [support.ID, "Low", {"id": support.ID, "type": "image"}, "Info", "Image", "Backdoor"],
        )
        event.report(self.image, None, "Asset", {})
        self.assertEqual((self.sent[1]["level"], self.sent[1]["event_type"]), ("None", "Risk"))

    def test_short(self):
        self.assertEqual(event.short(" a\n\tb  c "), "a b c")
        self.assertEqual(event.short("x" * 201), "x" * 197 + "...")
        self.assertEqual(event.short("abcdef", 5), "ab...")


class StandaloneTest(support.Tree):
    def test_without_a_host_findings_are_logged(self):
        lines = []
        with mock.patch.object(log, "_printed", lambda level, message, fields: lines.append((level, message))):
            report.report(report.ReportEvent(1, 0, 0, 0, 0, []))
        self.assertFalse(service.is_hosted())
        self.assertEqual((lines[0][0], json.loads(lines[0][1])["id"]), (log.Level.WARN, 1))


class NamesTest(unittest.TestCase):
    def names(self, module):
        names = {}
        exec("from %s import *" % module, names)
        return names

    def test_plugins_use_names_that_the_module_imports(self):
        names = self.names("veinmind_common.service.report")
        for name in (
            "os timep jsonpickle json stat report ReportEvent AlertDetail BackdoorDetail FileDetail "
            "SensitiveFileDetail SensitiveEnvDetail SensitiveDockerHistoryDetail HistoryDetail "
            "Level DetectType EventType AlertType Entry"
        ).split():
            self.assertIn(name, names)
        self.assertTrue(callable(names["timep"].time) and callable(names["jsonpickle"].dumps))

    def test_what_the_package_gives(self):
        names = set(self.names("veinmind")) - {"__builtins__"}
        self.assertEqual(names, {"command", "log", "docker", "containerd"})
        for name in ("service", "image", "container", "tarball", "remote", "iac", "runtime", "filesystem"):
            __import__("veinmind." + name)


class PickleTest(unittest.TestCase):
    def test_objects_become_documents(self):
        class Kind(enum.Enum):
            A = 3

        class Thing:
            def __init__(self):
                self.kind, self.parts, self.when = Kind.A, ({1}, b"\xff"), datetime.date(2020, 1, 2)
                self._hidden = self.none = None

        expected = {"kind": 3, "parts": [[1], "\\xff"], "when": "2020-01-02", "none": None}
        self.assertEqual(json.loads(_pickle.dumps({"x": Thing()}, unpicklable=False)), {"x": expected})
        self.assertEqual(_pickle.loads(_pickle.encode([1, {2: "a"}], indent=2)), [1, {"2": "a"}])


class FilesTest(ReportTree):
    def setUp(self):
        super().setUp()
        os.remove(self.place("file"))
        self.unread = files.Unread()

    def regular(self, top="/", follow=False):
        return [path for path, _ in files.regular(self.image, self.unread, top, follow)]

    def test_regular(self):
        self.write("a/file")
        self.write("b/file")
        self.link("a/link", "/b/file")
        self.link("a/broken", "/none")
        self.link("a/loop", "loop")
        self.link("a/dir", "/b")
        self.link("c", "b")
        os.mkfifo(self.place("a/fifo"))
        self.assertEqual(self.regular(), ["/a/file", "/b/file"])
        self.assertEqual(self.regular("/a", True), ["/a/file", "/a/link"])
        self.assertEqual((self.regular("/c"), self.regular("/c", True)), ([], ["/c/file"]))
        self.assertEqual((self.regular("/a/link"), self.regular("/a/link", True)), ([], ["/a/link"]))
        self.assertEqual(self.regular("/a/file"), ["/a/file"])
        for top in ("/none", "/none/below", "/a/file/below", "/a/loop", "/a/fifo", "/" + "x" * 300):
            self.assertEqual(self.regular(top, True), [], top)
        self.unread.end()

    def test_what_cannot_be_read_is_logged(self):
        self.write("a/file")
        self.write("b/file")
        lines = []

        def lstat(path):
            if path == "/b/file":
                raise OSError(errno.EIO, "Input/output error", path)
            return image.Image.lstat(self.image, path)

        logging = mock.patch.object(log, "_printed", lambda level, message, fields: lines.append(message))
        with mock.patch.object(self.image, "lstat", lstat), logging:
            self.assertEqual(self.regular(), ["/a/file"])
            with self.assertRaises(SystemExit):
                self.unread.end()
        self.assertEqual(lines, ["cannot read /b/file: Input/output error", "1 files or directories could not be read"])

    def test_text(self):
        self.write("text", "caf\u00e9\udcff" + "x" * 3000)
        self.write("binary", b"MZ\0x")
        self.write("late", b"x" * 2000 + b"\0")
        self.write("empty")
        self.assertEqual(files.text(self.image, "/text", 1 << 20), "caf\u00e9\udcff" + "x" * 3000)
        self.assertEqual(files.text(self.image, "/text", 5), "caf\u00e9")
        self.assertIsNone(files.text(self.image, "/binary", 100))
        self.assertEqual(len(files.text(self.image, "/late", 3000)), 2001)
        self.assertEqual(files.text(self.image, "/empty", 100), "")


if __name__ == "__main__":
    unittest.main()
