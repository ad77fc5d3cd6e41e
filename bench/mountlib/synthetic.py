"""Layers of made-up files, and their way into a registry where neither crane nor nydusify is at hand."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile

PACKAGES = 300
LARGE = [1 << 20, 5 << 20, 20 << 20, 40 << 20]
OS_RELEASE = b'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n'
PACKAGE = (
    "Package: made-up-%d\nStatus: install ok installed\nVersion: 1.%d-1\nArchitecture: amd64\nMaintainer: Nobody\n\n"
)
OCI = "application/vnd.oci.image."


def write_layer(archive, images, files=4000, first=0, root=""):
    """Writes small and large files; and the package database of a Debian, where the layer has the root to itself."""
    if os.path.exists(archive):
        return
    os.makedirs(os.path.dirname(archive), exist_ok=True)
    with tarfile.open(archive + ".part", "w") as layer:
        for number in range(first, first + files):
            name = os.path.join(root, "usr/share/part%d/file%d" % (number // 100, number))
            _add(layer, name, images.words(number, 500 + number * 613 % 16000))
        if not root:
            for number, size in enumerate(LARGE):
                _add(layer, "usr/lib/large%d.so" % number, _large(images, number, size))
            _add(layer, "etc/os-release", OS_RELEASE)
            _add(layer, "etc/debian_version", b"12.0\n")
            _add(layer, "var/lib/dpkg/status", "".join(PACKAGE % (n, n) for n in range(PACKAGES)).encode())
    os.rename(archive + ".part", archive)


def _large(images, number, size):
    pieces = [images.words(1_000_000 + number * 100 + piece, 1 << 20) for piece in range(size >> 20)]
    return b"".join(pieces)


def _add(layer, name, data):
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    entry.mode = 0o644
    entry.mtime = 1_700_000_000
    layer.addfile(entry, io.BytesIO(data))


def push(registry, repository, images):
    """Pushes the layer as OCI v1, and as the Nydus image that the builder of the tests makes of its files."""
    archive = os.path.join(images.root, "synthetic.tar")
    write_layer(archive, images)
    with open(archive, "rb") as file:
        data = file.read()
    layer = _blob(registry, repository, gzip.compress(data, 6, mtime=0), OCI + "layer.v1.tar+gzip")
    _manifest(registry, repository, "oci", [layer], [_digest(data)])
    with tempfile.TemporaryDirectory(dir=images.root) as tree:
        with tarfile.open(archive) as files:
            files.extractall(tree)
        image = images.of_tree("synthetic", tree)
    layers = [_data_blob(registry, repository, os.path.join(image.blobs, name)) for name in os.listdir(image.blobs)]
    _manifest(registry, repository, "nydus", [*layers, _bootstrap(registry, repository, image.bootstrap)], [])


def _data_blob(registry, repository, path):
    with open(path, "rb") as file:
        blob = _blob(registry, repository, file.read(), OCI + "layer.nydus.blob.v1")
    if blob["digest"] != "sha256:" + os.path.basename(path):
        raise OSError("%s is not named by its digest" % path)
    return dict(blob, annotations={"containerd.io/snapshot/nydus-blob": "true"})


def _bootstrap(registry, repository, path):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        archive.add(path, "image/image.boot")
    blob = _blob(registry, repository, gzip.compress(packed.getvalue(), mtime=0), OCI + "layer.v1.tar+gzip")
    marks = {"nydus-bootstrap": "true", "nydus-fs-version": "6"}
    return dict(blob, annotations={"containerd.io/snapshot/" + key: value for key, value in marks.items()})


def _digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _blob(registry, repository, data, media_type):
    """Pushes a blob in one piece. Returns its descriptor."""
    status, headers, _ = registry.request("POST", "/v2/%s/blobs/uploads/" % repository)
    location = headers["Location"]
    path = location[location.index("/v2/") :] + ("&" if "?" in location else "?") + "digest=" + _digest(data)
    kind = {"Content-Type": "application/octet-stream"}
    status, _, body = registry.request("PUT", path, data, kind)
    if status != 201:
        raise OSError("the registry does not take a blob: %d %s" % (status, body[:200]))
    return {"mediaType": media_type, "digest": _digest(data), "size": len(data)}


def _manifest(registry, repository, tag, layers, diff_ids):
    config = {"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": diff_ids}}
    manifest = {
        "schemaVersion": 2,
        "mediaType": OCI + "manifest.v1+json",
        "config": _blob(registry, repository, json.dumps(config).encode(), OCI + "config.v1+json"),
        "layers": layers,
    }
    kind = {"Content-Type": manifest["mediaType"]}
    path = "/v2/%s/manifests/%s" % (repository, tag)
    status, _, body = registry.request("PUT", path, json.dumps(manifest).encode(), kind)
    if status != 201:
        raise OSError("the registry does not take a manifest: %d %s" % (status, body[:200]))
