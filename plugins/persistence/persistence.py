#!/usr/bin/env python3
"""Finds suspicious commands that start by themselves: in cron, start-up files, systemd, shells, ssh and PAM.

Rules are in rules.json beside this file: places by kind, and patterns of lines for all kinds or some. Other findings
are libraries in /etc/ld.so.preload, keys in authorized_keys, replaced programs that ask for passwords, and further
users with the id of root. Files are read up to 1 MiB.
"""

import contextlib
import itertools
import json
import os
import posixpath
import re
import stat

from veinmind import command
from veinmind_common.service import event, files

MAX_SIZE = 1 << 20
MAX_LINE = 1 << 13
MAX_PER_FILE = 5
COMMENTS = ("#", ";")
NO_HOMES = {"/", "/bin", "/sbin", "/dev", "/etc", "/usr/sbin", "/nonexistent"}
ROOTS = ("root", "toor")
ASK_PASSWORDS = ("/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/ssh", "/usr/bin/su", "/usr/bin/sudo", "/bin/login")
USUAL_TARGETS = ("busybox", "toybox", "bbsuid", "dropbear", "dropbearmulti", "dbclient", "coreutils")
ROOT_OK = ("su", "chsh", "chfn", "runuser")  # PAM asks root for no password there, whatever the program is
KEYS = (".ssh/authorized_keys", ".ssh/authorized_keys2")
KEY_COMMAND = re.compile(r'\bcommand="((?:[^"\\]|\\.){0,4096})"')

command.set_manifest(
    name="persistence",
    version="1.0.0",
    author="nydusview",
    description="Finds suspicious cron, start-up, systemd, shell, ssh and PAM entries",
    tags=["backdoor"],
)


class Rules:
    def __init__(self):
        place = os.path.join(os.path.dirname(os.path.realpath(__file__)), "rules.json")
        with open(place, encoding="utf-8") as file:
            document = json.load(file)
        self.places = document["places"]
        self.homes = document["homes"]
        self._lines = [(rule, re.compile(rule["match"])) for rule in document["lines"]]

    def of_line(self, kind, line):
        """Returns the first rule that ``line`` matches; None if it matches none."""
        for rule, pattern in self._lines:
            if kind in rule.get("kinds", [kind]) and pattern.search(line):
                return rule
        return None


def lines_of(text):
    """Yields lines without comments, joined with their continuations; very long lines in parts."""
    begun = ""
    for line in (each.strip() for each in text.split("\n")):
        if not begun and line.startswith(COMMENTS):
            continue
        if line.endswith("\\"):
            begun += line[:-1] + " "
            continue
        yield from _parts(begun + line)
        begun = ""
    yield from _parts(begun)


def _parts(line):
    return [line[start : start + MAX_LINE] for start in range(0, len(line), MAX_LINE)]


class Search:
    """A search of one image, which reads each file once for each kind of place that it is in."""

    def __init__(self, image, unread):
        self._image = image
        self._unread = unread
        self._rules = Rules()
        self._seen = set()

    def report(self, path, level, words, rule, content="", rule_words=""):
        about = {"description": event.short(words), "content": event.short(content), "rule_id": rule}
        if rule_words:
            about["rule_description"] = rule_words
        event.report(self._image, level, "Backdoor", event.of_file(self._image, path, **about))

    def texts(self, top):
        """Yields (path, text) of the files at or below ``top``, including the targets of links there."""
        for path, _ in files.regular(self._image, self._unread, top, follow=True):
            text = None
            with self._unread.passing(path), self._image.open(path, "rb") as file:
                text = file.read(MAX_SIZE).decode("utf-8", "surrogateescape")
            if text is not None:
                yield path, text

    def places(self, kind, top):
        for path, text in self.texts(top):
            real = (kind, self._image.evalsymlink(path))
            if real not in self._seen:
                self._seen.add(real)
                self.lines(kind, path, text)

    def lines(self, kind, path, text):
        found = ((self._rules.of_line(kind, line), line) for line in lines_of(text))
        for rule, line in itertools.islice(((rule, line) for rule, line in found if rule), MAX_PER_FILE):
            self.match(path, rule, kind, line)

    def match(self, path, rule, kind, line):
        words = "%s: %s: %s" % (kind, rule["words"], line)
        self.report(path, rule["level"], words, rule["id"], line, rule["words"])

    def accounts(self):
        """Lists the fields of each complete line of /etc/passwd."""
        for _, text in self.texts("/etc/passwd"):
            return [line.split(":") for line in text.split("\n") if line.count(":") >= 5]
        return []

    def homes(self):
        """Lists the home directories of users, and directories that look like one."""
        found = {posixpath.normpath(fields[5]) for fields in self.accounts() if fields[5].startswith("/")}
        with self._unread.passing("/home"), contextlib.suppress(FileNotFoundError, NotADirectoryError):
            found.update("/home/" + name for name in self._image.listdir("/home"))
        return sorted(found - NO_HOMES | {"/root"})

    def everything(self):
        for kind, tops in self._rules.places.items():
            for top in tops:
                self.places(kind, top)
        for home in self.homes():
            for kind, names in self._rules.homes.items():
                for name in names:
                    self.places(kind, home + "/" + name)
            self.keys(home)
        self.preloaded()
        self.roots()
        self.programs()
        self.names_of_servers()

    def keys(self, home):
        for name in KEYS:
            for path, text in self.texts(home + "/" + name):
                lines = list(lines_of(text))
                if lines:
                    self.report(path, "Medium", "%d keys may log in" % len(lines), "authorized-keys")
                for run in KEY_COMMAND.findall("\n".join(lines)):
                    rule = self._rules.of_line("shell", run)
                    if rule is not None:
                        self.match(path, rule, "key", run)

    def preloaded(self):
        for path, text in self.texts("/etc/ld.so.preload"):
            libraries = [word for line in lines_of(text) for word in re.split(r"[\s:]+", line) if word]
            if libraries:
                words = "loads %s into every program" % ", ".join(libraries)
                self.report(path, "Critical", words, "ld-so-preload")

    def roots(self):
        for name, _, number, *_ in self.accounts():
            if number and not number.strip("0") and name not in ROOTS:
                self.report("/etc/passwd", "High", "user %s has the id of root" % name, "another-root")

    def programs(self):
        """Reports programs that ask for passwords if they are links to other programs, or scripts."""
        for path in ASK_PASSWORDS:
            with self._unread.passing(path), contextlib.suppress(FileNotFoundError, NotADirectoryError):
                self.program(path, posixpath.basename(path), self._image.lstat(path).st_mode)

    def program(self, path, name, mode):
        if stat.S_ISLNK(mode):
            target = self._image.readlink(path)
            if posixpath.basename(target) not in (name, *USUAL_TARGETS) and "/alternatives/" not in target:
                self.report(path, "High", "%s is a link to %s" % (name, target), "program-is-link")
        elif stat.S_ISREG(mode):
            with self._image.open(path, "rb") as file:
                if file.read(2) == b"#!":
                    self.report(path, "High", "%s is a script" % name, "program-is-script")

    def names_of_servers(self):
        """Reports links to sshd by names for which PAM asks root for no password: it accepts any password."""
        for root, _, names in self._image.walk("/", self._unread.add):
            for name in set(ROOT_OK).intersection(names):
                path = posixpath.join(root, name)
                with self._unread.passing(path):
                    if stat.S_ISLNK(self._image.lstat(path).st_mode):
                        self.name_of_server(path, name)

    def name_of_server(self, path, name):
        if posixpath.basename(self._image.readlink(path)) == "sshd":
            self.report(path, "Critical", "sshd by the name %s lets everybody in" % name, "sshd-by-name")


@command.image_command()
def scan(image):
    """Find suspicious commands that start by themselves."""
    unread = files.Unread()
    Search(image, unread).everything()
    unread.end()


if __name__ == "__main__":
    command.main()
