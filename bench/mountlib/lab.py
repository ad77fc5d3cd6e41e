"""What all scenarios of bench/run share: the registry's images, the link, and the ways to measure a peer."""

from mountlib import commands, workloads
from mountlib.servers import KernelErofs, NydusifyMount, Nydusview


def nothing(output):
    """Counts no findings."""


class Lab:
    def __init__(self, nydusview, scratch, catalog, link, soak=0):
        """Takes the program to measure, and the seconds of a soak."""
        self.soak = soak
        self.scratch = scratch
        self.catalog = catalog
        self.link = link
        self.nydusview = nydusview

    def server(self, peer, image):
        if peer == "nydusd":
            return NydusifyMount(image, self.scratch)
        if peer == "erofs":
            return KernelErofs(self.catalog.erofs(image), self.scratch)
        return Nydusview(image, self.scratch, self.nydusview, "jnr" if peer.endswith("-jnr") else "native")

    def on_mount(self, peer, image, work, link=None):
        return workloads.run(self.server(peer, image), work, link)

    def command(self, image, workload, command, link=None, count=nothing):
        """Returns the step of a program that is timed as a whole."""
        workloads.prepare(image)
        with commands.Work(self.scratch, link) as work:
            work.step(workload, command, count)
            return work.steps

    def command_on_mount(self, peer, image, workload, command, count=nothing):
        """Returns the step of a program on a mount over the link, whose time includes the mount's.

        Takes a function from the directory to the program's arguments.
        """

        def measure(measurement):
            def run():
                seconds, output, _ = work.run(command(measurement.server.directory))
                measurement.findings = count(output)
                return seconds

            measurement.step_with_mount(workload, run)

        with commands.Work(self.scratch) as work:
            return self.on_mount(peer, image, measure, self.link)

    def scan(self, *references, find="packages"):
        """Returns the arguments of nydusview's scan with trivy."""
        form = "cyclonedx" if find == "packages" else "json"
        command = [self.nydusview, "scan", "--quiet", "--scanner", "trivy", "--find", find, "--format", form]
        return [*command, "--no-result-cache", *references, "--", *commands.NO_JARS]
