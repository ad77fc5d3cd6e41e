#!/usr/bin/env python3
"""Reports programs with a set-uid bit that the host does not expect, by its service example.com/expected."""

import stat

from veinmind import command, service
from veinmind_common.service import event, files

command.set_manifest(name="setuid", version="1.0.0", description="Finds set-uid programs that nobody expects")


@service.service("example.com/expected", "isExpected")
def is_expected(path):
    return (False,)  # without such a host nothing is expected


@command.image_command()
def scan(image):
    """Report unexpected set-uid programs."""
    unread = files.Unread()
    for path, info in files.regular(image, unread):
        if info.st_mode & stat.S_ISUID and not is_expected(path)[0]:
            event.report(image, "Medium", "Escalation", event.of_file(image, path))
    unread.end()


if __name__ == "__main__":
    command.main()
