"""The check of skipped tests, over reports as Surefire writes them."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from xml.sax import saxutils

import support

SCRIPT = os.path.join(os.path.dirname(support.PLUGINS), "dev", "check-skips")
ABORTED = "org.opentest4j.TestAbortedException"
TRACE = "\n\tat org.junit.jupiter.api.Assumptions.abort(Assumptions.java:316)\n"


def aborted(reason):
    """Returns the element of a test that an assumption ended."""
    return '<skipped type="%s"><![CDATA[%s: %s%s]]></skipped>' % (ABORTED, ABORTED, reason, TRACE)


def disabled(reason):
    """Returns the element of a test that an annotation disabled."""
    return "<skipped message=%s/>" % saxutils.quoteattr(reason)


class CheckSkipsTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def report(self, name, *skips):
        cases = "".join(
            '<testcase name="test%d" classname="%s">%s</testcase>' % (n, name, s) for n, s in enumerate(skips)
        )
        text = '<?xml version="1.0"?><testsuite name="%s" tests="%d">%s</testsuite>' % (name, len(skips), cases)
        with open(os.path.join(self.directory, "TEST-%s.xml" % name), "w", encoding="utf-8") as file:
            file.write(text)

    def check(self, *directories):
        return subprocess.run(
            [sys.executable, "-B", SCRIPT, *(directories or [self.directory])],
            capture_output=True,
            text=True,
            timeout=60,
        )

    def assert_refused(self, *lines):
        done = self.check()
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        for line in lines:
            self.assertIn("\n  %s\n" % line, done.stderr)
        self.assertIn(": %d tests were skipped" % len(lines), "\n: " + done.stderr.replace("check-skips: ", "", 1))

    def test_reasons_that_are_known(self):
        self.report("a.B", "", aborted("nydus-image is not installed"))
        self.report("a.C", aborted("Assumption failed: trivy is not on the PATH"), disabled("root loses nothing"))
        done = self.check()
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_reasons_that_are_not(self):
        self.report("a.B", aborted("Assumption failed: no access to /dev/fuse"), aborted("root loses nothing at all"))
        self.report("a.C", "", disabled("broken &amp; <ugly>"))
        self.assert_refused(
            "a.B.test0: no access to /dev/fuse",
            "a.B.test1: root loses nothing at all",
            "a.C.test1: broken &amp; <ugly>",
        )

    def test_skips_without_a_reason(self):
        self.report("a.B", "<skipped/>", '<skipped type="%s"><![CDATA[%s%s]]></skipped>' % (ABORTED, ABORTED, TRACE))
        self.assert_refused("a.B.test0: (no reason)", "a.B.test1: (no reason)")

    def test_classes_of_which_nothing_has_run(self):
        self.report("a.B")
        self.assert_refused("a.B: (no test has run)")

    def test_nothing_to_check_is_a_failure(self):
        done = self.check()
        self.assertEqual(done.returncode, 1)
        self.assertIn("there are no reports in " + self.directory, done.stderr)
        self.assertEqual(self.check("/none").returncode, 1)

    def test_a_report_that_cannot_be_read_is_a_failure(self):
        self.report("a.B", "<skipped>")
        done = self.check()
        self.assertEqual(done.returncode, 1)
        self.assertIn("TEST-a.B.xml", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_known_reasons_are_patterns(self):
        with open(os.path.join(os.path.dirname(SCRIPT), "known-skips.txt"), encoding="utf-8") as file:
            lines = [line.strip() for line in file]
        known = [line for line in lines if line and not line.startswith("#")]
        self.assertEqual(len(known), len(set(known)))
        for line in known:
            self.assertIsNone(re.compile(line).fullmatch(""), line)


if __name__ == "__main__":
    unittest.main()
