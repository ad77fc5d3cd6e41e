"""All plugins over an image like those of distributions: nothing above level Low is found."""

import os
import unittest

import support

FILES = {
    "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n"
    "www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\nnobody:x:65534:65534::/nonexistent:/usr/sbin/nologin\n",
    "/etc/shadow": "root:*:19000:0:99999:7:::\nwww-data:!:19000:0:99999:7:::\n",
    "/etc/group": "root:x:0:\nshadow:x:42:\n",
    "/etc/crontab": "SHELL=/bin/sh\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\n"
    "17 * * * * root cd / && run-parts /etc/cron.hourly\n",
    "/etc/cron.daily/clean": "#!/bin/sh\nset -e\n[ -x /usr/bin/clean ] || exit 0\nfind /tmp/cache -mtime +7 -delete\n",
    "/etc/cron.d/log": "30 7 * * * root [ -d /run/systemd/system ] || /usr/sbin/rotate /etc/rotate.conf\n",
    "/etc/init.d/server": "#!/bin/sh\nPIDFILE=/run/server.pid\ncase $1 in\nstart) exec /usr/sbin/server;;\nesac\n",
    "/etc/profile": 'if [ "$(id -u)" -eq 0 ]; then\n  PATH=/usr/sbin:/usr/bin\nfi\nexport PATH\n. /etc/bash.bashrc\n',
    "/etc/bash.bashrc": "PS1='\\u@\\h:\\w\\$ '\n"
    "alias ls='ls --color=auto'\n#alias rm='rm -i'\nPROMPT_COMMAND='history -a'\n",
    "/root/.bashrc": "# eval \"$(dircolors)\"\nalias sudo='sudo '\n",
    "/etc/pam.d/common-auth": "auth [success=1 default=ignore] pam_unix.so nullok\nauth requisite pam_deny.so\n"
    "auth required pam_permit.so\n",
    "/etc/pam.d/su": "auth sufficient pam_rootok.so\n@include common-auth\n",
    "/etc/pam.d/sshd": "@include common-auth\nsession optional pam_motd.so motd=/run/motd.dynamic\n",
    "/etc/ssh/sshd_config": "#PermitRootLogin prohibit-password\nKbdInteractiveAuthentication no\nUsePAM yes\n",
    "/etc/hosts.allow": "# ALL: ALL: spawn /bin/true\n",
    "/etc/ld.so.conf.d/x86_64-linux-gnu.conf": "/usr/local/lib/x86_64-linux-gnu\n/lib/x86_64-linux-gnu\n",
    "/usr/lib/systemd/system/server.service": "[Service]\nExecStartPre=/bin/rm -rf /tmp/server\n"
    "ExecStart=/usr/sbin/server -f \\\n  --tmp /tmp/server\nPrivateTmp=true\n",
    "/usr/share/doc/tool/README": "curl https://x.example/install | sh\npassword = Zq8vKp3xWm1t\n",
    "/etc/ssl/certs/ca.pem": "-----BEGIN CERTIFICATE-----\n" + "MIIB" * 16 + "\n-----END CERTIFICATE-----\n",
    "/etc/tool/tool.conf": "# password = secret\nurl = http://proxy.example:3128/\ntoken =\n",
    "/usr/lib/python3/tokens.py": "TOKEN_PASSWORD = None\nAPI_KEY = os.environ['API_KEY']\n",
}
PROGRAMS = {"/usr/bin/su": 0o4755, "/usr/bin/passwd": 0o4755, "/usr/bin/chage": 0o2755, "/usr/bin/bash": 0o755}
HISTORY = [
    "/bin/sh -c #(nop) ADD file:00 in / ",
    '/bin/sh -c #(nop)  CMD ["bash"]',
    "ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/bin:/sbin:/bin GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D",
    "RUN /bin/sh -c set -eux; apt-get update; apt-get install -y --no-install-recommends ca-certificates curl netbase; "
    "rm -rf /var/lib/apt/lists/*; wget -O x.tar.xz https://x.example/x.tar.xz; "
    "echo 00 x.tar.xz | sha256sum -c - # buildkit",
    "COPY docker-entrypoint.sh /usr/local/bin/ # buildkit",
]


class CleanTest(support.Shipped):
    @unittest.skipIf(os.getuid(), "only root makes files of root")
    def test_nothing_is_above_low(self):
        for path, content in FILES.items():
            self.write(path, content)
        for path, mode in PROGRAMS.items():
            self.write(path, b"\x7fELF", mode)
        os.makedirs(self.place("/tmp"))
        os.chmod(self.place("/tmp"), 0o1777)
        self.link("/bin", "usr/bin")
        self.link("/etc/systemd/system/multi-user.target.wants/server.service", "/lib/systemd/system/server.service")
        self.link("/lib", "usr/lib")
        config = {"config": {"Env": ["PATH=/usr/local/bin:/usr/bin"], "Cmd": ["bash"]}}
        for self.name in sorted(os.listdir(support.PLUGINS)):
            events = self.events(history=[{"created_by": each} for each in HISTORY], **config)
            grave = [each for each in events if each["level"] not in ("None", "Low")]
            self.assertEqual(grave, [], self.name)


if __name__ == "__main__":
    unittest.main()
