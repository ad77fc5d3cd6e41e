"""Files that describe infrastructure."""


class IAC:
    def __init__(self, path, iac_type):
        self.path = path
        self.type = iac_type
