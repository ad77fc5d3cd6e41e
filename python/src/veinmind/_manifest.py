"""The manifest with which a plugin answers ``info``."""

import json
import os

import click


class Manifest:
    """Name, version, author, description and tags of a plugin."""

    VERSION = 1

    def __init__(self, name="", version="", author="", description="", tags=(), **unused):
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
    """Sets the manifest of the whole plugin."""
    global _manifest
    _manifest = Manifest(**members)


def manifest(**members):
    """Attaches a manifest to a command's function."""

    def decorate(target):
        target.__veinmind_manifest__ = Manifest(**members)
        return target

    return decorate


def _children(group):
    return [(name, group.get_command(None, name)) for name in group.list_commands(None)]


def _of(command):
    """Returns the manifest of a command, or the first one below it; None if there is none."""
    own = getattr(command, "__veinmind_manifest__", None)
    if own is None and isinstance(command, InfoCommand):
        own = command.manifest
    if own is not None or not isinstance(command, click.Group):
        return own
    return next(filter(None, (_of(child) for _, child in _children(command))), None)


def _default():
    """Returns the manifest that was set; the name of a plugin without one is its directory."""
    import __main__

    place = os.path.dirname(os.path.realpath(getattr(__main__, "__file__", "") or "."))
    return _manifest or Manifest(name=place)


def of(root):
    """Returns the manifest of the plugin whose outermost group is ``root``."""
    return _of(root) or _default()


def commands(command, path=()):
    """Lists the commands at and below ``command`` that hosts may run, in the form of a manifest."""
    if isinstance(command, click.Group):
        return [info for name, child in _children(command) for info in commands(child, (*path, name))]
    info = getattr(command, "__veinmind_command__", None)
    return [] if info is None else [dict(info, path=list(path))]


class InfoCommand(click.Command):
    """Prints the manifest of the group that it is in."""

    def __init__(self, manifest=None, **members):
        members.setdefault("help", "Print the manifest of this plugin.")
        super().__init__("info", **members)
        self.manifest = manifest

    def invoke(self, ctx):
        root = ctx.parent.command
        click.echo(json.dumps((self.manifest or of(root)).document(commands(root))))
