"""Scenarios of scanners: each takes a lab, a peer and an image, and returns the steps of the peer."""

from mountlib import commands, host

SMALL_FILE = "etc/debian_version"


def sbom(lab, peer, image):
    name = "mount and trivy rootfs, packages, over the link"
    return lab.command_on_mount(peer, image, name, lambda root: commands.trivy("rootfs", root), commands.components)


def scan(lab, peer, image):
    return _scan(lab, peer, image, "scan with trivy, packages, over the link")


def scan_of_oci(lab, peer, image):
    return _scan(lab, peer, image, "scan with trivy, packages, beside trivy image, over the link")


def secrets(lab, peer, image):
    return _scan(lab, peer, image, "scan with trivy, secrets, over the link", "secrets")


def _scan(lab, peer, image, name, find="packages"):
    count = commands.components if find == "packages" else commands.secrets
    if peer == "nydusview":
        return lab.command(image, name, lab.scan(image.nydus(), find=find), lab.link, count)
    if peer == "trivy":
        return lab.command(image, name, commands.trivy("image", image.oci(), find=find), lab.link, count)
    if peer == "unpacked":
        return lab.command(image, name, commands.trivy("rootfs", image.tree, find=find), None, count)
    return lab.command_on_mount(peer, image, name, lambda root: commands.trivy("rootfs", root, find=find), count)


def rescan(lab, peer, image):
    command = lab.scan(image.nydus()) if peer == "nydusview" else commands.trivy("image", image.oci())
    with commands.Work(lab.scratch, lab.link) as work:
        work.run(command)
        host.drop_page_cache()
        work.step("second scan with trivy, packages, over the link", command, commands.components)
        return work.steps


def syft(lab, peer, image):
    name = "mount and syft, over the link"
    if peer == "unpacked":
        return lab.command(image, name, commands.syft(image.tree), None, commands.artifacts)
    return lab.command_on_mount(peer, image, name, commands.syft, commands.artifacts)


def clamscan(lab, peer, image):
    with commands.Work(lab.scratch) as work:
        database = commands.virus_database(work.path("bench.hdb"))
        name = "mount and clamscan, over the link"
        return lab.command_on_mount(peer, image, name, lambda root: commands.clamscan(root, database))


def sweep(lab, peer, family):
    name = "a file of each of %d images, over the link" % len(family.images)
    if peer == "nydusd":
        return _one_by_one(lab, peer, family, name, lambda root: ["cat", "%s/%s" % (root, SMALL_FILE)])
    if peer == "crane":
        export = ["sh", "-c", 'crane export --insecure "$1" - | tar -xOf - "$0"', SMALL_FILE]
        return lab.command(family, name, _each(export, [image.oci() for image in family.images]), lab.link)
    cat = ["sh", "-c", '"$0" cat "$1" /%s' % SMALL_FILE, lab.nydusview]
    return lab.command(family, name, _each(cat, [image.nydus() for image in family.images]), lab.link)


def scan_family(lab, peer, family):
    name = "scan of %d images that share layers, with trivy, packages, over the link" % len(family.images)
    count = commands.components
    if peer == "nydusview":
        return lab.command(family, name, lab.scan(*[image.nydus() for image in family.images]), lab.link, count)
    if peer == "trivy":
        command = _each(commands.trivy("image"), [image.oci() for image in family.images])
        return lab.command(family, name, command, lab.link, count)
    return _one_by_one(lab, peer, family, name, lambda root: commands.trivy("rootfs", root), count)


def _each(command, arguments):
    """Returns a program that runs a program with each of the arguments, until one fails."""
    loop = 'count=$1; shift; for last in "${@:count+1}"; do "${@:1:count}" "$last"; done'
    return ["bash", "-ec", loop, "bash", str(len(command)), *command, *arguments]


def _one_by_one(lab, peer, family, name, command, count=lambda output: None):
    """Mounts each image in turn; the step is the sum of theirs."""
    steps = [lab.command_on_mount(peer, image, name, command, count)[0] for image in family.images]
    total = dict(steps[0], rssAnonBytes=None)
    for key in ("seconds", "bytes", "findings"):
        if total[key] is not None:
            total[key] = sum(step[key] for step in steps)
    return [total]
