"""Makes regular expressions that were written for older Pythons compile.

Until Python 3.11 the global flags of a pattern, such as (?i), could stand anywhere in it.
"""

import re

_FLAGS = re.compile(r"\(\?[aiLmsux]+\)")


def _tolerant(parse):
    def parsed(pattern, *more):
        try:
            return parse(pattern, *more)
        except re.error as failure:
            if not isinstance(pattern, str) or "global flags not at the start" not in str(failure):
                raise
            flags = "".join(_FLAGS.findall(pattern))
            return parse(flags + _FLAGS.sub("", pattern), *more)

    return parsed


def install():
    """Moves global flags to the start of each pattern that is compiled from now on."""
    parser = getattr(re, "_parser", None)
    if parser is not None:
        parser.parse = _tolerant(parser.parse)
