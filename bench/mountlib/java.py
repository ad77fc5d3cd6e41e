"""Programs of the module bench, which Maven builds where its sources have changed."""

import os
import subprocess


def _is_stale(built, module):
    """Tells that a class file is older than a source or the build file of its module."""
    sources = [os.path.join(module, "pom.xml")]
    for directory, _, names in os.walk(os.path.join(module, "src", "main")):
        sources += [os.path.join(directory, name) for name in names]
    return not os.path.exists(built) or os.stat(built).st_mtime < max(os.stat(path).st_mtime for path in sources)


def command(checkout, main, *arguments):
    """Returns the command that runs a class of the module."""
    module = os.path.join(checkout, "bench")
    classes = os.path.join(module, "target", "classes")
    built = os.path.join(classes, *"dev.nydusview.bench".split("."), *main.split(".")) + ".class"
    if _is_stale(built, module):
        build = ["mvn", "-q", "-pl", "bench", "-am", "-DskipTests", "package"]
        subprocess.run(build, cwd=checkout, check=True)
        os.utime(built)  # as Maven leaves alone what it need not compile
    path = "%s:%s" % (classes, os.path.join(module, "target", "lib", "*"))
    return ["java", "-cp", path, "dev.nydusview.bench." + main, *arguments]
