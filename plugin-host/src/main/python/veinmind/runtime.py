"""A runtime that has the one image of the host, and no container."""

import fnmatch

from . import image as _image


def _ends(name, pattern):
    """Whether ``pattern``, which may have wildcards, is all of ``name``, or its last components."""
    parts = name.split("/")
    return any(fnmatch.fnmatchcase("/".join(parts[start:]), pattern) for start in range(len(parts)))


class Runtime:
    """Where a runtime keeps its images, its arguments say; the host has mounted the one that is meant."""

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
        """The image if ``pattern`` is (the beginning of) its id, or one of its references or repositories.

        Of these the last components will do: ``app`` and ``team/app:1`` find ``registry.example/team/app:1``.
        """
        own = self._image.id()
        if own == pattern or (pattern and own.partition(":")[2].startswith(pattern.partition("sha256:")[2] or pattern)):
            return [own]
        names = self._image.reporefs() + self._image.repos()
        return [own] if any(_ends(name, pattern) for name in names) else []

    def open_image_by_id(self, image_id):
        """The image; FileNotFoundError for another id than its own."""
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
    """A runtime that images have to be brought to first, which the host has done."""

    def load(self, image, *unused, **also_unused):
        """The ids of what is in ``image``: of the host's image if that is it; FileNotFoundError otherwise."""
        found = self.find_image_ids(image)
        if not found:
            raise FileNotFoundError("cannot load %s: there is only %s" % (image, self._image.id()))
        return found

    def remove_image_by_id(self, image_id):
        """Removes nothing: the host takes its image away itself."""
