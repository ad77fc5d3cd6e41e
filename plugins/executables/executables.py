#!/usr/bin/env python3
"""Lists executables: regular files with an execute bit, with path, mode, size, owner and kind.

A finding of level None has the counts and the first of them; further findings have those that do not fit into its
message. All are counted, the first 100,000 are listed.
"""

import stat
from collections import Counter

from veinmind import command, log
from veinmind_common.service import event, files
from veinmind_common.service.report import FileDetail

PORTION = 5_000
MAX_PATHS = 1 << 19  # characters of paths in a message: hosts take 8 MiB, and JSON may need six for one
MAX_LISTED = 100_000
MAGIC = {b"\x7fELF": "elf", b"\0asm": "wasm", b"MZ": "pe", b"#!": "script"}

command.set_manifest(
    name="executables",
    version="1.0.0",
    author="nydusview",
    description="Lists the executables in an image",
    tags=["inventory"],
)


def kind_of(image, path):
    """Returns the kind of a file by its first bytes; "other" if they are of no known kind."""
    with image.openraw(path) as file:
        head = file.read(4)
    return next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), "other")


def entry(path, info, kind):
    known = vars(FileDetail.from_stat(path, info))
    return {**{name: known[name] for name in ("path", "perm", "size", "uid", "gid", "uname", "gname")}, "kind": kind}


def executables(image, unread):
    for path, info in files.regular(image, unread):
        if stat.S_IMODE(info.st_mode) & 0o111:
            kind = "unreadable"
            with unread.passing(path):
                kind = kind_of(image, path)
            yield entry(path, info, kind)


def portions(listed):
    """Yields lists that each fit into a message; at least one, which may be empty."""
    part, length = [], 0
    for one in listed:
        if len(part) == PORTION or length + len(one["path"]) > MAX_PATHS:
            yield part
            part, length = [], 0
        part.append(one)
        length += len(one["path"])
    yield part


def summary(kinds):
    counts = ", ".join("%d %s" % (number, kind) for kind, number in sorted(kinds.items()))
    return "%d executables: %s" % (sum(kinds.values()), counts or "none")


@command.image_command()
def scan(image):
    """List the executables in images."""
    unread = files.Unread()
    kinds, listed = Counter(), []
    for one in executables(image, unread):
        kinds[one["kind"]] += 1
        if len(listed) < MAX_LISTED:
            listed.append(one)
    log.info("%d executables", sum(kinds.values()))
    start = 0
    for part in portions(listed):
        words = "executables from number %d on" % (start + 1) if start else summary(kinds)
        event.report(image, None, "Asset", {"description": words, "executables": part}, event="Info")
        start += len(part)
    unread.end()


if __name__ == "__main__":
    command.main()
