"""Restarts a plugin under its host: one that a user starts has no image until the host mounts it."""

import os
import sys

import click

from . import _manifest

PROGRAM = "NYDUSVIEW"


def _words(option, value):
    """Words that give ``option`` the value ``value``, without leading dashes; none for a default."""
    name = max(option.opts, key=len).lstrip("-")
    if value is None or value is False or value == ():
        return [max(option.secondary_opts, key=len).lstrip("-")] if value is False and option.secondary_opts else []
    if value is True:
        return [name]
    if getattr(option, "count", False):
        return [name] * value
    return ["%s=%s" % (name, one) for one in (value if option.multiple else [value])]


def _path(ctx):
    """Names of the groups around a command and of the command itself, without the outermost group."""
    return [*_path(ctx.parent), ctx.info_name] if ctx.parent else []


def _flags(ctx):
    """Options of the host that hand this command the plugin's own options; other commands may not have them."""
    name = "%s:%s" % (_manifest.of(ctx.find_root().command).name, "/".join(_path(ctx)))
    flags = []
    for option in ctx.command.params:
        if isinstance(option, click.Option) and option.name in ctx.params:
            for words in _words(option, ctx.params[option.name]):
                flags += ["--plugin-flag", "%s.%s" % (name, words)]
    return flags


def under_host(ctx, images):
    """Replaces this process by the host, which runs the plugin over ``images``; ClickException if there is none."""
    if not images:
        raise click.UsageError("the image is missing: name it as registry/name:tag", ctx)
    host = os.environ.get(PROGRAM) or "nydusview"
    words = [host, "plugin", "run", *_flags(ctx), os.path.abspath(sys.argv[0]), *images]
    sys.stdout.flush()
    try:
        os.execvp(host, words)
    except OSError as failure:
        raise click.ClickException(
            "cannot run %s, which mounts images: %s (put it on the PATH, or its path into %s)"
            % (host, failure.strerror, PROGRAM)
        ) from None
