"""Stands in for jsonpickle, with which plugins print findings; an installed one takes precedence."""

import nydusview_installed

if not nydusview_installed.load(__name__):
    from veinmind_common.service._pickle import decode, dumps, encode, loads

    __all__ = ["decode", "dumps", "encode", "loads"]
