"""The scenarios of bench/run by name, with their peers and the programs that these need."""

import shutil

from mountlib import reading, scanning

PROGRAMS = {
    "nydusview": [],
    "nydusview-jnr": [],
    "nydusd": ["nydusd", "nydusify"],
    "trivy": ["trivy"],
    "crane": ["crane"],
    "erofs": ["mkfs.erofs"],
    "unpacked": [],
}
PEERS = list(PROGRAMS)
MOUNTS = ["nydusview", "nydusview-jnr", "nydusd"]

# Subjects: an image, images that share layers, or eight that are read at once.
IMAGE = "image"
FAMILY = "family"
EIGHT = "eight"


class Scenario:
    def __init__(self, measure, peers, tool=None, subject=IMAGE, over_link=True):
        """Takes a function of a lab, a peer and the subject."""
        self.measure = measure
        self.peers = peers
        self.tool = tool
        self.subject = subject
        self.over_link = over_link


SCENARIOS = {
    "start": Scenario(reading.start, ["nydusview", "nydusd"], over_link=False),
    "mount": Scenario(reading.mount, MOUNTS),
    "read": Scenario(reading.read, [*MOUNTS, "crane", "erofs"], over_link=False),
    "read-link": Scenario(reading.read_over_link, MOUNTS),
    "random": Scenario(reading.random_reads, MOUNTS),
    "memory": Scenario(reading.memory, MOUNTS, over_link=False),
    "memory-eight": Scenario(reading.memory_of_eight, ["nydusview", "nydusd"], subject=EIGHT, over_link=False),
    "sbom": Scenario(scanning.sbom, MOUNTS, "trivy"),
    "scan": Scenario(scanning.scan, ["nydusview", "nydusd", "unpacked"], "trivy"),
    "image": Scenario(scanning.scan_of_oci, ["nydusview", "trivy"], "trivy"),
    "rescan": Scenario(scanning.rescan, ["nydusview", "trivy"], "trivy"),
    "secrets": Scenario(scanning.secrets, ["nydusview", "nydusd", "unpacked"], "trivy"),
    "syft": Scenario(scanning.syft, [*MOUNTS, "unpacked"], "syft"),
    "clamscan": Scenario(scanning.clamscan, MOUNTS, "clamscan"),
    "sweep": Scenario(scanning.sweep, ["nydusview", "nydusd", "crane"], subject=FAMILY),
    "family": Scenario(scanning.scan_family, ["nydusview", "nydusd", "trivy"], "trivy", subject=FAMILY),
}

# Scenarios that take as long as they are told to.
SOAKS = ["soak", "soak-mounts"]
SCENARIOS["soak"] = Scenario(reading.soak, ["nydusview"], subject=EIGHT, over_link=False)
SCENARIOS["soak-mounts"] = Scenario(reading.soak_of_mounts, ["nydusview"], subject=EIGHT, over_link=False)


def missing(peer):
    """Returns what a peer needs and this machine does not have."""
    absent = [program for program in PROGRAMS[peer] if shutil.which(program) is None]
    if peer == "erofs":
        with open("/proc/filesystems") as known:
            absent += [] if "\terofs\n" in known else ["erofs in the kernel"]
    return absent
