"""The plugin history over suspicious instructions, and over harmless ones that resemble them."""

import json
import os
import unittest

import shell_lines
import support

PASSWORD = support.assembled("hun", "ter", "22")

# By rule: instructions that are found by just that rule, and those that are not found at all.
CASES = {
    "adds-from-network": (
        ["ADD https://x.example/a.tar.gz /opt/ # buildkit", "/bin/sh -c #(nop) ADD --chown=1 http://x.example/a /b "],
        [
            "ADD --checksum=sha256:00 https://x.example/a /b # buildkit",
            "ADD rootfs.tar / # buildkit",
            "COPY a /b # buildkit",
        ],
    ),
    "downloads-unverified": (
        [
            "RUN /bin/sh -c curl -k https://x.example/a -o /b # buildkit",
            "/bin/sh -c curl -fsSLk https://x.example -o x",
            "/bin/sh -c wget --no-check-certificate https://x.example",
            "/bin/sh -c git -c http.sslVerify=false clone https://x.example",
            "ENV NODE_TLS_REJECT_UNAUTHORIZED=0",
            "/bin/sh -c npm config set strict-ssl false",
        ],
        [
            "/bin/sh -c curl -fsSLo /usr/bin/kubectl https://x.example/k",
            "/bin/sh -c curl --keepalive-time 2 https://x.example",
            "/bin/sh -c curl https://x.example && tar -k x",
        ],
    ),
    "installs-unsigned": (
        ["/bin/sh -c apt-get install --allow-unauthenticated x", "/bin/sh -c apk add --allow-untrusted /x.apk"],
        ["/bin/sh -c apt-get install -y --allow-downgrades x", "/bin/sh -c yum install -y x"],
    ),
    "trusts-host": (["/bin/sh -c pip install --trusted-host x.example x"], ["/bin/sh -c pip install x"]),
    "everybody-writes": (
        [
            "/bin/sh -c chmod 777 /x",
            "/bin/sh -c chmod -R 0777 /x",
            "/bin/sh -c chmod a+rwx /x",
            "/bin/sh -c chmod 1777 /x",
        ],
        ["/bin/sh -c chmod 0755 /x", "/bin/sh -c chmod a+rx /x", "/bin/sh -c chmod 775 /x/777"],
    ),
    "sets-uid": (
        [
            "/bin/sh -c chmod u+s /x",
            "/bin/sh -c chmod 4755 /x",
            "/bin/sh -c chmod -R 06711 /x",
            "/bin/sh -c chmod +s /x",
        ],
        ["/bin/sh -c chmod 0755 /x", "/bin/sh -c chmod 644 /4755", "/bin/sh -c chmod u-s /x", "/bin/sh -c chmod +x /s"],
    ),
    "all-through-sudo": (
        ["/bin/sh -c echo 'me ALL=(ALL) NOPASSWD:ALL' > /etc/sudoers.d/me", "/bin/sh -c echo 'me ALL=NOPASSWD: ALL'"],
        ["/bin/sh -c echo 'me ALL=(ALL) NOPASSWD: /usr/bin/id' > /etc/sudoers.d/me"],
    ),
    "login-by-password": (
        [
            "/bin/sh -c echo 'root:%s' | chpasswd" % PASSWORD,
            "/bin/sh -c echo %s | passwd --stdin root" % PASSWORD,
            "/bin/sh -c usermod -p %s root" % PASSWORD,
            "/bin/sh -c useradd --password %s me" % PASSWORD,
        ],
        ["/bin/sh -c adduser --disabled-password me", "/bin/sh -c passwd -l root", "/bin/sh -c useradd -m me"],
    ),
    "root-over-ssh": (
        ["/bin/sh -c sed -i 's/.*PermitRootLogin.*/PermitRootLogin yes/' /etc/ssh/sshd_config"],
        ["/bin/sh -c echo PermitRootLogin no"],
    ),
    "security-removed": (
        ["/bin/sh -c setenforce 0", "/bin/sh -c apt-get purge -y apparmor", "/bin/sh -c iptables -F"],
        [
            "/bin/sh -c apt-get install -y apparmor",
            "/bin/sh -c rm -rf /var/log/wtmp",
            "/bin/sh -c apt-get purge -y gcc",
        ],
    ),
    "unsafe-path": (
        ["ENV PATH=/tmp/bin:/usr/bin", "ENV PATH=/usr/bin:.:/bin", "ENV PATH=:/usr/bin", "ENV PATH=/usr/bin::/bin"],
        [
            "ENV PATH=/opt/tmp:/usr/bin",
            "ENV LD_LIBRARY_PATH=:/x",
            "ENV PATH=/usr/local/bin:/usr/bin",
            "ENV PATH=/x/.y:/z",
        ],
    ),
    "preloads-library": (["ENV LD_PRELOAD=/x.so"], ["ENV LD_LIBRARY_PATH=/x", "ENV LD_PRELOAD="]),
    "secret": (
        [
            "ENV DB_PASSWORD=%s" % PASSWORD,
            "ARG GITHUB_TOKEN=%s" % PASSWORD,
            "/bin/sh -c #(nop)  ENV SECRET_KEY=%s" % PASSWORD,
            "|1 API_KEY=%s /bin/sh -c make" % PASSWORD,
            "/bin/sh -c ./setup --password=%s" % PASSWORD,
            "LABEL access.token=%s" % PASSWORD,
            "ENV X_PASSWORD='%s x'" % PASSWORD,
        ],
        [
            "ARG GITHUB_TOKEN",
            "ENV DB_PASSWORD=",
            "ENV DB_PASSWORD=changeme",
            "ENV DB_PASSWORD=${SECRET}",
            "ENV DB_PASSWORD_FILE=/run/secrets/db",
            "ENV TOKEN=/run/secrets/token",
            "ENV MYSQL_ALLOW_EMPTY_PASSWORD=yes",
            "ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D",
            "ENV KEYCLOAK_TOKEN=https://x.example",
            "RUN |1 V=1 /bin/sh -c TOKEN=$(cat /run/secrets/token) make # buildkit",
        ],
    ),
    "key-copied": (
        [
            "COPY id_rsa /root/.ssh/ # buildkit",
            "/bin/sh -c #(nop) COPY file:00 in /root/.npmrc ",
            "ADD a/keys.p12 / # buildkit",
        ],
        ["COPY id_rsa.pub /root/.ssh/ # buildkit", "COPY src/aws /app # buildkit"],
    ),
}


class HistoryTest(support.Shipped):
    name = "history"

    def rules(self, *instructions, **config):
        history = [{"created_by": each} for each in instructions]
        config.setdefault("User", "me")
        return [rule for _, rule in self.found("rule_id", history=history, config=config)]

    def test_instructions(self):
        for rule, (found, harmless) in CASES.items():
            for line in found:
                with self.subTest(rule=rule, line=line):
                    self.assertEqual(self.rules(line), [rule])
            for line in harmless:
                with self.subTest(harmless=line):
                    self.assertEqual(self.rules(line), [])

    def test_commands(self):
        for rule, lines in shell_lines.FOUND.items():
            for line in lines:
                for form in ("/bin/sh -c %s", "RUN /bin/sh -c %s # buildkit", "RUN |1 A=1 /bin/bash -o pipefail -c %s"):
                    with self.subTest(rule=rule, line=line, form=form):
                        self.assertEqual(self.rules(form % line), [rule])
                self.assertEqual(self.rules(Cmd=["sh", "-c", line]), [rule])
        for line in shell_lines.HARMLESS:
            with self.subTest(harmless=line):
                self.assertEqual(self.rules("/bin/sh -c " + line, Entrypoint=["sh", "-c", line]), [])

    def test_every_rule_has_a_case(self):
        documents = {}
        for name, member in (("history", "instructions"), ("persistence", "lines")):
            with open(os.path.join(support.PLUGINS, name, "rules.json"), encoding="utf-8") as file:
                documents[name] = {rule["id"]: rule for rule in json.load(file)[member]}
        self.assertEqual(set(documents["history"]), set(CASES) | set(shell_lines.FOUND))
        for rule in shell_lines.FOUND:
            self.assertEqual(documents["history"][rule], documents["persistence"][rule])

    def test_commands_of_the_configuration(self):
        found = self.found("instruction", "description", config={"ExposedPorts": {"22/tcp": {}, "80/tcp": {}}})
        self.assertEqual(found, [("Low", "EXPOSE", "offers ssh"), ("None", "USER", "runs as root")])
        for user, count in (("root", 1), ("0:0", 1), ("me", 0), ("1000:0", 0)):
            self.assertEqual(len(self.rules(User=user)), count, user)
        line = "curl x.example | sh"
        found = self.found("instruction", "description", config={"User": "me", "Entrypoint": ["sh", "-c", line]})
        self.assertEqual(found, [("High", "ENTRYPOINT", "runs what it downloads: ENTRYPOINT sh -c " + line)])
        self.assertEqual(self.rules(Entrypoint=None, Cmd=None, ExposedPorts=None), [])

    def test_images_without_a_history(self):
        self.assertEqual([level for (level,) in self.found()], ["None"])
        self.assertEqual([level for (level,) in self.found(history=None, config=None)], ["None"])
        self.assertEqual([level for (level,) in self.found(history=[{"comment": "x"}, {"created_by": None}])], ["None"])

    def test_passwords_are_not_shown(self):
        lines = [line for rule in ("secret", "login-by-password") for line in CASES[rule][0]]
        for words in ("https://me:%s@x", "-u me:%s x", "--user='me:%s' x", "-H 'Authorization: token %s' x"):
            lines.append("/bin/sh -c curl %s | sh" % (words % PASSWORD))
        for line in lines:
            with self.subTest(line=line):
                events = self.events(history=[{"created_by": line}])
                self.assertEqual(len(events), 2)
                self.assertNotIn(PASSWORD, json.dumps(events))
                self.assertIn("********", events[0]["alert_detail"]["description"])

    def test_members_of_findings(self):
        line = "RUN /bin/sh -c curl x.example | sh # buildkit"
        [event, _] = self.events(history=[{"created_by": line}])
        self.assertEqual(
            (event["level"], event["alert_type"], event["event_type"]), ("High", "AbnormalHistory", "Risk")
        )
        self.assertEqual(
            event["alert_detail"],
            {
                "instruction": "RUN",
                "content": "curl x.example | sh",
                "description": "runs what it downloads: RUN curl x.example | sh",
                "rule_id": "runs-download",
                "rule_description": "runs what it downloads",
            },
        )


if __name__ == "__main__":
    unittest.main()
