"""Runtimes that hold the one image that the host has mounted, and no containers."""

import fnmatch

from . import image as _image


def _ends_with(name, pattern):
    """Tests whether ``pattern``, which may have wildcards, matches ``name`` or its last components."""
    parts = name.split("/")
    return any(fnmatch.fnmatchcase("/".join(parts[start:]), pattern) for start in range(len(parts)))


class Runtime:
    """A runtime with one image. Arguments, which say where images are kept, have no effect: the image is mounted."""

    def __init__(self, *unused, **also_unused):
        self._image = _image.Image()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def close(self):
        self._image.close()

    def unique_desc(self):
        return "nydusview"

    def list_image_ids(self):
        return [self._image.id()]

    def find_image_ids(self, pattern):
        """Lists the image's id if ``pattern`` is that id or its beginning, or one of its references or repositories.

        Last components suffice: ``app`` and ``team/app:1`` find ``registry.example/team/app:1``.
        """
        own = self._image.id()
        if own == pattern or (pattern and own.partition(":")[2].startswith(pattern.partition("sha256:")[2] or pattern)):
            return [own]
        names = self._image.reporefs() + self._image.repos()
        return [own] if any(_ends_with(name, pattern) for name in names) else []

    def open_image_by_id(self, image_id):
        """Opens the image; FileNotFoundError for any other id."""
        if image_id not in (self._image.id(), self._image.id().partition(":")[2]):
            raise FileNotFoundError("there is no image %s here, but %s" % (image_id, self._image.id()))
        return _image.Image()

    def list_container_ids(self):
        return []

    def find_container_ids(self, pattern):
        return []

    def open_container_by_id(self, container_id):
        raise FileNotFoundError("there are no containers here, and not %s" % container_id)


class Store(Runtime):
    """A runtime into which images are loaded first; the host has done that."""

    def load(self, image, *unused, **also_unused):
        """Returns a list of the image's id if ``image`` names it; FileNotFoundError otherwise."""
        found = self.find_image_ids(image)
        if not found:
            raise FileNotFoundError("cannot load %s: there is only %s" % (image, self._image.id()))
        return found

    def remove_image_by_id(self, image_id):
        """Does nothing: the host unmounts the image itself."""
