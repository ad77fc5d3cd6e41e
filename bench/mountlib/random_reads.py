"""Reads 4 KiB at random places of random files: random_reads.py TREE MOUNT COUNT. TREE has the same files as MOUNT."""

import os
import random
import stat
import sys

SIZE = 4096


def files_of(tree):
    for directory, names, files in os.walk(tree):
        names.sort()
        for name in sorted(files):
            path = os.path.join(directory, name)
            status = os.lstat(path)
            if stat.S_ISREG(status.st_mode) and status.st_size >= SIZE:
                yield os.path.relpath(path, tree), status.st_size


def main(tree, mount, count):
    pick = random.Random(1)
    for path, size in pick.choices(list(files_of(tree)), k=int(count)):
        place = pick.randrange(size - SIZE + 1)
        file = os.open(os.path.join(mount, path), os.O_RDONLY)
        if len(os.pread(file, SIZE, place)) != SIZE:
            sys.exit("%s has no %d bytes at %d" % (path, SIZE, place))
        os.close(file)


if __name__ == "__main__":
    main(*sys.argv[1:])
