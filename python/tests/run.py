"""Runs the tests of a directory, this one if none is named, for a program that reads lines of JSON.

The first line lists the ids of all tests. An object for each test follows when it ends, with ``id``, ``outcome``
(passed, failed or skipped) and ``details``: the traceback and output of a failure, or the reason of a skip. A failure
outside of tests, such as one of setUpClass, has an object of its own.
"""

import faulthandler
import json
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
LIMIT = 120  # seconds for each test; one that takes longer ends the run, with its traceback on standard error


def each(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from each(test)
        else:
            yield test


class LineResult(unittest.TestResult):
    """Prints the outcome of each test on a line."""

    def __init__(self, lines):
        super().__init__()
        self.buffer = True
        self._lines = lines
        self._running = None

    def startTest(self, test):
        super().startTest(test)
        self._running = {"id": test.id(), "outcome": "passed", "details": ""}
        faulthandler.dump_traceback_later(LIMIT, exit=True, file=sys.__stderr__)

    def stopTest(self, test):
        super().stopTest(test)
        faulthandler.cancel_dump_traceback_later()
        self._print(self._running)
        self._running = None

    def _print(self, outcome):
        self._lines.write(json.dumps(outcome) + "\n")
        self._lines.flush()

    def _set(self, test, outcome, details):
        if self._running is None:
            self._print({"id": test.id(), "outcome": outcome, "details": details})
        elif outcome == "failed" or self._running["outcome"] != "failed":
            self._running["outcome"] = outcome
            self._running["details"] += details

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._set(test, "failed", self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self._set(test, "failed", self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            kind = self.failures if issubclass(err[0], test.failureException) else self.errors
            self._set(test, "failed", "%s\n%s" % (subtest.id(), kind[-1][1]))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._set(test, "skipped", reason)

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._set(test, "failed", "unexpected success")


def main(directory):
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # other output must not mix with the lines
    suite = unittest.defaultTestLoader.discover(directory)
    lines.write(json.dumps([test.id() for test in each(suite)]) + "\n")
    lines.flush()
    suite.run(LineResult(lines))


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else HERE)
