"""The plugin executables over files of all kinds."""

import os
import runpy
import unittest

import support


class ExecutablesTest(support.Shipped):
    name = "executables"

    def kinds(self):
        [event] = self.events()
        return {each["path"]: each["kind"] for each in event["alert_detail"]["executables"]}

    def test_kinds(self):
        for name, content in (
            ("elf", b"\x7fELF\2"),
            ("script", "#!/bin/sh\n"),
            ("wasm", b"\0asm\1"),
            ("pe", b"MZ\x90"),
            ("other", "x"),
            ("empty", ""),
        ):
            self.write("/bin/" + name, content, 0o755)
        self.write("/bin/of-others", "#!", 0o641)
        self.write("/bin/none", "#!", 0o644)
        self.link("/bin/link", "elf")
        os.mkfifo(self.place("/bin/fifo"), 0o755)
        kinds = {"/bin/" + name: name for name in ("elf", "script", "wasm", "pe", "other")}
        self.assertEqual(self.kinds(), {**kinds, "/bin/empty": "other", "/bin/of-others": "script"})

    def test_members_of_findings(self):
        own = os.getuid(), os.getgid()
        self.write("/etc/passwd", "me:x:%d:0:::\n" % own[0])
        self.write("/etc/group", "us:x:%d:\n" % own[1])
        self.write("/x", "#!/bin/sh\n", 0o4755)
        [event] = self.events()
        self.assertEqual((event["level"], event["alert_type"], event["event_type"]), ("None", "Asset", "Info"))
        self.assertEqual(event["alert_detail"]["description"], "1 executables: 1 script")
        expected = {
            "path": "/x",
            "perm": 0o4755,
            "size": 10,
            "uid": own[0],
            "gid": own[1],
            "uname": "me",
            "gname": "us",
        }
        self.assertEqual(event["alert_detail"]["executables"], [{**expected, "kind": "script"}])

    def test_an_image_without_any(self):
        self.assertEqual(self.found("description", "executables"), [("None", "0 executables: none", [])])

    def test_many_are_reported_in_portions_that_fit_into_messages(self):
        portions = runpy.run_path(os.path.join(support.PLUGINS, self.name, self.name + ".py"))["portions"]

        def sizes(*lengths):
            return [len(part) for part in portions([{"path": "x" * length} for length in lengths])]

        self.assertEqual(sizes(), [0])
        self.assertEqual(sizes(*[10] * 12_000), [5_000, 5_000, 2_000])
        self.assertEqual(sizes(*[4_096] * 300), [128, 128, 44])


if __name__ == "__main__":
    unittest.main()
