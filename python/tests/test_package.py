"""The metadata of the distribution, which must agree with the sources and with the rest of the project."""

import os
import re
import unittest

import support

HERE = os.path.dirname(support.SOURCES)


def read(*names):
    with open(os.path.join(HERE, *names), encoding="utf-8") as file:
        return file.read()


class PackageTest(unittest.TestCase):
    metadata = read("pyproject.toml")

    def value(self, name):
        return re.search(r'^%s = "(.*?)"' % name, self.metadata, re.MULTILINE).group(1)

    def test_version_is_that_of_the_project(self):
        version = re.search(r"<artifactId>nydusview</artifactId>\s*<version>(.*?)</version>", read("..", "pom.xml"))
        self.assertEqual(self.value("version"), version.group(1).replace("-SNAPSHOT", ".dev0"))

    def test_all_packages_are_installed_and_no_stand_ins(self):
        packages = {
            os.path.relpath(directory, support.SOURCES).replace(os.sep, ".")
            for directory, _, names in os.walk(support.SOURCES)
            if "__init__.py" in names
        }
        listed = re.search(r"^packages = \[(.*?)\]", self.metadata, re.MULTILINE).group(1)
        self.assertEqual(set(re.findall(r'"(.*?)"', listed)), packages)

    def test_versions_of_python_and_click_are_those_of_the_readme(self):
        python = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', self.metadata)
        click = re.search(r'"click>=(.*?)"', self.metadata).group(1)
        self.assertEqual(self.value("requires-python"), ">=" + python[0])
        self.assertIn("Python %s to %s, and click %s to" % (python[0], python[-1], click), read("README.md"))


if __name__ == "__main__":
    unittest.main()
