"""Points at which a test may kill the process, to prove that nothing is lost and nothing doubled."""

import os
import signal

from laufzettel.platform.environment import env

_AT = env.str("LAUFZETTEL_CRASH_AT", help="name of the point at which the process kills itself once (tests)")
_MARK = env.str("LAUFZETTEL_CRASH_MARK", help="file that remembers that the process has died there already (tests)")
_ARMED = env.str("LAUFZETTEL_CRASH_FOLDER", help="folder in which a file named like a point arms it once (tests)")
_LOG = env.str("LAUFZETTEL_CRASH_LOG", help="file that lists every point passed (tests)")


def crash_point(name: str) -> None:
    """Kill this process as `kill -9` would, if a test asked for it at this point; otherwise do nothing."""
    if _LOG:
        with open(_LOG, "a", encoding="utf-8") as log:
            log.write(f"{name}\n")
    if _is_armed(name):
        os.kill(os.getpid(), signal.SIGKILL)


def _is_armed(name: str) -> bool:
    """Say whether this process is the one that dies here: whoever makes the mark or removes the file first."""
    try:
        if _ARMED:
            os.unlink(os.path.join(_ARMED, name))
            return True
        if _AT and name == _AT:
            os.close(os.open(_MARK, os.O_CREAT | os.O_EXCL))
            return True
    except (FileNotFoundError, FileExistsError):
        return False
    return False
