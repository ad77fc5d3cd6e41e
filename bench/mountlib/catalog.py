"""Images in a registry, as OCI v1 and as Nydus: pushed once, and found again by later runs."""

import copy
import os
import shutil
import subprocess
import sys

from mountlib import host, recipes, synthetic
from mountlib.images import Images

CONVERTERS = ["crane", "nydusify", "nydus-image"]
FAMILY = 10
NAMES = [*recipes.NAMES, "synthetic"]


class RegistryImage:
    """One image in both forms, seen at the address of a registry, or of a link that leads there."""

    def __init__(self, registry, repository, tree):
        self.registry = registry
        self.name = os.path.basename(repository)
        self.repository = repository
        self.tree = tree
        self.address = registry.address
        self.erofs = None
        self.nydus_digest, manifest = registry.manifest(repository, "nydus")
        _, original = registry.manifest(repository, "oci")
        self.layers = [layer["digest"] for layer in manifest["layers"]]
        self.original_layers = [layer["digest"] for layer in original["layers"]]
        self.bytes = sum(layer["size"] for layer in manifest["layers"])
        self.original_bytes = sum(layer["size"] for layer in original["layers"])
        self.files, self.data_bytes = _measure(tree) if tree else (None, None)

    def at(self, address):
        seen = copy.copy(self)
        seen.address = address
        return seen

    def nydus(self):
        return "%s/%s:nydus" % (self.address, self.repository)

    def oci(self):
        return "%s/%s:oci" % (self.address, self.repository)

    def source(self):
        return [self.nydus()]

    def stored(self):
        return [self.registry.blob_file(digest) for digest in self.layers + self.original_layers]

    def describe(self):
        return {
            "files": self.files,
            "dataBytes": self.data_bytes,
            "nydusBytes": self.bytes,
            "ociBytes": self.original_bytes,
        }


def _measure(tree):
    """Returns the number of regular files, and the bytes in them, each hard link counted."""
    found = subprocess.run(["find", tree, "-type", "f", "-printf", "%s\n"], stdout=subprocess.PIPE, check=True)
    sizes = [int(line) for line in found.stdout.split()]
    return len(sizes), sum(sizes)


def _missing_converters():
    return [program for program in CONVERTERS if shutil.which(program) is None]


def _require_converters():
    if _missing_converters():
        raise OSError("%s is not here" % ", ".join(_missing_converters()))


class Catalog:
    """Makes what the registry does not have yet. Everything is below one directory."""

    def __init__(self, directory, registry, checkout):
        self.directory = directory
        self.registry = registry
        self.layers = recipes.Layers(os.path.join(directory, "layers"))
        self.images = Images(os.path.join(directory, "local"), checkout)

    def image(self, name):
        repository = "bench/" + name
        if not self._has(repository):
            print("bench/run: makes the image %s" % name, file=sys.stderr)
            if name != "synthetic":
                _require_converters()
                self._push(repository, self.layers.of(name))
            elif _missing_converters():
                synthetic.push(self.registry, repository, self.images)
            else:
                self._push(repository, self._synthetic_layers())
        return RegistryImage(self.registry, repository, self._tree(repository))

    def family(self):
        """Returns small images that share their first layer; each has a second one of its own."""
        return [self._relative("bench/family-%d" % number, number) for number in range(FAMILY)]

    def _relative(self, repository, number):
        if not self._has(repository):
            _require_converters()
            print("bench/run: makes the image %s" % os.path.basename(repository), file=sys.stderr)
            own = os.path.join(self.directory, "layers", "family-%d.tar" % number)
            synthetic.write_layer(own, self.images, files=200, first=number * 200, root="srv/own")
            self._push(repository, [*self._family_base(), own])
        return RegistryImage(self.registry, repository, None)

    def _family_base(self):
        try:
            return self.layers.of_base()
        except OSError:
            return self._synthetic_layers()

    def _synthetic_layers(self):
        archive = os.path.join(self.directory, "layers", "synthetic.tar")
        synthetic.write_layer(archive, self.images)
        return [archive]

    def erofs(self, image):
        """Returns the image's files as kernel EROFS mounts them from this machine."""
        return self.images.erofs(image.name, image.tree)

    def _has(self, repository):
        return all(self.registry.manifest(repository, tag) for tag in ("oci", "nydus"))

    def _push(self, repository, layers):
        target = "%s/%s" % (self.registry.address, repository)
        append = [argument for layer in layers for argument in ("-f", layer)]
        self._run("crane", "append", "--insecure", *append, "-t", target + ":oci")
        self._run(
            "crane", "mutate", "--insecure", "--set-platform", "linux/amd64", target + ":oci", "-t", target + ":oci"
        )
        work = os.path.join(self.directory, "convert")
        self._run(
            "nydusify", "convert", "--source-insecure", "--target-insecure", "--plain-http", "--work-dir", work,
            "--source", target + ":oci", "--target", target + ":nydus", "--platform", "linux/amd64",
            "--fs-version", "6", "--compressor", "zstd", "--fs-chunk-size", "0x100000",
        )  # fmt: skip
        shutil.rmtree(work, ignore_errors=True)

    def _tree(self, repository):
        """Returns a directory into which the image has been unpacked."""
        tree = os.path.join(self.directory, "trees", os.path.basename(repository))
        if not os.path.isdir(tree):
            part = tree + ".part"
            shutil.rmtree(part, ignore_errors=True)
            os.makedirs(part)
            for layer in self.registry.manifest(repository, "oci")[1]["layers"]:
                _unpack(self.registry.blob_file(layer["digest"]), part)
            os.rename(part, tree)
        return tree

    @staticmethod
    def _run(*command):
        run = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=10 * host.LIMIT
        )
        if run.returncode != 0:
            raise OSError("%s has failed: %s" % (command[0], run.stdout[-2000:]))


def _unpack(layer, tree):
    """Unpacks an archive, compressed or not, over a tree, once what its whiteouts hide is gone."""
    listed = subprocess.run(["tar", "-tf", layer], stdout=subprocess.PIPE, check=True, text=True)
    for name in listed.stdout.splitlines():
        directory, mark = os.path.split(os.path.join(tree, name))
        if mark == ".wh..wh..opq":
            for entry in os.listdir(directory) if os.path.isdir(directory) else ():
                _remove(os.path.join(directory, entry))
        elif mark.startswith(".wh."):
            _remove(os.path.join(directory, mark[len(".wh.") :]))
    subprocess.run(["tar", "--numeric-owner", "-C", tree, "-xpf", layer, "--exclude=.wh.*"], check=True)


def _remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.remove(path)
