"""Modes of hosts: the runtime that holds the image, and options about the places where it keeps images."""

import click

from .containerd import Containerd
from .docker import Docker
from .remote import Remote
from .tarball import Tarball

# Options of Go and of Python plugins. They have no effect: the image is mounted already.
_OPTIONS = {
    "docker": ("docker-config-file", "docker-config-path", "docker-data-root", "docker-unique-desc"),
    "containerd": ("containerd-config", "containerd-root", "containerd-unique-desc"),
    "tarball": ("tarball-root",),
    "remote": ("remote-root",),
}
_RUNTIMES = {"docker": Docker, "containerd": Containerd, "tarball": Tarball, "remote": Remote}
_PREFIX = "veinmind_"

_others = {}


def mode(name=None, **members):
    """Adds a mode. Its function takes a callback, to be called with a runtime, and the values of its own options."""

    def decorate(function):
        made = click.command(name or function.__name__.replace("_", "-"), **members)(function)
        _others[made.name] = made
        return made

    return decorate


def _hidden(name, **members):
    return click.Option(["--" + name, _PREFIX + name.replace("-", "_")], hidden=True, **members)


def options():
    """Returns the options by which a host chooses a mode, and those of each mode."""
    found = [click.Option(["--mode", "-m", _PREFIX + "mode"], help="Runtime that holds the image (default: docker).")]
    for name in [*_RUNTIMES, *_others]:
        found.append(_hidden(name, is_flag=True))
    found += [_hidden(option) for names in _OPTIONS.values() for option in names]
    return found + [option for other in _others.values() for option in other.params]


def take(parameters):
    """Removes the mode and its options from ``parameters``; returns its name, and the options of an added mode."""
    given = {name: parameters.pop(name) for name in list(parameters) if name.startswith(_PREFIX)}
    chosen = given.get(_PREFIX + "mode")
    for name in [*_RUNTIMES, *_others]:
        if given.get(_PREFIX + name.replace("-", "_")):
            chosen = chosen or name
    own = {}
    for name, other in _others.items():
        values = {option.name: parameters.pop(option.name, None) for option in other.params}
        own = values if name == chosen else own
    return chosen or "docker", own


def use(name, values, action):
    """Calls ``action`` with the runtime of the mode ``name``."""
    if name in _others:
        return _others[name].callback(action, **values)
    if name not in _RUNTIMES:
        raise click.UsageError("there is no mode %r" % (name,))
    with _RUNTIMES[name]() as found:
        return action(found)
