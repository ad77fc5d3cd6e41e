"""The plugin privileges over programs with and without privileges."""

import os
import struct
import unittest
from unittest import mock

import support

from veinmind import filesystem

ROOT, ME = 0, 1000


def capabilities(*permitted, inheritable=(), revision=2, effective=True):
    """Returns the attribute of a file with capabilities, in the form of linux/capability.h."""
    words = [revision << 24 | effective]
    for word in range(1 if revision == 1 else 2):
        for numbers in (permitted, inheritable):
            words.append(sum(1 << number % 32 for number in numbers if number // 32 == word))
    return struct.pack("<%dI" % len(words), *words) + (b"\0\0\0\0" if revision == 3 else b"")


class PrivilegesTree(support.Shipped):
    """A test whose files belong to root or to ``owners``, and have attributes, whoever runs it."""

    name = "privileges"

    def setUp(self):
        super().setUp()
        self.owners, self.attributes = {}, {}
        lstat = filesystem.FileSystem.lstat

        def owned(files, path):
            members = list(lstat(files, path)[:10])
            members[4:6] = [self.owners.get(path, ROOT)] * 2
            return os.stat_result(members)

        for name, action in (("lstat", owned), ("getxattr", lambda files, path, _: self.attributes.get(path))):
            patched = mock.patch.object(filesystem.FileSystem, name, action)
            patched.start()
            self.addCleanup(patched.stop)

    def judged(self, path, mode=0o755, owner=ROOT, attribute=None):
        self.owners, self.attributes = {path: owner}, {path: attribute}
        self.write(path, "", mode)
        found = self.found("description")
        os.remove(self.place(path))
        return found


class FilesTest(PrivilegesTree):
    def test_set_ids(self):
        uid, gid = "set-uid to user 0", "set-gid to group 0"
        mine = "set-uid to user 1000"
        for path, mode, owner, expected in (
            ("/usr/bin/passwd", 0o4755, ROOT, [("Low", uid)]),
            ("/bin/su", 0o4755, ROOT, [("Low", uid)]),
            ("/usr/bin/passwd", 0o4755, ME, [("Medium", mine)]),
            ("/usr/bin/passwd", 0o4775, ROOT, [("High", uid)]),
            ("/opt/passwd", 0o4755, ROOT, [("High", uid)]),
            ("/opt/x", 0o4755, ME, [("Medium", mine)]),
            ("/usr/bin/bash", 0o4755, ROOT, [("Critical", uid)]),
            ("/usr/bin/python3.11", 0o4711, ROOT, [("Critical", uid)]),
            ("/usr/bin/vim.basic", 0o4755, ROOT, [("Critical", uid)]),
            ("/usr/bin/bash", 0o4755, ME, [("Medium", mine)]),
            ("/usr/bin/shred", 0o4755, ROOT, [("High", uid)]),
            ("/bin/busybox", 0o4755, ROOT, [("High", uid)]),
            ("/usr/bin/chage", 0o2755, ROOT, [("Low", gid)]),
            ("/opt/x", 0o2755, ROOT, [("Medium", gid)]),
            ("/opt/x", 0o6755, ROOT, [("High", uid), ("Medium", gid)]),
            ("/opt/x", 0o4644, ROOT, []),
            ("/opt/x", 0o2744, ROOT, []),
            ("/opt/x", 0o1755, ROOT, []),
            ("/opt/x", 0o755, ROOT, []),
        ):
            with self.subTest(path=path, mode=oct(mode), owner=owner):
                self.assertEqual(self.judged(path, mode, owner), expected)

    def test_capabilities(self):
        for path, attribute, expected in (
            ("/usr/bin/ping", capabilities(13), [("Low", "has cap_net_raw+ep")]),
            ("/opt/x", capabilities(13, effective=False), [("Low", "has cap_net_raw+p")]),
            ("/opt/x", capabilities(7), [("High", "has cap_setuid+ep")]),
            ("/opt/x", capabilities(7, revision=1), [("High", "has cap_setuid+ep")]),
            ("/opt/x", capabilities(10, 39, revision=3), [("High", "has cap_net_bind_service,cap_bpf+ep")]),
            ("/usr/bin/newuidmap", capabilities(7), [("Low", "has cap_setuid+ep")]),
            ("/opt/x", capabilities(inheritable=[21]), [("Low", "may inherit cap_sys_admin")]),
            ("/opt/x", capabilities(63), [("Low", "has cap_63+ep")]),
            ("/opt/x", capabilities(), []),
            ("/opt/x", b"", [("Medium", "has capabilities that cannot be decoded: ")]),
            ("/opt/x", b"\1\0\0\2\0", [("Medium", "has capabilities that cannot be decoded: 0100000200")]),
            ("/opt/x", b"\1\0\0\x09" * 6, [("Medium", "has capabilities that cannot be decoded: " + "01000009" * 6)]),
        ):
            with self.subTest(path=path, attribute=attribute):
                self.assertEqual(self.judged(path, attribute=attribute), expected)
        self.assertEqual(self.judged("/opt/x", 0o644, attribute=capabilities(7)), [])

    def test_programs_that_everybody_may_change(self):
        self.assertEqual(self.judged("/opt/x", 0o757), [("High", "everybody may change this program")])
        self.assertEqual(self.judged("/opt/x", 0o775), [])
        self.assertEqual(self.judged("/opt/x", 0o666), [])

    def test_links_give_nothing(self):
        self.write("/opt/x")
        self.link("/usr/bin/x", "/opt/x")
        self.assertEqual(self.found("path"), [])

    def test_members_of_findings(self):
        self.write("/opt/x", "", 0o4755)
        [event] = self.events()
        self.assertEqual((event["alert_type"], event["event_type"]), ("Escalation", "Risk"))
        detail = event["alert_detail"]
        self.assertEqual((detail["path"], detail["perm"], detail["uid"]), ("/opt/x", 0o4755, ROOT))


class DirectoriesTest(PrivilegesTree):
    def make(self, path, mode):
        os.makedirs(self.place(path), 0o755, exist_ok=True)
        os.chmod(self.place(path), mode)

    def test_directories_that_everybody_may_change(self):
        self.make("/tmp", 0o1777)
        self.make("/srv/group", 0o775)
        self.make("/srv/open", 0o777)
        self.make("/srv/open/below", 0o777)
        self.assertEqual(self.found("path"), [("Low", "/srv/open")])

    def test_directories_of_programs(self):
        for path in ("/usr/local/bin", "/opt/app/bin", "/opt/app/other"):
            self.make(path, 0o777)
        self.link("/opt/app/link", "bin")
        self.make("/srv", 0o777)
        self.make("/srv/bin", 0o755)
        found = self.found("path", config={"Env": ["X=1", "PATH=/opt/app/link:/srv/bin:none::/usr/bin"]})
        high = [("High", path) for path in ("/opt/app/bin", "/srv", "/usr/local/bin")]
        self.assertEqual(found, [*high, ("Low", "/opt/app/other")])

    def test_the_root_directory(self):
        self.make("/", 0o777)
        self.make("/usr/bin", 0o777)
        self.assertEqual(self.found("path"), [("High", "/")])

    def test_many_directories_are_counted(self):
        for number in range(25):
            self.make("/srv/%02d" % number, 0o777)
        found = self.found("description")
        self.assertEqual(len(found), 21)
        self.assertIn(("Low", "everybody may change what is in 5 directories more"), found)


if __name__ == "__main__":
    unittest.main()
