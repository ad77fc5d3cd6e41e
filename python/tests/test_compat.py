"""Stand-ins for modules that are not installed, and patterns of older Pythons."""

import importlib.util
import os
import unittest

import support


class CompatTest(support.Tree):
    def printed(self, code, *after, options=()):
        path = os.pathsep.join([support.SOURCES, support.COMPAT, *after])
        done = self.python(*options, "-c", code, PYTHONPATH=path)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.strip()

    @unittest.skipUnless(any(map(importlib.util.find_spec, ("tomllib", "tomli"))), "no tomllib or tomli")
    def test_toml(self):
        code = (
            "import io, pytoml\n"
            "text = 'a = [1, \"\\u00e4\"]\\n[b]\\nc = true'\n"
            "print(pytoml.loads(text), pytoml.loads(text.encode()) == pytoml.load(io.StringIO(text)))\n"
            "print(pytoml.load(io.BytesIO(text.encode())) == pytoml.loads(text))\n"
            "try: pytoml.loads('=')\n"
            "except pytoml.TomlError: print('malformed')\n"
        )
        self.assertEqual(self.printed(code), "{'a': [1, '\u00e4'], 'b': {'c': True}} True\nTrue\nmalformed")

    def test_without_a_parser_of_toml_the_error_names_those_that_will_do(self):
        code = (
            "import sys\n"
            "sys.modules.update(tomllib=None, tomli=None)\n"
            "try: import pytoml\n"
            "except ImportError as failure: print(failure)\n"
        )
        self.assertEqual(self.printed(code), "reading TOML needs Python 3.11, tomli or pytoml: install one of them")

    def test_an_installed_one_takes_precedence(self):
        for name in ("pytoml", "jsonpickle"):
            place = os.path.join(self.directory, name + "-installed")
            os.mkdir(place)
            with open(os.path.join(place, name + ".py"), "w", encoding="utf-8") as file:
                file.write("who = 'installed'\n")
            self.assertEqual(self.printed("import %s as it\nprint(it.who)" % name, place), "installed")

    def test_jsonpickle(self):
        code = (
            "import sys\n"
            "sys.path[:] = [each for each in sys.path if 'packages' not in each]\n"
            "import jsonpickle\n"
            "class A:\n"
            "    def __init__(self): self.x = 1\n"
            "print(jsonpickle.dumps(A()), jsonpickle.encode([A()]), jsonpickle.loads('[2]'), jsonpickle.decode('{}'))\n"
        )
        self.assertEqual(self.printed(code), '{"x": 1} [{"x": 1}] [2] {}')

    def test_flags_in_the_middle_of_a_pattern_are_for_all_of_it(self):
        code = (
            "import veinmind, re\n"
            "print(bool(re.search('a(?i)b', 'AB')), bool(re.search('(x|(?i)y)', 'X')), bool(re.search('ab', 'AB')))\n"
            "try: re.compile('a(?i)(')\n"
            "except re.error: print('malformed')\n"
        )
        before_3_11 = ("-W", "ignore::DeprecationWarning")
        self.assertEqual(self.printed(code, options=before_3_11), "True True False\nmalformed")


if __name__ == "__main__":
    unittest.main()
