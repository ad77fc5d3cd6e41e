"""The order of measurement of bench/run: runs, scenarios, images, peers by turns. It names what it leaves out."""

import os
import shutil
import subprocess
import sys

from mountlib.scenarios import EIGHT, FAMILY, IMAGE, SCENARIOS, missing


def note(text, *values):
    print("bench/run: " + text % values, file=sys.stderr)


class Family:
    """Several images as one."""

    def __init__(self, name, images):
        self.name = name
        self.images = images

    def at(self, address):
        return Family(self.name, [image.at(address) for image in self.images])

    def stored(self):
        return sorted({path for image in self.images for path in image.stored()})

    def describe(self):
        stored = sum(os.path.getsize(path) for path in self.stored())
        return {"images": len(self.images), "storedBytes": stored}


def images(names, catalog):
    """Makes the images, as far as that is possible here."""
    made = []
    for name in names:
        try:
            made.append(catalog.image(name))
        except (OSError, subprocess.SubprocessError) as e:
            note("left out: the image %s cannot be made: %s", name, e)
    return made or [catalog.image("synthetic")]


def families(scenarios, catalog, images):
    """Makes the images that share layers, if one of the scenarios needs them, beside others or alone."""
    subjects = {SCENARIOS[name].subject for name in scenarios} - {IMAGE}
    if not subjects:
        return []
    try:
        family = catalog.family()
        all_made = {FAMILY: family, EIGHT: [*images, *family][:8]}
        return [Family(name, all_made[name]) for name in sorted(subjects)]
    except (OSError, subprocess.SubprocessError) as e:
        note("left out: images that share layers cannot be made: %s", e)
        return []


def _usable_peers(names):
    """Returns the peers that this machine has."""
    for peer in names:
        if missing(peer):
            note("left out: the peer %s, as %s is not here", peer, ", ".join(missing(peer)))
    return [peer for peer in names if not missing(peer)]


def _usable_scenarios(names):
    chosen = {}
    for name in names:
        tool = SCENARIOS[name].tool
        if tool and shutil.which(tool) is None:
            note("left out: the scenario %s, as %s is not here", name, tool)
        else:
            chosen[name] = SCENARIOS[name]
    return chosen


def _subject(image):
    return image.name if isinstance(image, Family) else IMAGE


class Benchmark:
    def __init__(self, options, lab, images):
        self.options = options
        self.lab = lab
        self.images = images
        self.results = []
        self.failures = []

    def run(self):
        peers, scenarios = _usable_peers(self.options.peers), _usable_scenarios(self.options.only)
        for run in range(self.options.runs):
            for name, scenario in scenarios.items():
                for image in self.images:
                    if _subject(image) == scenario.subject:
                        known = [peer for peer in peers if peer in scenario.peers]
                        self._take_turns(run, name, image, known)

    def _take_turns(self, run, name, image, peers):
        """Lets each of the peers be first in some run."""
        turn = run % len(peers) if peers else 0
        for peer in peers[turn:] + peers[:turn]:
            note("run %d: %s, %s, %s", run + 1, name, image.name, peer)
            self._measure(name, peer, image)

    def _measure(self, name, peer, image):
        key = {"scenario": name, "peer": peer, "image": image.name}
        if any(dict(key, reason=failure["reason"]) == failure for failure in self.failures):
            return
        scenario = SCENARIOS[name]
        seen = image.at(self.lab.link.address) if scenario.over_link else image
        try:
            steps = scenario.measure(self.lab, peer, seen)
        except (OSError, TimeoutError, subprocess.SubprocessError) as e:
            note("%s has failed in %s with %s: %s", peer, name, image.name, e)
            self.failures.append(dict(key, reason=str(e)))
            return
        self.results += [(name, peer, image.name, step) for step in steps]
