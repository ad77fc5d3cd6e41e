"""Lets a plugin that was started without a host give way to one, which will start it again over a mounted image."""

import os
import sys

import click

from . import _host, _manifest

PROGRAM = "NYDUSVIEW"


def needed():
    return not _host.is_there()


def _words(option, value):
    """How ``option`` of the plugin is written to get ``value``, without dashes; none if that goes without saying."""
    name = max(option.opts, key=len).lstrip("-")
    if value is None or value is False or value == ():
        return [max(option.secondary_opts, key=len).lstrip("-")] if value is False and option.secondary_opts else []
    if value is True:
        return [name]
    if getattr(option, "count", False):
        return [name] * value
    return ["%s=%s" % (name, one) for one in (value if option.multiple else [value])]


def _path(ctx):
    """Names of the command and the groups that it is in, without the outermost."""
    return _path(ctx.parent) + [ctx.info_name] if ctx.parent else []


def _flags(ctx):
    """The plugin's own options as its host takes them: only for this command, as others need not have them."""
    name = "%s:%s" % (_manifest.of(ctx.find_root().command).name, "/".join(_path(ctx)))
    flags = []
    for option in ctx.command.params:
        if isinstance(option, click.Option) and option.name in ctx.params:
            for words in _words(option, ctx.params[option.name]):
                flags += ["--plugin-flag", "%s.%s" % (name, words)]
    return flags


def give_way(ctx, images):
    """Becomes the host, which runs this plugin over ``images``; ClickException if there is no host."""
    if not images:
        raise click.UsageError("say which image to scan, as registry/name:tag", ctx)
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
