"""What the typesetting process may not do: talk to a network, start programs, write files, take all memory."""

import ctypes
import platform
import resource
import struct

# System calls refused with EPERM: network, programs, other processes, and io_uring (which would go round this list).
_REFUSED = {
    "x86_64": (0xC000003E, (41, 42, 44, 46, 49, 50, 59, 62, 101, 200, 234, 307, 310, 311, 322, 425)),
    "aarch64": (0xC00000B7, (198, 200, 201, 203, 206, 211, 221, 117, 129, 130, 131, 269, 270, 271, 281, 425)),
}
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050001
_X32 = 0x40000000
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2


def confine(*, memory_bytes: int) -> bool:
    """Give up rights for good; return whether the kernel also refuses the network (Linux on x86-64 and ARM64)."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return _refuse_system_calls()


def limit_processor_seconds(seconds: int) -> None:
    """Let the kernel end this process after `seconds` more of processor time, even when nobody watches any more."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _refuse_system_calls() -> bool:
    known = _REFUSED.get(platform.machine())
    if platform.system() != "Linux" or known is None:
        return False
    code = _filter(*known)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _filter(architecture: int, refused: tuple[int, ...]) -> bytes:
    """Return a BPF program: refuse on a foreign architecture, on the x32 numbering and on each number in `refused`."""
    head = [
        _step(_LOAD, 4),
        _step(_EQUAL, architecture, hit=1),
        _step(_RETURN, _DENY),
        _step(_LOAD, 0),
        _step(_AT_LEAST, _X32, hit=len(refused) + 1),
    ]
    checks = [_step(_EQUAL, number, hit=len(refused) - index) for index, number in enumerate(refused)]
    return b"".join([*head, *checks, _step(_RETURN, _ALLOW), _step(_RETURN, _DENY)])


def _step(code: int, value: int, *, hit: int = 0) -> bytes:
    return struct.pack("HBBI", code, hit, 0, value)
