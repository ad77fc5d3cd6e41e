"""Layers of real images: a Debian, and what apt and pip install over it. They are made once, in a directory kept."""

import os
import shutil
import stat
import subprocess
import sys

from mountlib import host

SUITE = "bookworm"
PACKAGES = {"wordpress": ["wordpress", "apache2", "php"], "tensorflow": ["python3-pip"]}
WHEELS = {"tensorflow": "tensorflow-cpu"}
NAMES = sorted(PACKAGES)


class Layers:
    """Takes tar archives NAME.tar from its directory where they are there already."""

    def __init__(self, directory):
        self.directory = directory

    def of(self, name):
        """Returns the archives of an image, lowest first."""
        return [*self.of_base(), self._archive(name, self._make_application)]

    def of_base(self):
        return [self._archive("base", self._make_base)]

    def _archive(self, name, make):
        archive = os.path.join(self.directory, name + ".tar")
        if not os.path.exists(archive):
            print("bench/run: makes %s" % archive, file=sys.stderr)
            os.makedirs(self.directory, exist_ok=True)
            source = make(name)
            part = archive + ".part"
            self._run("tar", "--numeric-owner", "--sort=name", "-C", source, "-cf", part, ".")
            os.rename(part, archive)
        return archive

    def _run(self, *command, **options):
        """Runs a program whose output goes to a log, the end of which a failure shows."""
        if shutil.which(command[0]) is None:
            raise OSError("%s is not here" % command[0])
        log = os.path.join(self.directory, "log")
        with open(log, "ab") as output:
            run = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, **options)
        if run.returncode != 0:
            raise OSError("%s has failed: see the end of %s" % (command[0], log))

    def _make_base(self, name):
        tree = os.path.join(self.directory, name)
        if not os.path.isdir(tree):
            part = tree + ".part"
            shutil.rmtree(part, ignore_errors=True)
            if os.path.exists(tree + ".tar"):
                os.mkdir(part)
                self._run("tar", "--numeric-owner", "-C", part, "-xpf", tree + ".tar")
            else:
                self._run("debootstrap", "--variant=minbase", SUITE, part)
                self._run("chroot", part, "apt-get", "clean")
            os.rename(part, tree)
        return tree

    def _make_application(self, name):
        """Returns a directory of the differences that an installation makes."""
        base = self._make_base("base")
        root, upper, work = [os.path.join(self.directory, name + end) for end in (".root", ".upper", ".work")]
        for directory in (root, upper, work):
            shutil.rmtree(directory, ignore_errors=True)
            os.mkdir(directory)
        options = "lowerdir=%s,upperdir=%s,workdir=%s" % (base, upper, work)
        self._run("mount", "-t", "overlay", "overlay", "-o", options, root)
        try:
            self._install(name, root)
        finally:
            host.unmount(root)
        _write_whiteouts(upper)
        return upper

    def _install(self, name, root):
        shutil.copy("/etc/resolv.conf", os.path.join(root, "etc"))
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive", LC_ALL="C")
        apt = ["chroot", root, "apt-get", "-q"]
        self._run(*apt, "update", env=environment)
        self._run(*apt, "install", "-y", "--no-install-recommends", *PACKAGES[name], env=environment)
        if name in WHEELS:
            self._install_wheels(WHEELS[name], root)
        self._run(*apt, "clean")
        shutil.rmtree(os.path.join(root, "var/lib/apt/lists"))

    def _install_wheels(self, package, root):
        """Downloads outside, where pip is configured for the machine's network, and installs inside."""
        ask = ["chroot", root, "python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        version = subprocess.run(ask, stdout=subprocess.PIPE, check=True, text=True).stdout.strip()
        wheels = os.path.join(root, "tmp", "wheels")
        self._run(
            "python3", "-m", "pip", "download", "-q", "--only-binary=:all:", "--python-version", version,
            "--dest", wheels, package,
        )  # fmt: skip
        self._run(
            "chroot", root, "pip3", "install", "--break-system-packages", "--no-cache-dir", "--no-index",
            "--find-links", "/tmp/wheels", package,
        )  # fmt: skip
        shutil.rmtree(wheels)


def _write_whiteouts(upper):
    """Writes overlayfs's marks of what has been deleted as those of an image's layer."""
    for directory, names, files in os.walk(upper):
        if _is_opaque(directory) and directory != upper:
            open(os.path.join(directory, ".wh..wh..opq"), "w").close()
        for name in names + files:
            path = os.path.join(directory, name)
            status = os.lstat(path)
            if stat.S_ISCHR(status.st_mode) and status.st_rdev == 0:
                os.remove(path)
                open(os.path.join(directory, ".wh." + name), "w").close()


def _is_opaque(directory):
    try:
        return os.getxattr(directory, "trusted.overlay.opaque") == b"y"
    except OSError:
        return False
