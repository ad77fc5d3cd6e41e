"""The image that the host has mounted, and its one layer."""

from . import _host, filesystem


class Layer(filesystem.FileSystem):
    """The only layer: the merged tree of all layers of the image."""

    def __init__(self, root, diff_id):
        super().__init__(root)
        self._diff_id = diff_id

    def id(self):
        return self._diff_id

    def opaques(self):
        """Returns an empty list: a merged tree has no opaque directories and no whiteouts."""
        return []

    def whiteouts(self):
        return []


class Image(filesystem.FileSystem):
    """The image that the host has mounted."""

    def __init__(self):
        super().__init__(_host.root())
        self._document = _host.document()

    def id(self):
        """Returns the digest of its configuration, ``sha256:`` and 64 hexadecimal digits."""
        return self._document["id"]

    def reporefs(self):
        """Lists its references, by tag and by digest."""
        return list(self._document.get("repoRefs", []))

    def repos(self):
        """Lists the names of the repositories in its references."""
        repos = []
        for reference in self.reporefs():
            name = reference.partition("@")[0]
            slash = name.rfind("/")
            colon = name.rfind(":")
            name = name[:colon] if colon > slash else name
            if name not in repos:
                repos.append(name)
        return repos

    def ocispec_v1(self):
        """Returns its OCI configuration, history included."""
        return self._document.get("config") or {}

    def num_layers(self):
        return 1

    def open_layer(self, i):
        if i != 0:
            raise IndexError("a merged image shows one layer")
        return Layer(self._root, self.get_layer_diff_id(0))

    def get_layer_diff_id(self, i):
        """Returns the digest of its last layer, which stands for the merged tree."""
        if i != 0:
            raise IndexError("a merged image shows one layer")
        diff_ids = self.ocispec_v1().get("rootfs", {}).get("diff_ids") or [self.id()]
        return diff_ids[-1]
