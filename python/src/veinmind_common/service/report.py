"""Reports findings to the host, or to standard error if there is none."""

import enum
import json
import os  # noqa: F401 # plugins use it after `from ... import *`
import stat
import time as timep

from veinmind import log, service

from . import _owners, _pickle

try:
    import jsonpickle
except ImportError:
    jsonpickle = _pickle

_NAMESPACE = "github.com/chaitin/veinmind-tools/veinmind-common/go/service/report"


class Level(enum.Enum):
    Low = 0
    Medium = 1
    High = 2
    Critical = 3


class DetectType(enum.Enum):
    Image = 0
    Container = 1


class EventType(enum.Enum):
    Risk = 0
    Invasion = 1


class AlertType(enum.Enum):
    Vulnerability = 0
    MaliciousFile = 1
    Backdoor = 2
    Sensitive = 3
    AbnormalHistory = 4
    Weakpass = 5


class FileDetail:
    """A file: path, permissions, size, owners and times in seconds."""

    def __init__(self, path, perm=0, size=0, gid=0, uid=0, ctim=0, mtim=0, atim=0, gname="", uname=""):
        self.path = path
        self.perm = perm
        self.size = size
        self.gname = gname
        self.gid = gid
        self.uname = uname
        self.uid = uid
        self.ctim = ctim
        self.mtim = mtim
        self.atim = atim

    @classmethod
    def from_stat(cls, path, file_stat):
        """Returns the details of a file; names of owners are the image's, empty if it has none."""
        return cls(
            path,
            perm=stat.S_IMODE(file_stat.st_mode),
            size=file_stat.st_size,
            gid=file_stat.st_gid,
            uid=file_stat.st_uid,
            ctim=int(file_stat.st_ctime),
            mtim=int(file_stat.st_mtime),
            atim=int(file_stat.st_atime),
            gname=_owners.group(file_stat.st_gid),
            uname=_owners.user(file_stat.st_uid),
        )


class _OfFile(FileDetail):
    def __init__(self, file_detail):
        self.__dict__.update(vars(file_detail))


class BackdoorDetail(_OfFile):
    def __init__(self, description, file_detail):
        super().__init__(file_detail)
        self.description = description


class SensitiveFileDetail(_OfFile):
    def __init__(self, rule_id, rule_name, rule_description, file_detail):
        super().__init__(file_detail)
        self.rule_id = rule_id
        self.rule_name = rule_name
        self.rule_description = rule_description


class SensitiveEnvDetail:
    def __init__(self, key, value, rule_id, rule_name, rule_description):
        self.key = key
        self.value = value
        self.rule_id = rule_id
        self.rule_name = rule_name
        self.rule_description = rule_description


class SensitiveDockerHistoryDetail:
    def __init__(self, value, rule_id, rule_name, rule_description):
        self.value = value
        self.rule_id = rule_id
        self.rule_name = rule_name
        self.rule_description = rule_description


class HistoryDetail:
    def __init__(self, instruction, content, description):
        self.instruction = instruction
        self.content = content
        self.description = description


class AlertDetail:
    """Details of one kind; those of all others are None."""

    def __init__(
        self,
        backdoor_detail=None,
        sensitve_file_detail=None,
        sensitive_env_detail=None,
        sensitive_docker_history_detail=None,
        history_detail=None,
        sensitive_file_detail=None,
    ):
        self.backdoor_detail = backdoor_detail
        self.sensitive_file_detail = sensitive_file_detail or sensitve_file_detail
        self.sensitive_env_detail = sensitive_env_detail
        self.sensitive_docker_history_detail = sensitive_docker_history_detail
        self.history_detail = history_detail

    @classmethod
    def backdoor(cls, backdoor_detail):
        return cls(backdoor_detail=backdoor_detail)

    @classmethod
    def sensitive_file(cls, sensitve_file_detail):
        return cls(sensitive_file_detail=sensitve_file_detail)

    @classmethod
    def sensitive_env(cls, sensitive_env_detail):
        return cls(sensitive_env_detail=sensitive_env_detail)

    @classmethod
    def sensitive_docker_history(cls, sensitive_docker_history_detail):
        return cls(sensitive_docker_history_detail=sensitive_docker_history_detail)

    @classmethod
    def history(cls, history_detail):
        return cls(history_detail=history_detail)


class ReportEvent:
    """A finding in one object; ``native_object`` is not sent."""

    def __init__(
        self, id, level, detect_type, event_type, alert_type, alert_details, t=None, native_object=None, **unused
    ):
        self.id = id
        self.time = t or timep.strftime("%Y-%m-%dT%H:%M:%SZ", timep.gmtime())
        self.level = level
        self.detect_type = detect_type
        self.event_type = event_type
        self.alert_type = alert_type
        self.alert_details = alert_details


@service.service(_NAMESPACE, "report")
def _report(document):
    log.warn("%s", json.dumps(document, indent=2))


def report(evt, *unused, **also_unused):
    """Reports a finding; RuntimeError if the host refuses it, so that a plugin never seems to have found less."""
    _report(json.loads(_pickle.encode(evt)))


class Entry:
    def __init__(self, **fields):
        self.fields = fields

    def report(self, evt):
        report(evt)
