"""Medians of all runs of bench/mount, as a table for people and as JSON."""

import statistics

BASE = "nydusd"


def median(values):
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def _row(server, steps, image):
    reads = median([step["reads"] for step in steps])
    return {
        "server": server,
        "seconds": [round(step["seconds"], 4) for step in steps],
        "medianSeconds": round(median([step["seconds"] for step in steps]), 4),
        "readsPerFile": None if reads is None else round(reads / image.files, 4),
        "rssAnonBytes": median([step["rssAnonBytes"] for step in steps]),
        "loads": [round(step["load"], 2) for step in steps],
    }


def workloads(results):
    """Takes (server, image, step) in the order of measurement."""
    grouped = {}
    for server, image, step in results:
        rows = grouped.setdefault((step["workload"], image.files), {})
        rows.setdefault(server, (image, []))[1].append(step)
    return [_workload(name, rows) for (name, _), rows in grouped.items()]


def _workload(name, rows):
    table = [_row(server, steps, image) for server, (image, steps) in rows.items()]
    table.sort(key=lambda row: row["medianSeconds"])
    base = next((row["medianSeconds"] for row in table if row["server"] == BASE), None)
    for row in table:
        row["ratioToNydusd"] = None if base is None else round(row["medianSeconds"] / base, 3)
    image = next(iter(rows.values()))[0]
    return {"workload": name, "files": image.files, "dataBytes": image.data_bytes, "rows": table}


def text(value, form):
    return "-" if value is None else form % value


def head(report):
    """Returns the lines about the machine, the programs and the runs."""
    host = report["host"]
    yield "Linux %(kernel)s, %(machine)s, %(cpus)d CPUs" % host
    for name, version in report["programs"].items():
        yield "%s: %s" % (name, version or "absent")
    yield "%d runs, medians; load average of the last minute %s to %s" % (
        report["runs"],
        min(report["loads"], default="-"),
        max(report["loads"], default="-"),
    )


def lines(report):
    yield from head(report)
    for workload in report["workloads"]:
        yield ""
        yield "%(workload)s: %(files)d files, %(dataBytes)d bytes" % workload
        columns = ("server", "seconds", "min", "max", "/ nydusd", "reads/file", "RssAnon MiB")
        yield "  %-20s %9s %9s %9s %9s %11s %12s" % columns
        for row in workload["rows"]:
            memory = row["rssAnonBytes"]
            yield "  %-20s %9.3f %9.3f %9.3f %9s %11s %12s" % (
                row["server"],
                row["medianSeconds"],
                min(row["seconds"]),
                max(row["seconds"]),
                text(row["ratioToNydusd"], "%.2f"),
                text(row["readsPerFile"], "%.3f"),
                text(None if memory is None else memory / (1 << 20), "%.1f"),
            )
