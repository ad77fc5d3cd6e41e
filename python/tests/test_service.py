"""The protocol with a host: services, logs and configuration."""

import errno
import io
import json
import os
import tempfile
import time
import unittest
from contextlib import redirect_stderr
from unittest import mock

import support

from veinmind import _client, log, service
from veinmind_common.service import conf, files

NAMESPACE = "example/test"


class Portions(io.RawIOBase):
    """A stream that returns the bytes of a host in given portions."""

    def __init__(self, *portions):
        super().__init__()
        self.portions = list(portions)

    def read(self, size=-1):
        return self.portions.pop(0) if self.portions else b""


class ClientTest(unittest.TestCase):
    def reply(self, *portions):
        return _client.Client(Portions(*portions), io.BytesIO()).request("call", NAMESPACE)

    def test_replies_come_in_any_portions(self):
        whole = '{"sequence": 1, "reply": ["}{ \\u00e4 \u00e4 \\"x"]}'.encode()
        expected = {"sequence": 1, "reply": ['}{ \u00e4 \u00e4 "x']}
        for size in (1, 2, 7, 1000):
            portions = [whole[start : start + size] for start in range(0, len(whole), size)]
            self.assertEqual(self.reply(*portions), expected, size)
        self.assertEqual(self.reply(b" \n" + whole + b"\n "), expected)

    def test_replies_to_other_questions_are_passed_over(self):
        self.assertEqual(self.reply(b'{"sequence":0}{"sequence":9}\n{"sequence":1,"ok":true}')["ok"], True)

    def test_what_comes_after_a_reply_is_kept(self):
        client = _client.Client(Portions(b'{"sequence":1}{"sequen', b'ce":2,"reply":[3]}'), io.BytesIO())
        client.request("call", NAMESPACE)
        self.assertEqual(client.request("call", NAMESPACE)["reply"], [3])

    def test_a_host_that_goes_or_sends_no_json_is_an_error(self):
        for portions in ((), (b'{"sequence"',), (b"none",), (b"[1]",), (b"}",)):
            with self.subTest(portions=portions), self.assertRaises(service.HostGoneError):
                self.reply(*portions)

    def test_refusals_are_errors_in_the_words_of_the_host(self):
        with self.assertRaisesRegex(RuntimeError, "^undefined namespace x$"):
            self.reply(b'{"sequence":1,"error":"undefined namespace x"}')

    def test_what_is_sent_is_json_whatever_it_has(self):
        sink = io.BytesIO()
        client = _client.Client(Portions(b'{"sequence":1}'), sink)
        client.request("call", NAMESPACE, name="f", args=[{"caf\udce9": ["\u00e4\ud800"]}])
        self.assertTrue(sink.getvalue().endswith(b"}\n"))
        sent = json.loads(sink.getvalue())
        self.assertEqual(sent["args"], [{"caf\\xe9": ["\u00e4\ufffd"]}])
        self.assertEqual((sent["sequence"], sent["type"], sent["namespace"]), (1, "call", NAMESPACE))

    def test_hosts_are_two_files(self):
        for urls in (["file:///x"], ["file:///x"] * 3, ["http://x/y", "file:///x"], ["file://", "file:///x"]):
            with self.subTest(urls=urls), self.assertRaises(ValueError):
                _client.connect(*urls)


class Hosted(unittest.TestCase):
    """A test with a host, or without one if ``services`` is None."""

    services = ("getConfig", "log", "report", "pull")
    config = None

    def setUp(self):
        self.addCleanup(setattr, service, "_connection", None)
        sink = mock.patch.object(log, "_sink", log._Sink())
        sink.start()
        self.addCleanup(sink.stop)
        if self.services is not None:
            directory = tempfile.TemporaryDirectory()
            self.addCleanup(directory.cleanup)
            self.host = support.Host(directory.name, self.services, self.config)
            client = _client.connect(*self.host.urls())
            self.addCleanup(client._source.close)
            self.addCleanup(client._sink.close)
            service._connection = client

    def entries(self):
        return [entry for args in self.host.calls("log") for entry in args[0]]


class ServiceTest(Hosted):
    services = ("add",)

    def test_questions(self):
        self.assertTrue(service.is_hosted())
        self.assertTrue(service.has_namespace(NAMESPACE))
        self.assertEqual(service.list_services(NAMESPACE), ["add"])
        self.assertEqual(service.get_manifest(NAMESPACE), {"version": "1"})
        self.assertEqual(service.rawcall(NAMESPACE, "add", 1, "x"), ())
        self.assertEqual(self.host.calls("add"), [[1, "x"]])
        with self.assertRaisesRegex(RuntimeError, "undefined service none"):
            service.rawcall(NAMESPACE, "none")

    def test_functions_are_calls_where_there_is_the_service(self):
        @service.service(NAMESPACE)
        def add(*numbers):
            return "not served"

        @service.service(NAMESPACE, "none")
        def other():
            return "not served"

        self.assertEqual((add(1, 2), add(3), other()), ((), (), "not served"))
        self.assertEqual(self.host.calls("add"), [[1, 2], [3]])
        self.assertEqual(add.__name__, "add")
        self.assertEqual(len([each for each in self.host.requests if each["type"] == "hasNamespace"]), 2)


class StandaloneTest(Hosted):
    services = None

    def test_functions_are_themselves_without_a_host(self):
        self.assertEqual(service.service(NAMESPACE)(lambda *numbers: numbers)(1, 2), (1, 2))
        self.assertFalse(service.is_hosted())
        service.init_service_client()
        self.assertFalse(service.is_hosted())
        for action in (service.assert_hosted, lambda: service.rawcall(NAMESPACE, "x")):
            with self.assertRaises(RuntimeError):
                action()

    def test_logs_go_to_standard_error(self):
        with redirect_stderr(io.StringIO()) as printed:
            log.info("%s of %d", "one", 2, field="x")
            log.warning("100%")
            log.debug("too much")
            log.Entry(a=1).error("bad", b=2)
        self.assertEqual(printed.getvalue(), "info: one of 2 field=x\nwarn: 100%\nerror: bad a=1 b=2\n")

    def test_fatal_ends_and_panic_raises(self):
        with redirect_stderr(io.StringIO()) as printed:
            with self.assertRaises(SystemExit) as ended:
                log.fatal("over")
            with self.assertRaisesRegex(Exception, "panic 1"):
                log.panic("panic %d", 1)
            with self.assertRaisesRegex(Exception, "worse"):
                log.critical("worse")
        self.assertEqual(ended.exception.code, 1)
        self.assertEqual(printed.getvalue(), "fatal: over\npanic: panic 1\npanic: worse\n")

    def test_what_could_not_be_read_fails_in_the_end(self):
        unread = files.Unread()
        unread.end()
        with redirect_stderr(io.StringIO()) as printed:
            with unread.passing("/link"):
                raise OSError(errno.EIO, "Input/output error", "/file")
            for number in range(30):
                with unread.passing("/%d" % number):
                    raise OSError(errno.EIO, "Input/output error")
            with self.assertRaises(SystemExit):
                unread.end()
        lines = printed.getvalue().splitlines()
        self.assertEqual(lines[0], "error: cannot read /file: Input/output error")
        self.assertEqual(lines[1], "error: cannot read /0: Input/output error")
        self.assertEqual(lines[20:], ["fatal: 31 files or directories could not be read"])


class LogTest(Hosted):
    def test_entries(self):
        log.info("%s of %d", "one", 2, field=1, other=[3])
        log.debug("below the level of the host")
        log.Entry(a=1, b=1).warn("w", b=2)
        log.log(log.Level.ERROR, "e")
        first, second, third = self.entries()
        self.assertEqual((first["level"], first["msg"]), (4, "one of 2"))
        self.assertEqual(first["fields"], {"field": 1, "other": "[3]"})
        self.assertRegex(first["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
        self.assertEqual((second["level"], second["fields"]), (3, {"a": 1, "b": 2}))
        self.assertEqual((third["level"], third["fields"]), (2, None))

    def test_fatal_is_sent_before_the_end(self):
        with self.assertRaises(SystemExit):
            log.fatal("over")
        self.assertEqual([(entry["level"], entry["msg"]) for entry in self.entries()], [(1, "over")])

    def test_configuration_of_the_host(self):
        self.assertEqual(conf.pull("some name"), b"a\x00b")
        self.assertEqual(self.host.calls("pull"), [["some name"]])


class LaterTest(Hosted):
    config = {"level": 6, "delay": 60_000_000_000}

    def test_entries_wait_for_each_other_but_not_those_of_errors(self):
        log.trace("one")
        log.info("two")
        self.assertEqual(self.entries(), [])
        log.error("three")
        self.assertEqual([entry["msg"] for entry in self.entries()], ["one", "two", "three"])
        self.assertEqual(len(self.host.calls("log")), 1)

    def test_not_too_many_wait(self):
        for _ in range(log._MAX_WAITING):
            log.info("x")
        self.assertEqual(len(self.entries()), log._MAX_WAITING)


class SoonTest(Hosted):
    config = {"level": 4, "delay": 1_000_000}

    def test_entries_are_sent_after_the_delay(self):
        log.info("one")
        end = time.monotonic() + 30
        while not self.entries() and time.monotonic() < end:
            time.sleep(0.001)
        self.assertEqual(len(self.entries()), 1)


class DeafTest(Hosted):
    services = ()

    def test_a_host_that_takes_no_logs_leaves_them_to_standard_error(self):
        with redirect_stderr(io.StringIO()) as printed:
            log.info("one")
        self.assertEqual(printed.getvalue(), "info: one\n")


class PluginTest(support.Tree):
    """A plugin in a process of its own."""

    PLUGIN = (
        "from veinmind import *\n"
        "from veinmind_common.service.report import *\n"
        "command.set_manifest(name='test')\n"
        "@command.image_command()\n"
        "def scan(image):\n"
        "    log.info('%s', image.reporefs()[0], field=1)\n"
        "    report(ReportEvent(image.id(), Level.High.value, 0, 0, AlertType.Backdoor.value, []))\n"
        "command.main()\n"
    )

    def run_plugin(self, host):
        words = ["--mode", "docker", "--docker-unique-desc", "x", "--id", *host.words(), support.ID]
        return self.python("-c", self.PLUGIN, "scan", *words, **self.variables())

    def test_conversation(self):
        host = support.Host(self.directory)
        done = self.run_plugin(host)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        names = [request["name"] for request in host.requests if request["type"] == "call"]
        self.assertEqual(names, ["getConfig", "log", "report"])
        self.assertEqual(host.calls("log")[0][0][0]["msg"], support.REFERENCES[0])
        self.assertEqual(host.calls("report")[0][0]["id"], support.ID)

    def test_entries_that_wait_are_sent_at_the_end(self):
        host = support.Host(self.directory, config={"level": 4, "delay": 60_000_000_000})
        self.assertEqual(self.run_plugin(host).returncode, 0)
        self.assertEqual(len(host.calls("log")), 1)

    def test_the_example_of_the_documentation(self):
        with open(os.path.join(support.PLUGINS, "..", "docs", "plugins.md"), encoding="utf-8") as file:
            example = file.read().split("```python\n")[1].split("```")[0]
        self.write("/etc/motd", "welcome\n")
        host = support.Host(self.directory)
        done = self.python("-c", example, "scan", "--id", *host.words(), support.ID, **self.variables())
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        [[event]] = host.calls("report")
        detail = event["alert_detail"]
        self.assertEqual((event["level"], detail["path"], detail["description"]), ("Low", "/etc/motd", "it greets"))

    def test_a_report_that_is_refused_is_a_failure(self):
        host = support.Host(self.directory)
        host.reply = lambda request: (
            {"error": "no"} if request.get("name") == "report" else support.Host.reply(host, request)
        )
        done = self.run_plugin(host)
        self.assertEqual(done.returncode, 1)
        self.assertIn("RuntimeError: no", done.stderr)


if __name__ == "__main__":
    unittest.main()
