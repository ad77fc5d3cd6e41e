#!/usr/bin/env python3
"""Finds files that give privileges: set-uid and set-gid programs, capabilities, and programs that everybody may change.

Programs that distributions ship with privileges are Low: they are in expected.json beside this file, by path (/bin,
/sbin and /lib are in /usr), and only if they belong to root and nobody else may change them.
"""

import fnmatch
import json
import os
import re
import stat
import struct

from veinmind import command
from veinmind_common.service import event, files

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
MAX_OPEN_DIRECTORIES = 20
CAPABILITIES = (
    "cap_chown cap_dac_override cap_dac_read_search cap_fowner cap_fsetid cap_kill cap_setgid cap_setuid cap_setpcap "
    "cap_linux_immutable cap_net_bind_service cap_net_broadcast cap_net_admin cap_net_raw cap_ipc_lock cap_ipc_owner "
    "cap_sys_module cap_sys_rawio cap_sys_chroot cap_sys_ptrace cap_sys_pacct cap_sys_admin cap_sys_boot cap_sys_nice "
    "cap_sys_resource cap_sys_time cap_sys_tty_config cap_mknod cap_lease cap_audit_write cap_audit_control "
    "cap_setfcap cap_mac_override cap_mac_admin cap_syslog cap_wake_alarm cap_block_suspend cap_audit_read "
    "cap_perfmon cap_bpf cap_checkpoint_restore"
).split()
REVISIONS = {0x01000000: 1, 0x02000000: 2, 0x03000000: 2}  # words of 32 bits for each set

command.set_manifest(
    name="privileges",
    version="1.0.0",
    author="nydusview",
    description="Finds set-uid programs, file capabilities, and what everybody may change",
    tags=["privileges"],
)


class Expected:
    def __init__(self):
        place = os.path.join(os.path.dirname(os.path.realpath(__file__)), "expected.json")
        with open(place, encoding="utf-8") as file:
            self._lists = json.load(file)

    def ships(self, kind, path, info):
        """Tests whether distributions ship the program with these privileges, and only root can have changed it."""
        if path.startswith(("/bin/", "/sbin/", "/lib/")):
            path = "/usr" + path
        known = any(fnmatch.fnmatchcase(path, glob) for glob in self._lists[kind])
        return known and info.st_uid == 0 and not info.st_mode & 0o022

    def is_shell(self, path):
        """Tests whether a program runs any command, or reads and writes any file; ignores versions in its name."""
        return re.split(r"[.\d]", os.path.basename(path))[0] in self._lists["shells"]

    def grave(self, names):
        return any(name in self._lists["grave"] for name in names)


def capabilities(attribute):
    """Returns the names of the permitted and the inheritable capabilities, and if they are effective at once.

    ``attribute`` is vfs_cap_data of linux/capability.h; ValueError if it is not.
    """
    words = struct.unpack("<%dI" % (len(attribute) // 4), attribute[: len(attribute) // 4 * 4])
    count = REVISIONS.get(words[0] & 0xFF000000) if words else None
    if count is None or len(words) < 1 + 2 * count:
        raise ValueError("no capabilities are stored like this")
    sets = []
    for which in (1, 2):
        bits = sum(words[which + 2 * index] << 32 * index for index in range(count))
        sets.append([_name(bit) for bit in range(64) if bits >> bit & 1])
    return sets[0], sets[1], bool(words[0] & 1)


def _name(bit):
    return CAPABILITIES[bit] if bit < len(CAPABILITIES) else "cap_%d" % bit


def judged_capabilities(expected, path, info, attribute):
    try:
        permitted, inheritable, effective = capabilities(attribute)
    except ValueError:
        yield "Medium", "capabilities", "has capabilities that cannot be decoded: " + attribute[:32].hex()
        return
    if permitted:
        grave = expected.grave(permitted) and not expected.ships("capable", path, info)
        words = "has %s+%s" % (",".join(permitted), "ep" if effective else "p")
        yield "High" if grave else "Low", "capabilities", words
    elif inheritable:
        yield "Low", "inheritable-capabilities", "may inherit " + ",".join(inheritable)


def judged(image, expected, path, info):
    """Yields (level, rule, words) for each privilege that a regular file gives."""
    mode = info.st_mode
    if mode & stat.S_ISUID and mode & 0o111:
        level = "High" if info.st_uid == 0 else "Medium"
        level = "Critical" if info.st_uid == 0 and expected.is_shell(path) else level
        level = "Low" if expected.ships("setuid", path, info) else level
        yield level, "set-uid", "set-uid to user %d" % info.st_uid
    if mode & stat.S_ISGID and mode & 0o010:
        level = "Low" if expected.ships("setgid", path, info) else "Medium"
        yield level, "set-gid", "set-gid to group %d" % info.st_gid
    if mode & 0o111:
        attribute = image.getxattr(path, "security.capability")
        if attribute is not None:
            yield from judged_capabilities(expected, path, info, attribute)
        if mode & 0o002:
            yield "High", "writable-program", "everybody may change this program"


def search_path(image):
    """Returns the directories of PATH, the image's and the usual one, and those above them, without links."""
    config = image.ocispec_v1().get("config") or {}
    own = [value[5:] for value in config.get("Env") or [] if value.startswith("PATH=")]
    found = set()
    for directory in ":".join([PATH, *own]).split(":"):
        try:
            directory = image.evalsymlink(directory)
        except OSError:
            continue
        while directory not in found:
            found.add(directory)
            directory = os.path.dirname(directory)
    return found


def report(image, path, level, rule, words):
    event.report(image, level, "Escalation", event.of_file(image, path, description=words, rule_id=rule))


def scan_files(image, unread):
    expected = Expected()
    for path, info in files.regular(image, unread):
        with unread.passing(path):
            for level, rule, words in judged(image, expected, path, info):
                report(image, path, level, rule, words)


def _is_open(image, path):
    mode = image.lstat(path).st_mode
    return mode & 0o002 and not mode & stat.S_ISVTX


def open_directories(image, unread):
    """Yields directories in which everybody may replace files of others; none below another."""
    if _is_open(image, "/"):
        yield "/"
        return
    for root, directories, _ in image.walk("/", unread.add):
        for name in list(directories):
            path = os.path.join(root, name)
            if _is_open(image, path):
                directories.remove(name)
                yield path


def scan_directories(image, unread):
    programs, count = search_path(image), 0
    for path in open_directories(image, unread):
        if path in programs:
            words = "everybody may change what is in this directory of programs"
            report(image, path, "High", "writable-program-directory", words)
            continue
        count += 1
        if count <= MAX_OPEN_DIRECTORIES:
            report(image, path, "Low", "writable-directory", "everybody may change what is in this directory")
    if count > MAX_OPEN_DIRECTORIES:
        words = "everybody may change what is in %d directories more" % (count - MAX_OPEN_DIRECTORIES)
        event.report(image, "Low", "Escalation", {"description": words, "rule_id": "writable-directory"})


@command.image_command()
def scan(image):
    """Find files that give privileges."""
    unread = files.Unread()
    scan_files(image, unread)
    scan_directories(image, unread)
    unread.end()


if __name__ == "__main__":
    command.main()
