"""The images that are mounted: made once, by nydus-image where it is on PATH, else by the builder of the tests."""

import os
import random
import shutil
import subprocess

from mountlib import java

FILES_IN_DIRECTORY = 100
SMALL = 4096
CHUNK = 1 << 20
LARGE_FILES = 4


class Image:
    def __init__(self, directory, files, data_bytes):
        self.directory = directory
        self.files = files
        self.data_bytes = data_bytes
        self.bootstrap = os.path.join(directory, "bootstrap")
        self.blobs = os.path.join(directory, "blobs")

    def source(self):
        """Returns the arguments by which nydusview finds the image."""
        return ["--blob-dir", self.blobs, "bootstrap:" + self.bootstrap]

    def stored(self):
        """Returns the paths of all that a server reads of the image."""
        return [self.directory]

    def blob(self):
        (name,) = os.listdir(self.blobs)
        return os.path.join(self.blobs, name)

    def builder(self):
        with open(os.path.join(self.directory, "builder")) as file:
            return file.read().strip()

    def has_digests_in_blobs(self):
        return self.builder() == "nydus-image"

    def describe(self):
        return {"files": self.files, "dataBytes": self.data_bytes, "builder": self.builder()}


class ErofsFile:
    """An image that is one file, which only the kernel mounts."""

    def __init__(self, path):
        self.bootstrap = path

    def blob(self):
        """Returns None: all is in the file."""

    def stored(self):
        return [self.bootstrap]


class Images:
    """Makes images below a directory, or finds those that an earlier run has made there."""

    def __init__(self, root, checkout):
        self.root = root
        self.checkout = checkout
        words = random.Random(1)
        vocabulary = [bytes(words.choices(range(97, 123), k=words.randint(2, 9))) for _ in range(5000)]
        self.text = b" ".join(words.choices(vocabulary, k=1_000_000))

    def small(self, files, compressor):
        """Files of 4 KiB of words each, 100 to a directory."""
        return self._image("small-%d-%s" % (files, compressor), compressor, files, files * SMALL, self._write_small)

    def empty(self, files):
        return self._image("empty-%d" % files, "zstd", files, 0, self._write_small)

    def large(self, megabytes):
        """A few files of words, of chunks that all differ."""
        data = megabytes * CHUNK
        return self._image("large-%d" % megabytes, "zstd", LARGE_FILES, data, self._write_large)

    def _image(self, name, compressor, files, data_bytes, write):
        directory = os.path.join(self.root, name)
        if not os.path.isdir(directory):
            made = self._empty_part(directory)
            source = os.path.join(made, "source")
            os.mkdir(source)
            write(source, files, data_bytes)
            self._build(source, made, compressor)
            shutil.rmtree(source)
            os.rename(made, directory)
        return Image(directory, files, data_bytes)

    def of_tree(self, name, tree):
        """Files that are there already."""
        directory = os.path.join(self.root, name)
        if not os.path.isdir(directory):
            made = self._empty_part(directory)
            self._build(tree, made, "zstd")
            os.rename(made, directory)
        return Image(directory, None, None)

    def erofs(self, name, tree):
        """Files that are there already, as the kernel reads them."""
        os.makedirs(self.root, exist_ok=True)
        path = os.path.join(self.root, name + ".erofs")
        if not os.path.exists(path):
            subprocess.run(["mkfs.erofs", "--quiet", path + ".part", tree], check=True, stdout=subprocess.DEVNULL)
            os.rename(path + ".part", path)
        return ErofsFile(path)

    @staticmethod
    def _empty_part(directory):
        made = directory + ".part"
        shutil.rmtree(made, ignore_errors=True)
        os.makedirs(made)
        return made

    def words(self, number, size):
        """Returns words that those of another number do not equal."""
        start = number * 7919 % (len(self.text) - size)
        return (b"%d " % number + self.text[start : start + size])[:size]

    def _write_small(self, source, files, data_bytes):
        for number in range(files):
            directory = os.path.join(source, "dir%d" % (number // FILES_IN_DIRECTORY))
            if number % FILES_IN_DIRECTORY == 0:
                os.mkdir(directory)
            with open(os.path.join(directory, "file%d" % (number % FILES_IN_DIRECTORY)), "wb") as file:
                file.write(self.words(number, data_bytes // files))

    def _write_large(self, source, files, data_bytes):
        chunks = data_bytes // CHUNK
        for number in range(files):
            with open(os.path.join(source, "file%d" % number), "wb") as file:
                for chunk in range(number, chunks, files):
                    file.write(self.words(chunk, CHUNK))

    def _build(self, source, target, compressor):
        blobs = os.path.join(target, "blobs")
        bootstrap = os.path.join(target, "bootstrap")
        os.mkdir(blobs)
        if shutil.which("nydus-image"):
            builder = "nydus-image"
            command = ["nydus-image", "create", "--log-level", "error", "--fs-version", "6"]
            command += ["--compressor", compressor, "--chunk-size", hex(CHUNK)]
            if compressor != "none":
                command += ["--features", "blob-toc"]  # digests in the blob, without which nydusd validates nothing
            command += ["--bootstrap", bootstrap, "--blob-dir", blobs, source]
        else:
            builder = "testdata"
            command = java.command(self.checkout, "DirectoryImage", source, bootstrap, blobs, compressor)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(target, "builder"), "w") as file:
            file.write(builder + "\n")
