"""Paths and links of an image: none leads out of it."""

import errno
import os
import signal
import socket
import stat
import unittest

import support

from veinmind import filesystem


class FileSystemTree(support.Tree):
    def setUp(self):
        super().setUp()
        for outside in ("", "above"):
            for name in ("file", "secret"):
                os.makedirs(os.path.join(self.directory, outside, "etc"), exist_ok=True)
                with open(os.path.join(self.directory, outside, name), "w", encoding="utf-8") as file:
                    file.write("outside")
        self.write("file", "inside")
        self.write("etc/deep/er/file", "deep")
        self.files = filesystem.FileSystem(self.root)
        self.addCleanup(self.files.close)
        signal.alarm(60)
        self.addCleanup(signal.alarm, 0)

    def content(self, path, mode="r", files=None):
        with (files or self.files).open(path, mode) as file:
            return file.read()

    def fails(self, number, action, *arguments):
        with self.assertRaises(OSError) as caught:
            action(*arguments)
        self.assertEqual(caught.exception.errno, number, arguments)
        return caught.exception


class LinksTest(FileSystemTree):
    def test_no_path_leads_out(self):
        self.link("absolute", "/file")
        self.link("up", "../../../file")
        self.link("etc/up", "../../../../file")
        self.link("etc/deep/root", "/../..")
        self.link("etc/to-up", "deep/root/up")
        self.link("dir", "etc/deep")
        self.link("etc/dots", "././../.././file")
        self.link("slashes", "//etc//..//file")
        paths = (
            "/file //file /../file ../file file /etc/../file /etc/../../file /absolute /up /etc/up /etc/to-up "
            "/etc/deep/root/file /etc/deep/root/up /etc/deep/root/etc/to-up /dir/../../file /dir/root/file /etc/dots "
            "/slashes /./file /etc/./deep/.././../file"
        )
        for path in paths.split():
            with self.subTest(path=path):
                self.assertEqual(self.files.evalsymlink(path), "/file")
                self.assertEqual(self.content(path), "inside")
                self.assertEqual(self.files.stat(path), os.lstat(self.place("file")))

    def test_dots_are_above_the_target_of_a_link_not_above_the_link(self):
        self.link("dir", "etc/deep")
        self.assertEqual(self.files.evalsymlink("/dir/.."), "/etc")
        self.assertEqual(self.files.evalsymlink("/dir/er/../er/file"), "/etc/deep/er/file")

    def test_what_is_only_outside_is_not_there(self):
        self.link("link", "../secret")
        self.link("absolute", os.path.join(self.directory, "secret"))
        self.link("host", "/proc/self/root/etc/passwd")
        self.link("broken", "/none")
        for path in ("/../secret", "/link", "/absolute", "/host", "/broken", os.path.join(self.directory, "secret")):
            for action in (self.files.open, self.files.stat, self.files.evalsymlink, self.files.openraw):
                with self.subTest(path=path, action=action.__name__), self.assertRaises(FileNotFoundError):
                    action(path)
        self.assertTrue(stat.S_ISLNK(self.files.lstat("/link").st_mode))

    def test_loops_end(self):
        self.link("loop", "loop")
        self.link("a", "/b/x")
        self.link("b", "a")
        self.link("etc/self", ".")
        for path in ("/loop", "/loop/file", "/a", "/b", "/b/"):
            self.fails(errno.ELOOP, self.files.stat, path)
            self.fails(errno.ELOOP, self.files.open, path)
        self.assertEqual(self.files.readlink("/loop"), "loop")
        self.assertEqual(self.files.evalsymlink("/etc/self/self/self/deep"), "/etc/deep")
        self.fails(errno.ELOOP, self.files.stat, "/etc" + "/self" * 41)
        self.assertEqual(list(self.files.walk("/loop")), [("/loop", [], [])])

    def test_chains_of_links_are_followed_as_far_as_linux_does(self):
        self.link("link1", "file")
        for number in range(2, 42):
            self.link("link%d" % number, "link%d" % (number - 1))
        self.assertEqual(self.files.evalsymlink("/link40"), "/file")
        self.fails(errno.ELOOP, self.files.evalsymlink, "/link41")

    def test_a_slash_at_the_end_asks_for_a_directory(self):
        self.link("dir", "etc")
        self.link("to-file", "file")
        self.assertTrue(stat.S_ISDIR(self.files.lstat("/dir/").st_mode))
        self.assertTrue(stat.S_ISLNK(self.files.lstat("/dir").st_mode))
        for path in ("/file/", "/file/.", "/file/..", "/to-file/", "/file/more"):
            self.fails(errno.ENOTDIR, self.files.stat, path)

    def test_names_that_cannot_be(self):
        for path in ("", "/file\0", "/none/..", "/none/../file"):
            with self.subTest(path=path), self.assertRaises(FileNotFoundError):
                self.files.stat(path)
        self.fails(errno.ENAMETOOLONG, self.files.stat, "/" + "x" * 300)

    def test_readlink_says_what_is_written(self):
        self.link("link", "/../up/./x")
        self.assertEqual(self.files.readlink("/link"), "/../up/./x")
        self.assertEqual(self.files.readlink(b"/link"), b"/../up/./x")
        self.fails(errno.EINVAL, self.files.readlink, "/file")
        self.fails(errno.EINVAL, self.files.readlink, "/")

    def test_errors_name_the_path_in_the_image(self):
        self.assertEqual(self.fails(errno.ENOENT, self.files.stat, "/etc/none").filename, "/etc/none")
        self.assertNotIn(self.directory, str(self.fails(errno.EISDIR, self.files.open, "/etc")))


class FilesTest(FileSystemTree):
    def test_names_of_any_bytes(self):
        name = b"caf\xe9\xff"
        with open(os.path.join(os.fsencode(self.root), name), "wb") as file:
            file.write(b"\xff\xfe")
        path = "/" + name.decode("utf-8", "surrogateescape")
        self.assertIn(path[1:], self.files.listdir())
        self.assertIn(name, self.files.listdir(b"/"))
        self.assertIn(path[1:], next(self.files.walk("/"))[2])
        self.assertEqual(self.content(path, "rb"), b"\xff\xfe")
        self.assertEqual(self.content(b"/" + name, "rb"), b"\xff\xfe")
        self.assertEqual(self.content(path).encode("utf-8", "surrogateescape"), b"\xff\xfe")
        self.assertEqual(self.files.evalsymlink(path), path)

    def test_modes_of_open(self):
        for mode, content in (("r", "inside"), ("rt", "inside"), ("rb", b"inside")):
            with self.files.open("/file", mode) as file:
                self.assertEqual(file.read(), content)
        with self.files.openraw("/file") as file:
            self.assertEqual((file.read(2), file.seek(-2, os.SEEK_END), file.read()), (b"in", 4, b"de"))
        for mode in ("w", "a", "r+", "x", "rU", ""):
            with self.assertRaises(ValueError):
                self.files.open("/file", mode)

    def test_only_regular_files_are_opened_and_nothing_waits(self):
        os.mkfifo(self.place("fifo"))
        self.link("to-fifo", "fifo")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(self.place("socket"))
        names = ["fifo", "to-fifo", "socket"]
        try:
            os.mknod(self.place("zero"), stat.S_IFCHR | 0o666, os.makedev(1, 5))
            names.append("zero")
        except PermissionError:
            pass
        for name in names:
            self.fails(errno.ENXIO, self.files.open, "/" + name)
            self.fails(errno.ENXIO, self.files.openraw, "/" + name)
        self.fails(errno.EISDIR, self.files.open, "/etc")
        self.fails(errno.ENOTDIR, self.files.listdir, "/fifo")

    def test_attributes(self):
        self.assertIsNone(self.files.getxattr("/file", "user.none"))
        self.link("link", "file")
        try:
            os.setxattr(self.place("file"), "user.test", b"\0x")
        except OSError:
            self.skipTest("no attributes here")
        self.assertEqual(self.files.getxattr("/file", "user.test"), b"\0x")
        self.assertIsNone(self.files.getxattr("/link", "user.test"))
        self.fails(errno.ENOENT, self.files.getxattr, "/none", "user.test")

    def test_descriptors_are_given_back(self):
        before = len(os.listdir("/proc/self/fd"))
        deep = "/".join("d%d" % number for number in range(200))
        self.write(deep + "/file", "deepest")
        with filesystem.FileSystem(self.root) as files:
            self.assertEqual(self.content("/" + deep + "/file", files=files), "deepest")
            self.assertEqual(len(list(files.walk("/d0"))), 200)
            self.assertLess(len(os.listdir("/proc/self/fd")), before + 100)
        self.assertEqual(len(os.listdir("/proc/self/fd")), before)
        with self.assertRaises(ValueError):
            files.stat("/file")
        files.close()


class WalkTest(FileSystemTree):
    def test_links_are_among_the_files(self):
        self.link("dir", "etc")
        self.link("etc/up", "..")
        os.mkfifo(self.place("etc/fifo"))
        self.assertEqual(
            list(self.files.walk("/")),
            [
                ("/", ["etc"], ["dir", "file"]),
                ("/etc", ["deep"], ["fifo", "up"]),
                ("/etc/deep", ["er"], []),
                ("/etc/deep/er", [], ["file"]),
            ],
        )
        self.assertEqual(self.files.listdir("/"), ["dir", "etc", "file"])
        self.assertEqual(self.files.listdir("/dir"), ["deep", "fifo", "up"])
        self.assertEqual(next(self.files.walk("/dir")), ("/dir", ["deep"], ["fifo", "up"]))

    def test_what_is_missing_has_nothing_in_it(self):
        for top in ("/none", "/none/below", "/file"):
            self.assertEqual(list(self.files.walk(top)), [(top, [], [])])
        failures = []
        self.assertEqual(list(self.files.walk("/none", failures.append)), [("/none", [], [])])
        self.assertEqual([failure.filename for failure in failures], ["/none"])
        self.fails(errno.ENOENT, self.files.listdir, "/none")

    def test_directories_may_be_left_out(self):
        self.write("usr/file")
        walked = []
        for root, directories, _ in self.files.walk("/"):
            walked.append(root)
            directories[:] = [name for name in directories if name != "etc"]
        self.assertEqual(walked, ["/", "/usr"])

    def test_what_cannot_be_read_is_passed_to_onerror_or_raised(self):
        failure = OSError(errno.EIO, "Input/output error")
        entries = self.files._tree.entries

        def failing(place):
            if place == (b"etc", b"deep"):
                raise failure
            return entries(place)

        self.files._tree.entries = failing
        self.fails(errno.EIO, list, self.files.walk("/"))
        told = []
        self.assertEqual(len(list(self.files.walk("/", told.append))), 3)
        self.assertEqual([(each.errno, each.filename) for each in told], [(errno.EIO, "/etc/deep")])


if __name__ == "__main__":
    unittest.main()
