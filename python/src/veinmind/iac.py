"""Files that describe infrastructure."""


class IAC:
    """A file or directory on the host, and its type, such as ``dockerfile``."""

    def __init__(self, path, iac_type="dockerfile"):
        self.path = path
        self.iac_type = iac_type
        self.type = iac_type
