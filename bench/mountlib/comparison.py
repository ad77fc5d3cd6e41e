"""Medians of all runs of bench/run: nydusview beside each peer, as tables for people and as JSON."""

from mountlib import report

SUBJECT = "nydusview"
LOCAL = "unpacked"  # the peer that reads the files of this machine


def workloads(results):
    """Takes (scenario, peer, image, step) in the order of measurement."""
    grouped = {}
    for scenario, peer, image, step in results:
        steps = grouped.setdefault((scenario, image, step["workload"]), {})
        steps.setdefault(peer, []).append(step)
    return [_workload(*key, steps) for key, steps in grouped.items()]


def _workload(scenario, image, name, steps):
    rows = [_row(peer, steps[peer]) for peer in steps]
    rows.sort(key=lambda row: (row["peer"] != SUBJECT, row["medianSeconds"]))
    local = next((row["medianSeconds"] for row in rows if row["peer"] == LOCAL), None)
    for row in rows:
        row["netSeconds"] = None if local is None or row["peer"] == LOCAL else round(row["medianSeconds"] - local, 4)
    if rows[0]["peer"] == SUBJECT:
        for row in rows[1:]:
            row["ratios"] = _ratios(rows[0], row)
    wire = report.median([step.get("wireSeconds") for step in next(iter(steps.values()))])
    return {"scenario": scenario, "image": image, "workload": name, "wireSeconds": wire, "rows": rows}


def _row(peer, steps):
    return {
        "peer": peer,
        "seconds": [round(step["seconds"], 4) for step in steps],
        "medianSeconds": round(report.median([step["seconds"] for step in steps]), 4),
        "bytes": report.median([step["bytes"] for step in steps]),
        "rssAnonBytes": report.median([step["rssAnonBytes"] for step in steps]),
        "findings": sorted({step["findings"] for step in steps if step["findings"] is not None}),
        "loads": [round(step["load"], 2) for step in steps],
        **({"soaks": [step["soak"] for step in steps]} if "soak" in steps[0] else {}),
    }


def _ratios(subject, row):
    """Returns nydusview's figures divided by a peer's."""
    keys = {"time": "medianSeconds", "netTime": "netSeconds", "bytes": "bytes", "memory": "rssAnonBytes"}
    return {name: _ratio(subject[key], row[key]) for name, key in keys.items()}


def _ratio(ours, theirs):
    return None if ours is None or theirs is None or theirs <= 0 else round(ours / theirs, 3)


def lines(outcome):
    yield from report.head(outcome)
    yield "link: %(roundTripSeconds)g s round trip, %(bytesPerSecond)d bytes per second each way" % outcome["link"]
    for name, image in outcome["images"].items():
        yield "%s: %s" % (name, ", ".join("%s %s" % (key, value) for key, value in image.items() if value is not None))
    yield "Ratios are nydusview / peer; net is without the time on the unpacked tree."
    for workload in outcome["workloads"]:
        yield ""
        yield from _table(workload)
    for failure in outcome["failures"]:
        yield ""
        yield "failed: %(scenario)s, %(image)s, %(peer)s: %(reason)s" % failure


def _table(workload):
    wire = workload["wireSeconds"]
    yield "[%(scenario)s] %(workload)s: %(image)s" % workload + (
        "" if wire is None else " (all compressed bytes at the rate of the link: %.3f s)" % wire
    )
    columns = ("peer", "seconds", "min", "max", "net", "MB", "RssAnon MiB", "found", "time", "net", "bytes")
    yield "  %-14s %9s %9s %9s %9s %9s %12s %7s | %6s %6s %6s" % columns
    for row in workload["rows"]:
        yield "  %-14s %9.3f %9.3f %9.3f %9s %9s %12s %7s | %6s %6s %6s" % (
            row["peer"],
            row["medianSeconds"],
            min(row["seconds"]),
            max(row["seconds"]),
            report.text(row["netSeconds"], "%.3f"),
            report.text(_scaled(row["bytes"], 1e6), "%.2f"),
            report.text(_scaled(row["rssAnonBytes"], 1 << 20), "%.1f"),
            "/".join(map(str, row["findings"])) or "-",
            *[report.text(row.get("ratios", {}).get(name), "%.2f") for name in ("time", "netTime", "bytes")],
        )
        for soak in row.get("soaks", ()):
            yield "    " + _soak(soak)


def _soak(soak):
    keys = ("peakBytes", "secondQuarterBytes", "lastQuarterBytes")
    return "peak %s MiB; median %s MiB in the second quarter, %s MiB in the last (%s); %s" % (
        *[report.text(_scaled(soak[key], 1 << 20), "%.1f") for key in keys],
        report.text(soak["lastBySecondQuarter"], "%.3f"),
        ", ".join("%s %d" % (kind, count) for kind, count in soak["reads"].items()),
    )


def _scaled(value, unit):
    return None if value is None else value / unit
