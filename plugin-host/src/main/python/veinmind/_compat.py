"""Lets rules of plugins that were written for older Pythons be used.

Until Python 3.11 a regular expression could have its flags, such as (?i), anywhere; they were meant for all of it.
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
    parser = getattr(re, "_parser", None)
    if parser is not None:
        parser.parse = _tolerant(parser.parse)


install()
