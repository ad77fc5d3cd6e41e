"""The runner whose lines Java reads, over tests that end in every way."""

import json
import os

import run
import support

TESTS = """
import os, sys, unittest

class EndsTest(unittest.TestCase):
    def test_a_passes(self):
        print("{}")
        os.write(1, b"{}")

    def test_b_fails(self):
        print("seen before")
        self.assertEqual(1, 2)

    def test_c_breaks(self):
        raise OSError("broken")

    def test_d_is_skipped(self):
        self.skipTest("a reason")

    def test_e_fails_in_parts(self):
        for number in range(3):
            with self.subTest(number=number):
                self.assertEqual(number % 2, 0)
                self.assertEqual(number, 0)

    @unittest.expectedFailure
    def test_f_is_known_to_fail(self):
        self.fail("known")

    @unittest.expectedFailure
    def test_g_passes_against_expectation(self):
        pass

class UnpreparedTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise OSError("no preparation")

    def test_never_run(self):
        pass

@unittest.skip("of no use")
class UselessTest(unittest.TestCase):
    def test_it(self):
        pass
"""


class RunTest(support.Tree):
    def run_tests(self, text):
        with open(os.path.join(self.directory, "test_sample.py"), "w", encoding="utf-8") as file:
            file.write(text)
        return self.python("-B", run.__file__, self.directory)

    def test_outcomes(self):
        done = self.run_tests(TESTS)
        ids, *ended = map(json.loads, done.stdout.splitlines())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(ids), 9)
        outcomes = {each["id"]: (each["outcome"], each["details"]) for each in ended}
        short = {name.replace("test_sample.", ""): outcome for name, (outcome, _) in outcomes.items()}
        self.assertEqual(
            short,
            {
                "EndsTest.test_a_passes": "passed",
                "EndsTest.test_b_fails": "failed",
                "EndsTest.test_c_breaks": "failed",
                "EndsTest.test_d_is_skipped": "skipped",
                "EndsTest.test_e_fails_in_parts": "failed",
                "EndsTest.test_f_is_known_to_fail": "passed",
                "EndsTest.test_g_passes_against_expectation": "failed",
                "setUpClass (UnpreparedTest)": "failed",
                "UselessTest.test_it": "skipped",
            },
        )
        self.assertEqual(outcomes["test_sample.EndsTest.test_d_is_skipped"][1], "a reason")
        self.assertEqual(outcomes["test_sample.UselessTest.test_it"][1], "of no use")
        self.assertIn("seen before", outcomes["test_sample.EndsTest.test_b_fails"][1])
        self.assertIn("OSError: broken", outcomes["test_sample.EndsTest.test_c_breaks"][1])
        parts = outcomes["test_sample.EndsTest.test_e_fails_in_parts"][1]
        for part, failed in (("number=0", False), ("number=1", True), ("number=2", True)):
            self.assertEqual(part in parts, failed, part)

    def test_a_file_that_cannot_be_imported_is_a_failed_test(self):
        done = self.run_tests("import of_nothing\n")
        ids, ended = map(json.loads, done.stdout.splitlines())
        self.assertEqual((ids, ended["outcome"]), ([ended["id"]], "failed"))
        self.assertIn("of_nothing", ended["details"])
