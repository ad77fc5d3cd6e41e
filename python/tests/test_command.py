"""Commands of plugins, run as hosts run them, and their manifests."""

import json
import os
import unittest
from unittest import mock

import support
from support import ID, REFERENCES

from veinmind import remote, tarball

PLUGIN = """
import click
from veinmind import *

command.set_manifest(name="test", version="1.0", author="me", description="of tests", tags=["a"])

def say(*words):
    print(*words)

@command.image_command()
@click.option("--format", default="text")
@command.option("-v", "--verbose", is_flag=True)
def scan_it(image, format, verbose):
    say("image", image.id(), format, verbose, image.open("/file").read())

@command.image_id_command("ids")
def by_ids(runtime, image_ids):
    say(type(runtime).__name__, *image_ids)

@command.runtime_command()
def runtime(runtime):
    say(type(runtime).__name__, runtime.list_image_ids(), runtime.list_container_ids())

@command.container_command()
def containers(container):
    say("container")

@command.container_id_command()
def container_ids(runtime, ids):
    say("ids", ids)

@command.iac_command()
def files(iac):
    say(iac.path, iac.type)

@command.plugin_command()
def plain():
    say("plain")

@command.command()
def hidden():
    say("hidden")

@command.group()
@click.option("--level", default=1, type=int)
def cli(level):
    say("level", level)

@cli.image_command()
def images(image):
    say(image.id())
    return 7

@cli.resultcallback()
def done(result, level):
    say("done", level)

if __name__ == "__main__":
    command.main()
"""

GROUP = """
from veinmind import *

@command.group()
def cli():
    pass

@command.manifest(name="of function", version="2")
def scan(image):
    print(image.id())

cli.image_command()(scan)
cli.add_info_command(%s)
if __name__ == "__main__":
    cli()
"""

MODE = """
import click
from veinmind import *

class Mine:
    def list_image_ids(self):
        return [self.where]

    find_image_ids = None

@command.mode("mine")
@click.option("--mine-place")
def mine(use, mine_place):
    found = Mine()
    found.where = mine_place
    use(found)

@command.image_id_command()
def scan(runtime, ids):
    print(ids)

command.main()
"""


class CommandTree(support.Tree):
    plugin = PLUGIN

    def setUp(self):
        super().setUp()
        self.write("file", "content")
        self.script = self.scripted(self.plugin)

    def scripted(self, text):
        script = os.path.join(self.directory, "plugin.py")
        with open(script, "w", encoding="utf-8") as file:
            file.write(text)
        return script

    def run_plugin(self, *words):
        return self.python(self.script, *words, **self.variables())

    def printed(self, *words):
        done = self.run_plugin(*words)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.splitlines()


class InfoTest(CommandTree):
    def info(self, text=None):
        done = self.python(self.scripted(text) if text else self.script, "info")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return json.loads(done.stdout)

    def test_manifest(self):
        manifest = self.info()
        commands = {"/".join(each["path"]): each for each in manifest.pop("commands")}
        self.assertEqual(
            manifest,
            {
                "manifestVersion": 1,
                "name": "test",
                "version": "1.0",
                "author": "me",
                "description": "of tests",
                "tags": ["a"],
            },
        )
        kinds = {
            "scan-it": "image",
            "ids": "image",
            "cli/images": "image",
            "runtime": "runtime",
            "containers": "container",
            "container-ids": "container",
            "files": "iac",
        }
        self.assertEqual({path: each["type"] for path, each in commands.items()}, kinds)
        self.assertEqual({str(each["data"]) for each in commands.values()}, {"{}"})

    def test_manifest_of_a_group(self):
        manifest = self.info(GROUP % "manifest=command.Manifest(name='own', tags=('x',))")
        self.assertEqual((manifest["name"], manifest["tags"]), ("own", ["x"]))
        self.assertEqual(manifest["commands"], [{"type": "image", "data": {}, "path": ["scan"]}])

    def test_manifest_of_a_command(self):
        self.assertEqual(self.info(GROUP % "")["name"], "of function")

    def test_without_one_the_name_of_a_plugin_is_its_directory(self):
        manifest = self.info("from veinmind import *\ncommand.main()\n")
        self.assertEqual((manifest["name"], manifest["commands"]), (os.path.realpath(self.directory), []))


class ImageCommandTest(CommandTree):
    line = "image %s text False content" % ID

    def test_as_hosts_run_it_in_every_mode(self):
        options = {
            "docker": ["docker-unique-desc", "docker-config-file", "docker-config-path", "docker-data-root"],
            "containerd": ["containerd-unique-desc", "containerd-config", "containerd-root"],
            "tarball": ["tarball-root"],
            "remote": ["remote-root"],
        }
        for mode, names in options.items():
            words = [word for name in names for word in ("--" + name, "x")]
            for chosen in (["--mode", mode], ["-m", mode], ["--" + mode]):
                self.assertEqual(self.printed("scan-it", *chosen, *words, "--id", ID), [self.line])
            self.assertEqual(self.printed("ids", "--mode", mode, *words, "--id", ID), [mode.capitalize() + " " + ID])
            self.assertEqual(
                self.printed("runtime", "--mode", mode, *words), ["%s ['%s'] []" % (mode.capitalize(), ID)]
            )

    def test_flags_of_the_plugin_stand_among_those_of_the_host(self):
        words = ["--mode", "docker", "--docker-unique-desc", "x", "--id", "--format", "json", "-v", ID]
        self.assertEqual(self.printed("scan-it", *words), ["image %s json True content" % ID])

    def test_images_are_named_by_ids_or_patterns(self):
        self.assertEqual(self.printed("scan-it"), [self.line])
        for pattern in (ID, ID[:15], ID[7:20], "app", "team/app", "app:1", "*/app", REFERENCES[0], REFERENCES[1]):
            self.assertEqual(self.printed("scan-it", pattern), [self.line], pattern)
        self.assertEqual(self.printed("scan-it", "app", "team/app:1"), [self.line])
        for pattern in ("other", "pp", "team", "app:2", "sha256:", "sha256:00", ""):
            self.assertEqual(self.printed("scan-it", pattern), [], pattern)

    def test_an_id_of_another_image_is_an_error(self):
        done = self.run_plugin("scan-it", "--id", "sha256:2")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("there is no image sha256:2 here, but " + ID, done.stderr)

    def test_wrong_words_are_errors(self):
        for words in (["--mode", "none"], ["--none"], ["--docker-unknown", "x"]):
            self.assertEqual(self.run_plugin("scan-it", *words, ID).returncode, 2, words)

    def test_a_failure_of_the_function_is_one_of_the_plugin(self):
        os.remove(self.place("file"))
        done = self.run_plugin("scan-it", "--id", ID)
        self.assertEqual(done.returncode, 1)
        self.assertIn("FileNotFoundError", done.stderr)

    def test_groups(self):
        self.assertEqual(self.printed("cli", "--level", "3", "images", "--id", ID), ["level 3", ID, "done 3"])

    def test_help_tells_of_the_plugin_not_of_all_runtimes(self):
        text = "\n".join(self.printed("scan-it", "--help"))
        self.assertIn("--format", text)
        self.assertIn("[IMAGE]...", text)
        self.assertNotIn("docker-unique-desc", text)

    def test_an_option_of_the_plugin_takes_precedence_over_one_of_the_host(self):
        self.scripted(
            "from veinmind import *\n@command.image_command()\n@command.option('-m', '--id')\n"
            "def scan(image, id):\n    print(id)\ncommand.main()\n"
        )
        self.assertEqual(self.printed("scan", "--mode", "docker", "-m", "mine"), ["mine"])

    def test_another_mode(self):
        self.scripted(MODE)
        self.assertEqual(self.printed("scan", "--mode", "mine", "--mine-place", "there"), ["['there']"])
        self.assertEqual(self.printed("scan", "--mine", "--mine-place", "there"), ["['there']"])
        self.assertEqual(self.printed("scan", "--id", ID), ["['%s']" % ID])


class OtherCommandsTest(CommandTree):
    def test_there_are_no_containers(self):
        self.assertEqual(self.printed("containers"), [])
        self.assertEqual(self.printed("container-ids", "x"), ["ids []"])
        self.assertEqual(self.run_plugin("containers", "--id", "x").returncode, 1)

    def test_infrastructure(self):
        self.assertEqual(self.printed("files", "a", "b"), ["a dockerfile", "b dockerfile"])
        self.assertEqual(self.printed("files", "--iac-type", "kubernetes", "a"), ["a kubernetes"])

    def test_plain(self):
        self.assertEqual(self.printed("plain"), ["plain"])
        self.assertEqual(self.printed("hidden"), ["hidden"])


class StandaloneTest(CommandTree):
    """Plugins that a user starts without a host."""

    def setUp(self):
        super().setUp()
        self.host = os.path.join(self.directory, "host")
        with open(self.host, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\nprintf "%s\\n" "$@"\nexit 7\n')
        os.chmod(self.host, 0o755)

    def test_it_starts_the_host_in_its_place(self):
        done = self.python(self.script, "scan-it", "a/b:1", "c", NYDUSVIEW=self.host)
        words = ["plugin", "run", "--plugin-flag", "test:scan-it.format=text", self.script, "a/b:1", "c"]
        self.assertEqual((done.returncode, done.stdout.splitlines(), done.stderr), (7, words, ""))

    def test_its_own_options_are_passed_on(self):
        done = self.python(self.script, "cli", "images", "x", NYDUSVIEW=self.host)
        self.assertEqual(done.stdout.splitlines(), ["level 1", "plugin", "run", self.script, "x"])
        done = self.python(self.script, "scan-it", "--format", "a=b c", "-v", "x", NYDUSVIEW=self.host)
        flags = [line for line in done.stdout.splitlines() if line.startswith("test:")]
        self.assertEqual(flags, ["test:scan-it.format=a=b c", "test:scan-it.verbose"])

    def test_the_host_is_looked_for_on_the_path(self):
        os.rename(self.host, os.path.join(self.directory, "nydusview"))
        path = self.directory + ":" + os.environ["PATH"]
        self.assertEqual(self.python(self.script, "scan-it", "x", PATH=path).returncode, 7)

    def test_without_a_host_or_an_image_it_says_what_to_do(self):
        done = self.python(self.script, "scan-it", "x", NYDUSVIEW="/none")
        self.assertEqual(done.returncode, 1)
        self.assertIn("put it on the PATH, or its path into NYDUSVIEW", done.stderr)
        done = self.python(self.script, "scan-it", NYDUSVIEW=self.host)
        self.assertEqual(done.returncode, 2)
        self.assertIn("the image is missing", done.stderr)

    def test_runtimes_need_a_host(self):
        done = self.python(self.script, "runtime")
        self.assertEqual(done.returncode, 1)
        self.assertIn("run this plugin by `nydusview plugin run`", done.stderr)


class ImageTest(support.Tree):
    """Methods of images that are not about files."""

    def test_what_the_host_says(self):
        config = {"history": [{"created_by": "x"}], "rootfs": {"diff_ids": ["sha256:1", "sha256:2"]}}
        with mock.patch.dict(os.environ, self.variables(**config)), support.image.Image() as image:
            self.assertEqual(image.id(), ID)
            self.assertEqual(image.reporefs(), REFERENCES)
            self.assertEqual(image.repos(), ["registry.example:5000/team/app"])
            self.assertEqual(image.ocispec_v1(), config)
            self.assertEqual((image.num_layers(), image.get_layer_diff_id(0)), (1, "sha256:2"))
            self.write("file", "content")
            with image.open_layer(0) as layer:
                self.assertEqual((layer.id(), layer.listdir()), ("sha256:2", ["file"]))
                self.assertEqual((layer.opaques(), layer.whiteouts()), ([], []))
            for action in (image.open_layer, image.get_layer_diff_id):
                with self.assertRaises(IndexError):
                    action(1)

    def test_runtimes_that_load(self):
        with mock.patch.dict(os.environ, self.variables()):
            for kind in (remote.Remote, remote.Runtime, tarball.Tarball):
                with kind("/place") as runtime:
                    self.assertEqual(runtime.load(REFERENCES[0]), [ID])
                    with runtime.open_image_by_id(ID[7:]) as image:
                        self.assertEqual(image.id(), ID)
                    for action in (runtime.load, runtime.open_image_by_id, runtime.open_container_by_id):
                        with self.assertRaises(FileNotFoundError):
                            action("other")
                    runtime.remove_image_by_id(ID)
                    self.assertEqual(runtime.find_container_ids("x"), [])


if __name__ == "__main__":
    unittest.main()
