"""Stands in for jsonpickle, which plugins use to print what they have found; an installed one wins."""

import nydusview_installed

if not nydusview_installed.give_way(__name__):
    from veinmind_common.service._pickle import decode, dumps, encode, loads

    __all__ = ["decode", "dumps", "encode", "loads"]
