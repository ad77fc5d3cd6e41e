"""Programs of the module bench, which Maven builds where its sources have changed."""

import os
import subprocess


def _newest(root):
    times = [os.stat(os.path.join(directory, name)).st_mtime for directory, _, names in os.walk(root) for name in names]
    return max(times, default=0)


def command(checkout, main, *arguments):
    """Returns the command that runs a class of the module."""
    module = os.path.join(checkout, "bench")
    classes = os.path.join(module, "target", "classes")
    built = os.path.join(classes, *"dev.nydusview.bench".split("."), *main.split(".")) + ".class"
    if not os.path.exists(built) or os.stat(built).st_mtime < _newest(os.path.join(module, "src", "main")):
        build = ["mvn", "-q", "-pl", "bench", "-am", "-DskipTests", "package"]
        subprocess.run(build, cwd=checkout, check=True)
    path = "%s:%s" % (classes, os.path.join(module, "target", "lib", "*"))
    return ["java", "-cp", path, "dev.nydusview.bench." + main, *arguments]
