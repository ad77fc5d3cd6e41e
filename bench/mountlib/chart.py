"""Charts of bench/run as SVG, for light and dark pages: one for each image, with a group for each workload."""

from xml.sax.saxutils import escape

WIDTH = 860
LABEL = 110  # of peers
BAR = 360
ROW = 18
GAP = 30

STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600 }
.value { fill: #59636e }
.peer { fill: #9aa4ae }
.nydusview { fill: #1a7f64 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .value { fill: #9198a1 }
  .peer { fill: #59636e }
  .nydusview { fill: #3fb68e }
}
"""


def svg(workloads):
    """Returns a chart of the workloads that several peers did; the longest bar of each group is the slowest peer's."""
    parts, top = [], 8
    for workload in (one for one in workloads if len(one["rows"]) > 1):
        parts.append(_text("title", 8, top + 12, workload["workload"]))
        top += 20
        slowest = max(row["medianSeconds"] for row in workload["rows"])
        for row in workload["rows"]:
            parts += _bar(row, top, BAR * row["medianSeconds"] / slowest)
            top += ROW
        top += GAP - ROW
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">'
    return "\n".join([head % (WIDTH, top, WIDTH, top), "<style>%s</style>" % STYLE, *parts, "</svg>", ""])


def _bar(row, top, width):
    kind = "nydusview" if row["peer"] == "nydusview" else "peer"
    yield _text("", 8, top + 12, row["peer"])
    yield '<rect class="%s" x="%d" y="%d" width="%.1f" height="%d" rx="2"/>' % (kind, LABEL, top + 2, width, ROW - 4)
    yield _text("value", LABEL + width + 6, top + 12, _value(row))


def _value(row):
    seconds = row["medianSeconds"]
    words = ["%.0f ms" % (seconds * 1000) if seconds < 1 else "%.1f s" % seconds]
    if row["bytes"] is not None:
        words.append("%.1f MB fetched" % (row["bytes"] / 1e6))
    if row.get("ratios") and row["ratios"]["time"] is not None:
        words.append("nydusview / %s: %.2f" % (row["peer"], row["ratios"]["time"]))
    return ", ".join(words)


def _text(kind, x, y, text):
    return '<text class="%s" x="%.1f" y="%d">%s</text>' % (kind, x, y, escape(text))
