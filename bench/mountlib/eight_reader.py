"""Reads an image: eight_reader.py STARTED COUNT SECONDS MOUNT.

Begins when COUNT readers have noted in the directory STARTED that they run. Reads all by tar; then, until SECONDS have
passed, over and over by random reads of 4 KiB, by tar, trivy and syft as far as these are on the PATH. The page cache
of the mount is emptied before each. Prints how often each was done, as JSON.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

START_LIMIT = 120
RANDOM_READS = 3000
SIZE = 4096


def await_others(started, count):
    with tempfile.NamedTemporaryFile(dir=started, delete=False):
        pass
    end = time.monotonic() + START_LIMIT
    while len(os.listdir(started)) < count:
        if time.monotonic() > end:
            sys.exit("only %d of %d readers run at one time" % (len(os.listdir(started)), count))
        time.sleep(0.01)


def files_of(root):
    for directory, _, names in os.walk(root):
        for name in names:
            path = os.path.join(directory, name)
            if os.path.isfile(path) and not os.path.islink(path):
                yield path


def forget(files):
    """Has the kernel forget the contents of files."""
    for path in files:
        file = os.open(path, os.O_RDONLY)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


def read_randomly(files):
    for path in random.choices(files, k=RANDOM_READS):
        file = os.open(path, os.O_RDONLY)
        os.pread(file, SIZE, random.randrange(max(1, os.fstat(file).st_size)))
        os.close(file)


def read_all(mount):
    subprocess.run(["sh", "-c", 'tar -cf - -C "$1" . | cat >/dev/null', "sh", mount], check=True)


def scanners(mount, scratch):
    known = {
        "trivy": ["rootfs", "--quiet", "--cache-dir", scratch, "--offline-scan", "--skip-files", "**/*.jar", "--format",
                  "cyclonedx", mount],
        "syft": ["scan", "-q", "-o", "json", "dir:" + mount],
    }  # fmt: skip
    return {name: [name, *arguments] for name, arguments in known.items() if shutil.which(name)}


def main(started, count, seconds, mount):
    await_others(started, int(count))
    end = time.monotonic() + float(seconds)
    read_all(mount)
    done = {"tar": 1, "random": 0, "trivy": 0, "syft": 0}
    with tempfile.TemporaryDirectory() as scratch:
        programs = scanners(mount, scratch)
        files = list(files_of(mount)) if time.monotonic() < end else []
        while time.monotonic() < end:
            forget(files)
            read_randomly(files)
            done["random"] += 1
            for name, command in programs.items():
                forget(files)
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
                done[name] += 1
            forget(files)
            read_all(mount)
            done["tar"] += 1
    print(json.dumps(done))


if __name__ == "__main__":
    main(*sys.argv[1:])
