"""A link to a registry that breaks: answers that end early, and outages."""

import contextlib
import io
import json
import os
import random
import socket
import tarfile
import threading
import urllib.request

BOOTSTRAP = "containerd.io/snapshot/nydus-bootstrap"


class BreakingLink:
    """A proxy for connections to one address, on a port of its own; counts the requests of HTTP that it passes on."""

    def __init__(self, upstream, drop, seed):
        name, port = upstream.rsplit(":", 1)
        self.upstream = (name, int(port))
        self.drop = drop
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.connections = set()
        self.gone = False
        self.requests = self.cut = self.refused = 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.host = "127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def away(self, gone):
        """Ends all connections and resets new ones, or lets them be."""
        with self.lock:
            began = gone and not self.gone
            self.gone = gone
            ended = list(self.connections) if began else []
        for connection in ended:
            _reset(connection)

    def _accept(self):
        while True:
            client, _ = self.listener.accept()
            if self.gone:
                with self.lock:
                    self.refused += 1
                _reset(client)
                continue
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            server = socket.create_connection(self.upstream)
        except OSError:
            _reset(client)
            return
        with self.lock:
            self.connections.update((client, server))
        state = {"left": None}
        back = threading.Thread(target=self._answers, args=(server, client, state), daemon=True)
        back.start()
        try:
            while data := client.recv(1 << 16):
                if data.startswith((b"GET ", b"HEAD ")):
                    with self.lock:
                        self.requests += 1
                        cut = self.random.random() < self.drop
                        state["left"] = self.random.randint(0, 1 << 16) if cut else None
                server.sendall(data)
        except OSError:
            pass
        _reset(server)
        back.join()
        with self.lock:
            self.connections.difference_update((client, server))
        client.close()
        server.close()

    def _answers(self, server, client, state):
        try:
            while data := server.recv(1 << 18):
                left = state["left"]
                if left is not None and len(data) >= left:
                    client.sendall(data[:left])
                    with self.lock:
                        self.cut += 1
                    break
                if left is not None:
                    state["left"] = left - len(data)
                client.sendall(data)
        except OSError:
            pass
        _reset(client)


def _reset(connection):
    with contextlib.suppress(OSError):  # it has ended already
        connection.shutdown(socket.SHUT_RDWR)


def _get(url, accept):
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": accept})) as answer:
        return answer.read()


def bootstrap_of(image, work):
    """Fetches the bootstrap of an image in a registry without TLS; returns its file."""
    host, name = image.split("/", 1)
    repository, tag = name.rsplit(":", 1)
    base = "http://%s/v2/%s" % (host, repository)
    manifest = json.loads(_get("%s/manifests/%s" % (base, tag), "application/vnd.oci.image.manifest.v1+json"))
    layer = next(layer for layer in manifest["layers"] if BOOTSTRAP in layer.get("annotations", {}))
    with tarfile.open(fileobj=io.BytesIO(_get("%s/blobs/%s" % (base, layer["digest"]), "*/*"))) as tar:
        content = tar.extractfile("image/image.boot").read()
    path = os.path.join(work, "image.boot")
    with open(path, "wb") as file:
        file.write(content)
    return path
