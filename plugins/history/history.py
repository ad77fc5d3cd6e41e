#!/usr/bin/env python3
"""Searches the history and the configuration of an image: how it was built, and what it runs. Reads no files.

Rules are in rules.json beside this file: patterns of instructions, for all of them or some.
"""

import json
import os
import re

from veinmind import command
from veinmind_common.service import event

MAX_LENGTH = 1 << 16
WORDS = (
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME "
    "WORKDIR"
).split()
NOP = re.compile(r"^\S*sh -c #\(nop\)\s*")
BUILD_ARGUMENTS = re.compile(r"^\|\d+ ")
SHELL = re.compile(r"/(?:usr/)?bin/(?:ba)?sh (?:-\S+ )*-\S*c ")
VALUE = re.compile(
    r"(?i)((?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|(?:ACCESS|SECRET|PRIVATE)_?KEY)=)(\"[^\"]*\"|'[^']*'|\S+)"
)
URL = re.compile(r"(\w://[^\s:/@]{1,80}:)[^\s@]{1,200}@")
LOGIN = re.compile(r"(\b[a-z_][\w-]{0,31}:)[^\s:|]{1,200}(?=[^|]{0,80}\|\s*(?:sudo\s+)?chpasswd\b)")
OPTION = re.compile(r"(\b(?:usermod|useradd)\b[^\n;&|]{0,100}\s(?:-p|--password)[\s=]\s*)\S+")
HEADER = re.compile(r"(?i)(\bauthorization:\s*(?:\w{1,20}\s+)?)[^\s\"']+")
USER = re.compile(r"(\s(?:-u|--user)[\s=]+[\"']?[^\s:\"']{1,80}:)[^\s\"']+")
TO_PASSWD = re.compile(r"(\becho\s+)[^|;&]{1,200}(?=\|\s*(?:sudo\s+)?passwd\b)")

command.set_manifest(
    name="history",
    version="1.0.0",
    author="nydusview",
    description="Finds suspicious instructions in the history and configuration of an image",
    tags=["history"],
)


def rules():
    place = os.path.join(os.path.dirname(os.path.realpath(__file__)), "rules.json")
    with open(place, encoding="utf-8") as file:
        return [(rule, re.compile(rule["match"])) for rule in json.load(file)["instructions"]]


def instruction_of(created_by):
    """Splits an entry of the history into instruction and arguments, without the words that builders add.

    What was given by ``--build-arg`` stands before a command, and stays there.
    """
    text = created_by.strip()[:MAX_LENGTH]
    if text.endswith("# buildkit"):
        text = text[: -len("# buildkit")].rstrip()
    text = NOP.sub("", text)
    if BUILD_ARGUMENTS.match(text):
        return "RUN", SHELL.sub("", BUILD_ARGUMENTS.sub("", text), count=1)
    word, _, rest = text.partition(" ")
    if word not in WORDS:
        word, rest = "RUN", text
    return word, SHELL.sub("", rest, count=1) if word == "RUN" else rest.strip()


def shown(text):
    """Returns ``text`` on one line, with passwords redacted."""
    for pattern in (VALUE, LOGIN, OPTION, HEADER, USER, TO_PASSWD):
        text = pattern.sub(r"\1********", text)
    return event.short(URL.sub(r"\1********@", text))


def report(image, level, word, content, rule, about, words="", kind="Risk"):
    detail = {"instruction": word, "content": shown(content), "description": words or about}
    event.report(image, level, "AbnormalHistory", {**detail, "rule_id": rule, "rule_description": about}, event=kind)


def report_match(image, rule, word, content):
    words = "%s: %s %s" % (rule["words"], word, shown(content))
    report(image, rule["level"], word, content, rule["id"], rule["words"], words)


def scan_history(image, spec):
    known = rules()
    for entry in spec.get("history") or []:
        word, rest = instruction_of(entry.get("created_by") or "")
        for rule, pattern in known:
            if word in rule.get("instructions", [word]) and pattern.search(rest):
                report_match(image, rule, word, rest)


def scan_configuration(image, config):
    user = (config.get("User") or "").partition(":")[0]
    if user in ("", "0", "root"):
        report(image, None, "USER", user, "runs-as-root", "runs as root", kind="Info")
    if "22/tcp" in (config.get("ExposedPorts") or {}):
        report(image, "Low", "EXPOSE", "22/tcp", "offers-ssh", "offers ssh")
    known = rules()
    for name in ("Entrypoint", "Cmd"):
        line = " ".join(config.get(name) or [])
        for rule, pattern in known:
            if "instructions" not in rule and pattern.search(line):
                report_match(image, rule, name.upper(), line)


@command.image_command()
def scan(image):
    """Find suspicious instructions."""
    spec = image.ocispec_v1()
    scan_history(image, spec)
    scan_configuration(image, spec.get("config") or {})


if __name__ == "__main__":
    command.main()
