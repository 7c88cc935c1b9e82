"""What a process that reads a stranger's file may still do: reckon, and write its answer. Linux only.

Imported inside the jail and nowhere else. Nothing here is undone: the process ends with it.
"""

import ctypes
import os
import platform
import struct

MEMORY = 512 * 1024 * 1024  # bytes of address space
SECONDS = 30  # of processor time

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUALS, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # EPERM: a library that asks for more stumbles, and says so
_NUMBER, _ARCHITECTURE = 0, 4  # where they stand in what the kernel hands to the filter

# Read, write, close; memory; signals; clocks, locks, chance; exit. Not: open, socket, fork, exec, kill.
_CALLS = {
    "x86_64": (0xC000003E, (0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 28, 60, 96, 131, 186, 202, 228,
                            230, 231, 262, 318, 334, 39)),
    "aarch64": (0xC00000B7, (57, 62, 63, 64, 79, 80, 93, 94, 98, 113, 115, 124, 132, 134, 135, 139, 169, 172,
                             178, 214, 215, 216, 222, 226, 233, 278, 293)),
}  # fmt: skip


def can_shut(machine: str) -> bool:
    """Whether the numbers of this kind of processor's system calls are known here."""
    return machine in _CALLS


def set_limits() -> None:
    """Bound memory and time, allow no file to be written and no other process to be begun."""
    import resource  # not everywhere

    for what, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NPROC, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


def shut() -> None:
    """From here on the kernel refuses whatever isn't in the list: no file, no network, no other process.

    Raises OSError where the kernel won't have it.
    """
    architecture, calls = _CALLS[platform.machine()]
    allow = len(calls)
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUALS, 0, allow + 1, architecture),  # another one's numbers mean other things
        (_LOAD, 0, 0, _NUMBER),
        *((_EQUALS, allow - place, 0, number) for place, number in enumerate(calls)),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    program = b"".join(struct.pack("=HBBI", *step) for step in steps)
    kept = ctypes.create_string_buffer(program, len(program))
    told = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(kept)))
    system = ctypes.CDLL(None, use_errno=True)
    for call in (
        (_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), ctypes.c_ulong(0), 0, 0),
        (_SET_SECCOMP, ctypes.c_ulong(_FILTER), told, 0, 0),
    ):
        if system.prctl(*call) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
