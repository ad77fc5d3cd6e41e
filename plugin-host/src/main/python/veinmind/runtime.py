"""A runtime that has the one image of the host, and no container."""

from . import image as _image


class Runtime:
    def __init__(self, **unused):
        """Where a runtime keeps its images makes no difference: the host has mounted the one that is meant."""
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
        """The image if ``pattern`` is its id, the beginning of that, or one of its references."""
        names = [self._image.id(), self._image.id().partition(":")[2]]
        names += self._image.reporefs() + self._image.repos()
        found = any(name == pattern for name in names) or names[1].startswith(pattern)
        return [self._image.id()] if found else []

    def open_image_by_id(self, image_id):
        if image_id not in (self._image.id(), self._image.id().partition(":")[2]):
            raise FileNotFoundError("there is no image %s here, but %s" % (image_id, self._image.id()))
        return self._image

    def list_container_ids(self):
        return []

    def find_container_ids(self, pattern):
        return []

    def open_container_by_id(self, container_id):
        raise FileNotFoundError("there are no containers here, and not %s" % container_id)
