"""Commands of plugins: a function that scans an image becomes a command that a host can find and run."""

import functools
import json
import os
import sys

import click

from . import _host, iac, service
from .docker import Docker
from .containerd import Containerd
from .tarball import Tarball
from .remote import Remote

_RUNTIMES = {"docker": Docker, "containerd": Containerd, "tarball": Tarball, "remote": Remote}

# Where a runtime keeps its images: hosts say it, and it makes no difference to an image that is mounted.
_PLACES = (
    "docker-config-file",
    "docker-config-path",
    "docker-data-root",
    "docker-unique-desc",
    "containerd-config",
    "containerd-root",
    "containerd-unique-desc",
    "tarball-root",
    "remote-root",
)

option = click.option
argument = click.argument


class Manifest:
    """What a plugin says of itself."""

    VERSION = 1

    def __init__(self, name="", version="", author="", description="", tags=()):
        self.name = name
        self.version = version
        self.author = author
        self.description = description
        self.tags = list(tags)

    def document(self, commands):
        return {
            "manifestVersion": self.VERSION,
            "name": self.name,
            "version": self.version,
            "author": self.author,
            "description": self.description,
            "tags": self.tags,
            "commands": commands,
        }


_manifest = None


def set_manifest(**members):
    """Sets what the whole plugin says of itself."""
    global _manifest
    _manifest = Manifest(**members)


def manifest(**members):
    """Lets a command say it."""

    def decorate(function):
        function.__veinmind_manifest__ = Manifest(**members)
        return function

    return decorate


def _found_manifest(command):
    own = getattr(command, "__veinmind_manifest__", None)
    if own is not None or not isinstance(command, click.Group):
        return own
    return next(filter(None, map(_found_manifest, command.commands.values())), None)


def _default_manifest():
    import __main__

    place = os.path.dirname(os.path.realpath(getattr(__main__, "__file__", "") or "."))
    return _manifest or Manifest(name=place)


def _listed(command, path=()):
    """The commands below ``command`` that hosts may run."""
    if isinstance(command, click.Group):
        found = []
        for name in sorted(command.commands):
            found += _listed(command.commands[name], path + (name,))
        return found
    info = getattr(command, "__veinmind_command__", None)
    return [] if info is None else [dict(info, path=list(path))]


class InfoCommand(click.Command):
    """Prints the manifest of the group that it is in."""

    def __init__(self, manifest=None, **members):
        members.setdefault("help", "Say what this plugin is.")
        super().__init__("info", **members)
        self.manifest = manifest

    def invoke(self, ctx):
        root = ctx.parent.command
        said = self.manifest or _found_manifest(root) or _default_manifest()
        print(json.dumps(said.document(_listed(root))))


def _scan_options(function):
    """The options by which hosts say what to scan and how to reach them."""
    names = ("--mode", "-m")
    function = click.argument("ids", nargs=-1)(function)
    function = click.option(*names, "mode", default="docker", help="Runtime that has the image.")(function)
    for runtime in _RUNTIMES:
        function = click.option("--" + runtime, "mode_" + runtime, is_flag=True, hidden=True)(function)
    for place in _PLACES:
        function = click.option("--" + place, place.replace("-", "_"), hidden=True)(function)
    function = click.option("--id", "by_id", is_flag=True, help="IDS are exact.")(function)
    return click.option("--host", "hosts", multiple=True, help="Where the host reads and writes.")(function)


def _taken(parameters):
    """Takes the options of hosts out of ``parameters``."""
    for name in _RUNTIMES:
        if parameters.pop("mode_" + name):
            parameters["mode"] = name
    for place in _PLACES:
        parameters.pop(place.replace("-", "_"))
    names = ("mode", "by_id", "hosts", "ids")
    return tuple(parameters.pop(name) for name in names)


def _alone():
    """Gives way to a host if there is none."""
    host = os.environ.get("NYDUSVIEW", "nydusview")
    words = [host, "plugin", "run", os.path.abspath(sys.argv[0])]
    context = click.get_current_context()
    try:
        os.execvp(host, words + list(context.params["ids"]))
    except OSError as failure:
        raise click.ClickException(
            "cannot run %s, which mounts images (put it on the PATH, or its path into NYDUSVIEW): %s" % (host, failure)
        )


def _runtime(mode, hosts, ids):
    if hosts:
        service.init_service_client(*hosts)
    if not _host.is_there():
        if not ids:
            raise click.UsageError("say which image to scan")
        _alone()
    if mode not in _RUNTIMES:
        raise click.UsageError("there is no mode %r" % (mode,))
    return _RUNTIMES[mode]()


def _image_ids(runtime, by_id, ids):
    if not ids:
        return runtime.list_image_ids()
    if by_id:
        return list(ids)
    found = []
    for pattern in ids:
        found += [one for one in runtime.find_image_ids(pattern) if one not in found]
    return found


def _scanning(function, each):
    """A function that takes the options of hosts, and calls ``each`` with the runtime and ids."""

    @functools.wraps(function)
    def run(*args, **parameters):
        mode, by_id, hosts, ids = _taken(parameters)
        with _runtime(mode, hosts, ids) as runtime:
            return each(runtime, by_id, ids, args, parameters)

    return _scan_options(run)


def _with_image(function):
    def each(runtime, by_id, ids, args, parameters):
        for image_id in _image_ids(runtime, by_id, ids):
            with runtime.open_image_by_id(image_id) as image:
                function(*args, image, **parameters)

    return _scanning(function, each)


def _with_image_id(function):
    def each(runtime, by_id, ids, args, parameters):
        for image_id in _image_ids(runtime, by_id, ids):
            function(*args, runtime, image_id, **parameters)

    return _scanning(function, each)


def _with_runtime(function):
    return _scanning(function, lambda runtime, by_id, ids, args, parameters: function(*args, runtime, **parameters))


def _with_nothing(function):
    return _scanning(function, lambda *unused: None)


def _with_iac(function):
    @functools.wraps(function)
    def run(*args, **parameters):
        hosts, kind, ids = (parameters.pop(name) for name in ("hosts", "iac_type", "ids"))
        if hosts:
            service.init_service_client(*hosts)
        for path in ids:
            function(*args, iac.IAC(path, kind), **parameters)

    run = click.argument("ids", nargs=-1)(run)
    run = click.option("--iac-type", default="")(run)
    return click.option("--host", "hosts", multiple=True)(run)


_KINDS = {
    "image": _with_image,
    "image_id": _with_image_id,
    "runtime": _with_runtime,
    "container": _with_nothing,
    "iac": _with_iac,
}


def _command(kind, group, name, members):
    def decorate(function):
        own = name or function.__name__.lower().replace("_", "-")
        made = click.command(own, **members)(_KINDS[kind](function))
        made.__veinmind_command__ = {"type": kind.replace("_id", ""), "data": {}}
        if hasattr(function, "__veinmind_manifest__"):
            made.__veinmind_manifest__ = function.__veinmind_manifest__
        group.add_command(made)
        return made

    return decorate


class Group(click.Group):
    """A group of commands that may be hosts' too."""

    def image_command(self, name=None, **members):
        return _command("image", self, name, members)

    def image_id_command(self, name=None, **members):
        return _command("image_id", self, name, members)

    def runtime_command(self, name=None, **members):
        return _command("runtime", self, name, members)

    def container_command(self, name=None, **members):
        return _command("container", self, name, members)

    def iac_command(self, name=None, **members):
        return _command("iac", self, name, members)

    def add_info_command(self, manifest=None, **members):
        self.add_command(InfoCommand(manifest=manifest, **members))

    def resultcallback(self, replace=False):
        """What newer versions of click call ``result_callback``."""
        newer = getattr(super(), "result_callback", None)
        return newer(replace=replace) if newer else super().resultcallback(replace)

    def option(self, *names, **members):
        """Adds an option to the group itself."""

        def decorate(function):
            click.option(*names, **members)(self)
            return function

        return decorate


def group(name=None, **members):
    members.setdefault("cls", Group)
    return click.group(name, **members)


command = click.command


@group(name="plugin")
def _root():
    """A plugin that looks into container images."""


image_command = _root.image_command
image_id_command = _root.image_id_command
runtime_command = _root.runtime_command
container_command = _root.container_command
iac_command = _root.iac_command
plugin_command = _root.command


def mode(name=None, **unused):
    """Modes of third parties are not used: the host has mounted the image."""
    return lambda function: function


mode_command = runtime_command


def main(**members):
    """Runs the commands of a plugin that has no group of its own."""
    if "info" not in _root.commands:
        _root.add_info_command()
    _root(**members)
