#!/usr/bin/env python3
"""Finds private keys and credentials: in text files, in environment variables, and in instructions of the build.

Rules are in rules.json beside this file. Text files are read up to 1 MiB; of larger files only those with names of keys
are read. Findings show the beginning of a secret only.
"""

import fnmatch
import json
import math
import os
import re
from collections import Counter

from veinmind import command
from veinmind_common.service import event, files

MAX_SIZE = 1 << 20
MAX_PER_RULE = 3
SHOWN = 4
MIN_SHOWN_LENGTH = 16
CONTEXT = 60
KEY_NAMES = ("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "*.key", "*.pem", "*.ppk", "ssh_host_*_key")
SETTING = re.compile(r"(?:^|\s)(?:--?)?([A-Za-z_][A-Za-z0-9_.-]*)=(\"[^\"]*\"|'[^']*'|\S+)")

command.set_manifest(
    name="secrets",
    version="1.0.0",
    author="nydusview",
    description="Finds private keys and credentials in files, environment and history",
    tags=["secrets"],
)


def entropy(text):
    """Returns the Shannon entropy of ``text``, in bits for each character."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def any_of(globs, text):
    return any(fnmatch.fnmatchcase(text, glob) for glob in globs)


class Rule:
    """One entry of ``files`` in the rules; see docs/plugins.md for its members."""

    def __init__(self, members):
        self.id = members["id"]
        self.name = members["name"]
        self.level = members["level"]
        self.names = members.get("names", [])
        self.unread = members.get("unread", False)
        self.paths = members.get("paths")
        self._keywords = members.get("keywords")
        self._entropy = members.get("entropy", 0)
        self._pattern = re.compile(members["match"]) if "match" in members else None

    def secrets(self, path, text, lower):
        """Yields (start, end) of secrets in ``text``; ``lower`` is the same in lower case."""
        if self._pattern is None or (self.paths is not None and not any_of(self.paths, path)):
            return
        if self._keywords is not None and not any(word in lower for word in self._keywords):
            return
        for found in self._pattern.finditer(text):
            group = found.lastindex or 0
            if entropy(found.group(group)) >= self._entropy:
                yield found.span(group)


class Rules:
    def __init__(self):
        place = os.path.join(os.path.dirname(os.path.realpath(__file__)), "rules.json")
        with open(place, encoding="utf-8") as file:
            document = json.load(file)
        self._files = [Rule(members) for members in document["files"]]
        self._variables = [
            (Rule({**members, "match": members["value"]}), re.compile(members["key"]), re.compile(members["value"]))
            for members in document["variables"]
        ]
        self._allowed = [re.compile(pattern) for pattern in document["allowed"]]
        self._demoted = document["demoted"]
        self._skipped = document["skipped"]

    def skips(self, path):
        return any_of(self._skipped, path)

    def level(self, rule, path):
        """Returns the level of a finding: Low for keys of tests and examples, which seldom open anything."""
        return "Low" if any_of(self._demoted, path) else rule.level

    def allows(self, secret):
        return any(pattern.search(secret) for pattern in self._allowed)

    def by_name(self, path, read):
        name = os.path.basename(path)
        return [rule for rule in self._files if any_of(rule.names, name) and not (rule.unread and read)]

    def in_text(self, path, text):
        """Yields (rule, start, end) of secrets, each place only once."""
        lower, seen = text.lower(), set()
        for rule in self._files:
            count = 0
            for start, end in rule.secrets(path, text, lower):
                secret = text[start:end]
                if secret in seen or self.allows(secret) or count == MAX_PER_RULE:
                    continue
                seen.add(secret)
                count += 1
                yield rule, start, end

    def in_variable(self, key, value):
        for rule, keys, values in self._variables:
            if keys.search(key) and values.search(value) and not self.allows(value):
                yield rule
                return


def redacted(secret):
    """Returns the beginning of a long secret, nothing of a short one, the first line of a key."""
    first = secret.strip().split("\n")[0]
    if first.startswith("-----BEGIN"):
        return first[: first.index("-----", 10) + 5]
    return (secret[:SHOWN] if len(secret) >= MIN_SHOWN_LENGTH else "") + "********"


def context(text, start, end):
    """Returns the text around a secret on its line, with the secret redacted."""
    begin = max(text.rfind("\n", 0, start) + 1, start - CONTEXT)
    stop = text.find("\n", end)
    rest = text[end : min(len(text) if stop < 0 else stop, end + CONTEXT)]
    return text[begin:start] + redacted(text[start:end]) + ("" if "\n" in text[start:end] else rest)


def without_secrets(rules, text):
    """Redacts all secrets in ``text``, so that the context of one does not show another."""
    spans = sorted({(start, end) for _, start, end in rules.in_text("", text)}, reverse=True)
    for start, end in spans:
        text = text[:start] + redacted(text[start:end]) + text[end:]
    return SETTING.sub(lambda found: _setting(rules, found), text)


def _setting(rules, found):
    if any(rules.in_variable(found.group(1), found.group(2).strip("\"'"))):
        return found.group(0)[: found.start(2) - found.start(0)] + "********"
    return found.group(0)


def of_rule(rule):
    return {"rule_id": rule.id, "rule_name": rule.id, "rule_description": rule.name}


def report_file(image, rules, rule, path, shown):
    detail = event.of_file(image, path, **of_rule(rule), context_content=event.short(shown))
    event.report(image, rules.level(rule, path), "SensitiveFile", detail)


def scan_file(image, rules, path, size):
    text = None
    if 0 < size <= MAX_SIZE or (size and any_of(KEY_NAMES, os.path.basename(path))):
        text = files.text(image, path, MAX_SIZE)
    for rule in rules.by_name(path, text is not None) if size else ():
        report_file(image, rules, rule, path, "")
    for rule, start, end in rules.in_text(path, text) if text else ():
        report_file(image, rules, rule, path, without_secrets(rules, context(text, start, end)))


def scan_files(image, rules, unread):
    for path, info in files.regular(image, unread):
        if not rules.skips(path):
            with unread.passing(path):
                scan_file(image, rules, path, info.st_size)


def scan_environment(image, rules, spec):
    for variable in (spec.get("config") or {}).get("Env") or []:
        key, _, value = variable.partition("=")
        found = list(rules.in_variable(key, value)) or [rule for rule, _, _ in rules.in_text("", value)][:1]
        for rule in found:
            detail = {"key": key, "value": redacted(value), **of_rule(rule)}
            event.report(image, rule.level, "SensitiveEnv", detail)


def in_instruction(rules, instruction, environment):
    """Yields rules that the instruction matches with values that are not in the environment, reported elsewhere."""
    for rule, start, end in rules.in_text("", instruction):
        if not any(instruction[start:end] in variable for variable in environment):
            yield rule
    for setting in SETTING.finditer(instruction):
        key, value = setting.group(1), setting.group(2).strip("\"'")
        if "%s=%s" % (key, value) not in environment:
            yield from rules.in_variable(key, value)


def scan_history(image, rules, spec):
    environment = (spec.get("config") or {}).get("Env") or []
    for entry in spec.get("history") or []:
        instruction = entry.get("created_by") or ""
        found = {rule.id: rule for rule in in_instruction(rules, instruction, environment)}
        shown = event.short(without_secrets(rules, instruction)) if found else ""
        for rule in found.values():
            event.report(image, rule.level, "SensitiveHistory", {"value": shown, **of_rule(rule)})


@command.image_command()
def scan(image):
    """Find private keys and credentials."""
    rules, unread, spec = Rules(), files.Unread(), image.ocispec_v1()
    scan_environment(image, rules, spec)
    scan_history(image, rules, spec)
    scan_files(image, rules, unread)
    unread.end()


if __name__ == "__main__":
    command.main()
