"""Decorators that make functions commands, which a host finds and runs."""

import click

from . import _host, _modes, _restart, iac, service
from ._manifest import InfoCommand, Manifest, manifest, set_manifest
from ._modes import mode

__all__ = [
    "Group",
    "InfoCommand",
    "Manifest",
    "argument",
    "command",
    "container_command",
    "container_id_command",
    "group",
    "iac_command",
    "image_command",
    "image_id_command",
    "main",
    "manifest",
    "mode",
    "mode_command",
    "option",
    "plugin_command",
    "runtime_command",
    "set_manifest",
]

option = click.option
argument = click.argument


class PluginCommand(click.Command):
    """A command that is connected with its host."""

    kind = None

    def __init__(self, *args, **members):
        super().__init__(*args, **members)
        manifest_of_function = getattr(self.callback, "__veinmind_manifest__", None)
        if manifest_of_function is not None:
            self.__veinmind_manifest__ = manifest_of_function
        if self.kind is not None:
            self.__veinmind_command__ = {"type": self.kind, "data": {}}

    def host_options(self):
        return [
            click.Option(
                ["--host", "veinmind_host"],
                multiple=True,
                help="URL that the host writes to, then URL that it reads from.",
            )
        ]

    def get_params(self, ctx):
        """Returns the plugin's own parameters, and those of hosts whose names the plugin does not use."""
        own = super().get_params(ctx)
        taken = {name for parameter in own for name in parameter.opts}
        added = []
        for each in self.host_options():
            each.opts = [name for name in each.opts if name not in taken]
            added += [each] if each.opts else []
        return own + added

    def invoke(self, ctx):
        service.init_service_client(*ctx.params.pop("veinmind_host", ()))
        return self.run(ctx)

    def run(self, ctx):
        return ctx.invoke(self.callback, **ctx.params)


class ModeCommand(PluginCommand):
    """A command whose function takes a runtime first."""

    def host_options(self):
        return super().host_options() + _modes.options()

    def run(self, ctx):
        name, values = _modes.take(ctx.params)
        return _modes.use(name, values, lambda runtime: self.look(ctx, runtime))

    def look(self, ctx, runtime):
        return ctx.invoke(self.callback, runtime, **ctx.params)


class RuntimeCommand(ModeCommand):
    """A command whose function takes a runtime only."""

    kind = "runtime"


class _IdCommand(ModeCommand):
    """A command that takes ids, or patterns to search for; without any it takes all."""

    allow_extra_args = True
    by_id = False

    def host_options(self):
        exact = click.Option(
            ["--id", "veinmind_id"], is_flag=True, help="Take each IMAGE as an exact id, not as a pattern."
        )
        return [*super().host_options(), exact]

    def collect_usage_pieces(self, ctx):
        return [*super().collect_usage_pieces(ctx), "[IMAGE]..."]

    def run(self, ctx):
        if not _host.is_there():
            _restart.under_host(ctx, ctx.args)
        self.exact = ctx.params.pop("veinmind_id", False)
        return super().run(ctx)

    def ids(self, ctx, every, search):
        if not ctx.args:
            return every()
        if self.exact:
            return list(ctx.args)
        return list(dict.fromkeys(found for pattern in ctx.args for found in search(pattern)))

    def each(self, ctx, opening, ids):
        for one in ids:
            try:
                opened = opening(one)
            except FileNotFoundError as failure:
                raise click.ClickException(str(failure)) from None
            with opened:
                ctx.invoke(self.callback, opened, **ctx.params)


class ImageCommand(_IdCommand):
    """A command whose function is called with each image."""

    kind = "image"

    def look(self, ctx, runtime):
        self.each(ctx, runtime.open_image_by_id, self.ids(ctx, runtime.list_image_ids, runtime.find_image_ids))


class ImageIdCommand(_IdCommand):
    """A command whose function takes a runtime and a list of ids."""

    kind = "image"

    def look(self, ctx, runtime):
        ids = self.ids(ctx, runtime.list_image_ids, runtime.find_image_ids)
        return ctx.invoke(self.callback, runtime, ids, **ctx.params)


class ContainerCommand(_IdCommand):
    """A command whose function is called with each container, of which there are none."""

    kind = "container"

    def look(self, ctx, runtime):
        ids = self.ids(ctx, runtime.list_container_ids, runtime.find_container_ids)
        self.each(ctx, runtime.open_container_by_id, ids)


class ContainerIdCommand(_IdCommand):
    """A command whose function takes a runtime and a list of ids of containers, which is empty."""

    kind = "container"

    def look(self, ctx, runtime):
        ids = self.ids(ctx, runtime.list_container_ids, runtime.find_container_ids)
        return ctx.invoke(self.callback, runtime, ids, **ctx.params)


class IACCommand(PluginCommand):
    """A command whose function is called with each file that describes infrastructure."""

    kind = "iac"
    allow_extra_args = True

    def host_options(self):
        kind = click.Option(
            ["--iac-type", "veinmind_iac_type"], default="dockerfile", help="Type of the files (default: dockerfile)."
        )
        return [*super().host_options(), kind]

    def run(self, ctx):
        kind = ctx.params.pop("veinmind_iac_type", "dockerfile")
        for path in ctx.args:
            ctx.invoke(self.callback, iac.IAC(path, kind), **ctx.params)


def _made(cls, name, members):
    """Makes commands of functions, with names that do not depend on the version of click."""

    def decorate(function):
        own = name or function.__name__.lower().replace("_", "-")
        return click.command(own, cls=cls, **members)(function)

    return decorate


def _adding(cls):
    def method(self, name=None, **members):
        def decorate(function):
            made = _made(cls, name, members)(function)
            self.add_command(made)
            return made

        return decorate

    return method


class Group(click.Group):
    """A group that makes commands of plugins out of functions."""

    plugin_command = _adding(PluginCommand)
    mode_command = _adding(ModeCommand)
    runtime_command = _adding(RuntimeCommand)
    image_command = _adding(ImageCommand)
    image_id_command = _adding(ImageIdCommand)
    container_command = _adding(ContainerCommand)
    container_id_command = _adding(ContainerIdCommand)
    iac_command = _adding(IACCommand)

    def add_info_command(self, manifest=None, **members):
        self.add_command(InfoCommand(manifest=manifest, **members))

    def resultcallback(self, replace=False):
        """Calls ``result_callback``, by its old name in versions of click before 8.0."""
        newer = getattr(super(), "result_callback", None)
        return newer(replace=replace) if newer else super().resultcallback(replace)

    def option(self, *names, **members):
        """Adds an option to the group itself."""

        def decorate(function):
            click.option(*names, **members)(self)
            return function

        return decorate


@click.group(cls=Group)
def main():
    """A plugin that looks into container images."""


main.add_info_command()


def group(name=None, attach_main=True, **members):
    """Makes a group of a function, and adds it to ``main`` unless ``attach_main`` is false."""

    def decorate(function):
        members.setdefault("cls", Group)
        made = click.group(name or function.__name__.lower().replace("_", "-"), **members)(function)
        if attach_main:
            main.add_command(made)
        return made

    return decorate


def _maker(cls):
    def maker(name=None, attach_main=True, **members):
        return (_adding(cls)(main, name, **members)) if attach_main else _made(cls, name, members)

    return maker


command = _maker(click.Command)
plugin_command = _maker(PluginCommand)
mode_command = _maker(ModeCommand)
runtime_command = _maker(RuntimeCommand)
image_command = _maker(ImageCommand)
image_id_command = _maker(ImageIdCommand)
container_command = _maker(ContainerCommand)
container_id_command = _maker(ContainerIdCommand)
iac_command = _maker(IACCommand)
