"""The plugin secrets over made-up credentials, and over harmless texts that resemble them."""

import hashlib
import json
import os
import string
import unittest

import support
from support import assembled

UPPER, LOWER, DIGITS = string.ascii_uppercase, string.ascii_lowercase, string.digits
ALL = UPPER + LOWER + DIGITS


def some(count, alphabet=ALL):
    """Returns pseudo-random characters, the same ones each time."""
    seed = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(count // 32 + 1))
    return "".join(alphabet[byte % len(alphabet)] for byte in seed[:count])


def key(kind, body=None, end=""):
    head = assembled("-----BEGIN ", kind, "PRIVATE", " KEY", end, "-----\n")
    lines = some(64) + "\n" + some(40) if body is None else body
    return head + lines + "\n" + head.replace("BEGIN", "END")


HASH = "$y$j9T$" + some(22) + "$" + some(43)
URL = assembled("https://me:", some(9), "@x.example/y")
SETTINGS = "/srv/.env"

# By rule: files with secrets that are found by just that rule, and files that are not found at all.
CASES = {
    "private-key": (
        [
            ("/a", key("")),
            ("/a", key("RSA ")),
            ("/a", key("OPENSSH ")),
            ("/a", key("PGP ", end=" BLOCK")),
            ("/a.json", '{"private_key": "%s"}' % key("").replace("\n", "\\n")),
        ],
        [
            ("/a", key("", body="")),
            ("/a", key("", body="...")),
            ("/a", key("").replace("PRIVATE", "PUBLIC")),
            ("/a", key("").replace("PRIVATE KEY", "CERTIFICATE")),
            ("/usr/share/doc/a", key("")),
        ],
    ),
    "encrypted-private-key": (
        [("/a", key("ENCRYPTED ")), ("/a", key("RSA ", body="Proc-Type: 4,ENCRYPTED\n\n" + some(64)))],
        [],
    ),
    "putty-key": (
        [("/a", assembled("PuTTY-User-Key", "-File-2: ssh-rsa\nEncryption: none\n"))],
        [("/a", assembled("PuTTY-User-Key", "-File-2: ssh-rsa\nEncryption: aes256-cbc\n"))],
    ),
    "age-key": ([("/a", assembled("AGE-SECRET-", "KEY-1", some(58, UPPER)))], [("/a", "AGE-SECRET-KEY-1...")]),
    "aws-access-key": (
        [("/a", assembled("AK", "IA", some(16, UPPER))), ("/a", assembled("x='AS", "IA", some(16, UPPER), "'"))],
        [
            ("/a", assembled("AK", "IA", "IOSFODNN7", "EXAMPLE")),
            ("/a", assembled("AK", "IA", some(20, UPPER))),
            ("/a", assembled("AK", "IA", "A" * 16)),
            ("/a", assembled("x", "AK", "IA", some(16, UPPER))),
        ],
    ),
    "aws-secret-key": (
        [
            ("/root/.aws/credentials", assembled("aws_secret_", "access_key = ", some(40))),
            ("/a", assembled('"AWS_SECRET_', 'ACCESS_KEY": "', some(40), '"')),
        ],
        [("/a", "aws_secret_access_key = " + "x" * 40), ("/a", "aws_secret_access_key = $" + some(40))],
    ),
    "github-token": (
        [("/a", assembled("gh", "p_", some(36))), ("/a", assembled("github", "_pat_", some(82)))],
        [("/a", "ghp_" + "x" * 36), ("/a", "ghp_" + some(20)), ("/a", "aghp_" + some(36))],
    ),
    "gitlab-token": ([("/a", assembled("gl", "pat-", some(20)))], [("/a", "glpat-" + some(10))]),
    "slack-token": ([("/a", assembled("xo", "xb-", some(24, DIGITS), "-", some(24)))], [("/a", "xoxb-none")]),
    "slack-webhook": (
        [
            (
                "/a",
                assembled(
                    "https://hooks.", "slack.com/services/T", some(9, UPPER), "/B", some(9, UPPER), "/", some(24)
                ),
            )
        ],
        [("/a", "https://hooks.slack.com/services/T/B/x")],
    ),
    "google-api-key": (
        [("/a", assembled("AI", "za", some(35)))],
        [("/a", "AIza" + some(36)), ("/a", "AIza" + "a" * 35)],
    ),
    "google-oauth-secret": ([("/a", assembled("GOC", "SPX-", some(28)))], [("/a", "GOCSPX-x")]),
    "azure-storage-key": ([("/a", assembled("Account", "Key=", some(86), "=="))], [("/a", "AccountKey=" + some(20))]),
    "stripe-key": ([("/a", assembled("sk", "_live_", some(24)))], [("/a", assembled("sk", "_test_", some(24)))]),
    "npm-token": (
        [
            ("/root/.npmrc", assembled("//registry.example/:_auth", "Token=", some(20))),
            ("/root/.npmrc", "_auth=" + some(20)),
        ],
        [("/root/.npmrc", "//registry.example/:_authToken=${TOKEN}"), ("/a", "_auth=" + some(20))],
    ),
    "npm-token-anywhere": ([("/a", assembled("np", "m_", some(36)))], [("/a", "npm_config_registry=x")]),
    "pypi-token": ([("/a", assembled("pypi-", "AgEI", some(60)))], [("/a", "pypi-AgE")]),
    "sendgrid-key": ([("/a", assembled("S", "G.", some(22), ".", some(43)))], [("/a", "SG.x.y")]),
    "telegram-token": ([("/a", assembled(some(9, DIGITS), ":A", "A", some(33)))], [("/a", "12:AA")]),
    "openai-key": ([("/a", assembled("sk-", some(20), "T3Blbk", "FJ", some(20)))], [("/a", "sk-" + some(20))]),
    "anthropic-key": ([("/a", assembled("sk-", "ant-api03-", some(93)))], [("/a", "sk-ant-api03-none")]),
    "huggingface-token": ([("/a", assembled("h", "f_", some(34, UPPER + LOWER)))], [("/a", "hf_" + "a" * 34)]),
    "digitalocean-token": ([("/a", assembled("do", "p_v1_", some(64, "0123456789abcdef")))], [("/a", "dop_v1_x")]),
    "vault-token": ([("/a", assembled("hv", "s.", some(24)))], [("/a", "hvs.none")]),
    "docker-auth": (
        [("/root/.docker/config.json", '{"auths": {"x": {"auth": "%s"}}}' % some(20))],
        [("/root/.docker/config.json", '{"auths": {"x": {}}}'), ("/a", '{"auth": "%s"}' % some(20))],
    ),
    "kube-client-key": (
        [
            ("/root/.kube/config", "users:\n- user:\n    client-key-data: " + some(60)),
            ("/srv/kubeconfig", "  token: " + some(50)),
        ],
        [("/root/.kube/config", "    token: short"), ("/a", "  token: " + some(50))],
    ),
    "netrc": ([("/root/.netrc", "machine x login y password " + some(8))], [("/root/.netrc", "machine x login y")]),
    "git-credentials": (
        [("/root/.git-credentials", URL), ("/srv/.git/config", "url = " + URL)],
        [("/srv/.git/config", "url = https://x.example/y"), ("/srv/.git/config", "url = https://me@x.example/y")],
    ),
    "pypirc": ([("/root/.pypirc", "[pypi]\npassword = " + some(12))], [("/root/.pypirc", "[pypi]\nusername = me")]),
    "pgpass": ([("/root/.pgpass", "db:5432:app:me:" + some(8))], [("/root/.pgpass", "# host:port:db:user:word")]),
    "my-cnf": (
        [("/root/.my.cnf", "[client]\npassword = " + some(8))],
        [("/etc/mysql/my.cnf", "# password = x\nport = 1")],
    ),
    "rails-master-key": (
        [("/srv/config/master.key", some(32, "0123456789abcdef"))],
        [("/srv/master.key", some(32, "0123456789abcdef"))],
    ),
    "password-hash": (
        [("/etc/shadow", "root:%s:19000:0:99999:7:::" % HASH)],
        [("/etc/shadow", "root:*:19000:0:99999:7:::\nme:!:19000:0:99999:7:::"), ("/a", "root:%s:1:" % HASH)],
    ),
    "htpasswd": (
        [("/srv/users.htpasswd", "me:$apr1$" + some(8) + "$" + some(22))],
        [("/srv/users.htpasswd", "# me:x")],
    ),
    "url-password": (
        [("/srv/x.yml", assembled("url: postgres://me:", some(9), "@db/app"))],
        [
            ("/srv/x.yml", "url: postgres://me:${PASSWORD}@db/app"),
            ("/srv/x.yml", "url: postgres://me:password@db/app"),
            ("/srv/x.yml", "url: postgres://db/app"),
            ("/srv/x", assembled("postgres://me:", some(9), "@db/app")),
        ],
    ),
    "secret-setting": (
        [(SETTINGS, "DB_PASSWORD=" + some(12)), (SETTINGS, "export api_key: '%s'" % some(12))],
        [
            (SETTINGS, "DB_PASSWORD="),
            (SETTINGS, "DB_PASSWORD=changeme-please"),
            (SETTINGS, "DB_PASSWORD=$OTHER_PASSWORD"),
            (SETTINGS, "DB_PASSWORD=aaaaaaaaaaaa"),
            (SETTINGS, "DB_PASSWORD_FILE=/run/secrets/db"),
            ("/srv/x.py", "password = " + some(12)),
        ],
    ),
    "ssh-key-file": ([("/root/.ssh/id_rsa", b"\0" + os.urandom(20))], [("/root/.ssh/id_rsa.pub", b"\0x")]),
    "keystore": (
        [("/srv/x.p12", b"\0x"), ("/srv/x.jks", b"\xfe\xed")],
        [("/srv/x.p12", b""), ("/srv/cacerts", b"\xfe\xed")],
    ),
}


class SecretsTree(support.Shipped):
    name = "secrets"

    def setUp(self):
        super().setUp()
        with open(os.path.join(support.PLUGINS, self.name, "rules.json"), encoding="utf-8") as file:
            self.rules = json.load(file)

    def judged(self, path, content):
        self.write(path, content)
        events = self.events()
        os.remove(self.place(path))
        return events


class FilesTest(SecretsTree):
    def test_files(self):
        for rule, (found, harmless) in CASES.items():
            for path, content in found:
                with self.subTest(rule=rule, path=path):
                    events = self.judged(path, content)
                    kinds = [(each["alert_type"], each["alert_detail"]["rule_id"]) for each in events]
                    self.assertEqual(kinds, [("SensitiveFile", rule)])
                    self.assertEqual(events[0]["alert_detail"]["path"], path)
            for path, content in harmless:
                with self.subTest(harmless=rule, path=path, content=content):
                    self.assertEqual(self.judged(path, content), [])

    def test_every_rule_has_a_case(self):
        self.assertEqual([rule["id"] for rule in self.rules["files"]], list(CASES))

    def test_secrets_are_not_shown(self):
        secret = assembled("gh", "p_", some(36))
        password = some(12)
        [event, _] = self.judged(SETTINGS, "x\nAPI_TOKEN=%s PASSWORD=%s\n" % (secret, password)) * 2
        shown = json.dumps(event)
        self.assertIn("API_TOKEN=ghp_********", shown)
        self.assertNotIn(secret[4:10], shown)
        self.assertNotIn(password, shown)
        [event] = self.judged("/a", key(""))
        self.assertEqual(event["alert_detail"]["context_content"], assembled("-----BEGIN PRIVATE", " KEY-----"))
        for found, _ in CASES.values():
            for path, content in found:
                if isinstance(content, str):
                    self.assertNotIn(some(12)[4:], json.dumps(self.judged(path, content)), path)

    def test_tests_and_examples_count_less(self):
        secret = assembled("gh", "p_", some(36))
        levels = {}
        for path in ("/srv/x", "/srv/tests/x", "/srv/x_test.go", "/srv/examples/x", "/srv/README.md"):
            levels[path] = self.judged(path, secret)[0]["level"]
        self.assertEqual(list(levels.values()), ["Critical", "Low", "Low", "Low", "Low"])

    def test_a_secret_is_reported_once_and_few_of_a_rule(self):
        self.assertEqual(len(self.judged("/a", (assembled("gh", "p_", some(36)) + "\n") * 9)), 1)
        many = "\n".join(assembled("gh", "p_", some(36 + number)) for number in range(9))
        self.assertEqual(len(self.judged("/a", many)), 3)

    def test_what_is_read(self):
        secret = assembled("gh", "p_", some(36))
        self.assertEqual(len(self.judged("/a", b"\xff\xfe" + secret.encode())), 1)
        for content in (b"\0" + secret.encode(), secret + " " * (1 << 20)):
            self.assertEqual(self.judged("/a", content), [])
        self.assertEqual(len(self.judged("/a.pem", secret + " " * (1 << 20))), 1)
        self.write("/outside/a", secret)
        self.link("/link", "/outside/a")
        os.mkfifo(self.place("/fifo"))
        self.assertEqual(self.found("path"), [("Critical", "/outside/a")])


class ConfigurationTest(SecretsTree):
    secret = some(14)

    def variables_found(self, *variables):
        return self.found("key", "rule_id", config={"Env": list(variables)})

    def test_variables(self):
        for name in ("DB_PASSWORD", "TOKEN", "API_KEY", "apikey", "AWS_ACCESS_KEY_ID", "X_SECRET", "DB_PASS", "MY_PW"):
            found = self.variables_found("%s=%s" % (name, self.secret))
            self.assertEqual(found, [("High", name, "secret-variable")])
        for variable in (
            "PATH=/usr/bin",
            "DB_PASSWORD=",
            "DB_PASSWORD",
            "DB_PASSWORD=/run/secrets/x",
            "DB_PASSWORD=changeme",
            "DB_PASSWORD=password",
            "DB_PASSWORD=$OTHER",
            "DB_PASSWORD_FILE=" + self.secret,
            "TOKEN=true",
            "TOKEN=https://x.example",
            "MAX_TOKEN=4096",
            "COMPASS=north-west",
            "GPG_KEY=" + some(40, "0123456789ABCDEF"),
            "URL=https://x.example/a:b",
        ):
            self.assertEqual(self.variables_found(variable), [], variable)

    def test_variables_with_values_of_a_known_form(self):
        found = self.variables_found(assembled("X=gh", "p_", some(36)), assembled("U=redis://me:", self.secret, "@db"))
        self.assertEqual(found, [("Critical", "X", "github-token"), ("High", "U", "url-variable")])

    def test_history(self):
        token = assembled("gh", "p_", some(36))
        lines = (
            "ENV DB_PASSWORD=%s # buildkit" % self.secret,
            "|1 TOKEN=%s /bin/sh -c make" % self.secret,
            "/bin/sh -c ./x --db-password=%s" % self.secret,
            "/bin/sh -c git clone https://%s@x.example" % token,
        )
        for line, rule in zip(lines, ["secret-variable"] * 3 + ["github-token"]):
            [event] = self.events(history=[{"created_by": line}])
            self.assertEqual((event["alert_type"], event["alert_detail"]["rule_id"]), ("SensitiveHistory", rule))
            self.assertNotIn(self.secret, json.dumps(event))
            self.assertNotIn(token, json.dumps(event))
        for line in (
            "ARG TOKEN",
            "ENV DB_PASSWORD=",
            "RUN /bin/sh -c make # buildkit",
            "/bin/sh -c TOKEN=$(cat /x) y",
            None,
        ):
            self.assertEqual(self.events(history=[{"created_by": line}]), [])

    def test_secrets_of_the_environment_are_not_reported_again_of_history(self):
        token = assembled("gh", "p_", some(36))
        variables = ["DB_PASSWORD=" + self.secret, "X=" + token]
        lines = ["ENV DB_PASSWORD='%s' X=%s # buildkit" % (self.secret, token), "ENV DB_PASSWORD=older" + self.secret]
        events = self.events(config={"Env": variables}, history=[{"created_by": line} for line in lines])
        kinds = [(each["alert_type"], each["alert_detail"]["rule_id"]) for each in events]
        expected = [("SensitiveEnv", "secret-variable"), ("SensitiveEnv", "github-token")]
        self.assertEqual(kinds, [*expected, ("SensitiveHistory", "secret-variable")])

    def test_values_are_not_shown(self):
        [event] = self.events(config={"Env": ["DB_PASSWORD=" + self.secret]})
        self.assertEqual(event["alert_detail"]["value"], "********")
        self.assertEqual(self.events(config=None, history=None), [])


if __name__ == "__main__":
    unittest.main()
