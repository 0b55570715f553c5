"""Bind this process to a few TCP ports and to the files that finding a host needs (Linux, Landlock).

Kernels before 5.13 have no Landlock, those before 6.7 none for ports: there, each wall that is missing
leaves the others standing. Not covered, as no kernel does: UDP, which names are looked up with; and to
which address an allowed port is connected. The guard alone decides on the host.
"""

import ctypes
import os
from collections.abc import Iterable
from contextlib import suppress

# asm/unistd.h, the same on all machines; linux/landlock.h.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_BENEATH_PATH, _TO_PORT = 1, 2
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_BIND, _CONNECT = 1 << 0, 1 << 1
# Rights to files, to the network, and scopes, by the version that brought them.
_FILES = ((1, 13), (2, 14), (3, 15), (5, 16))
_PORTS_SINCE, _SCOPES_SINCE, _SCOPES = 4, 6, 0b11

# The C library looks names up with these, and the engine checks certificates with the last.
_FILES_READ = ("/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/resolv.conf", "/etc/gai.conf")
_FOLDERS_READ = (
    "/run/systemd/resolve", "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache",
    "/etc/ssl", "/etc/pki", "/usr/share/ca-certificates", "/usr/local/share/ca-certificates",
)  # fmt: skip


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("ports", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


class _PortRule(ctypes.Structure):
    _fields_ = (("rights", ctypes.c_uint64), ("port", ctypes.c_uint64))


def narrow(ports: Iterable[int]) -> int:
    """Narrow this thread, and those that it starts, for good; tell the kernel's version of Landlock, 0 for none."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = max(0, int(libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)))
    if version:
        _restrict(libc, version, ports)
    return version


def _restrict(libc: ctypes.CDLL, version: int, ports: Iterable[int]) -> None:
    asked = _asked(version)
    rules = libc.syscall(_CREATE_RULESET, ctypes.byref(asked), ctypes.c_size_t(ctypes.sizeof(asked)), 0)
    if rules < 0:
        raise OSError(ctypes.get_errno(), "no Landlock rules can be made")
    for path in _FILES_READ + _FOLDERS_READ:
        with suppress(FileNotFoundError):
            _let_read(libc, rules, path)
    for port in ports if asked.ports else ():
        _add(libc, rules, _TO_PORT, _PortRule(_CONNECT, port))
    if libc.syscall(_RESTRICT_SELF, rules, 0) != 0:
        raise OSError(ctypes.get_errno(), "the Landlock rules are not taken")
    os.close(rules)


def _asked(version: int) -> _Ruleset:
    """List everything that this kernel can forbid."""
    files = max(bits for since, bits in _FILES if version >= since)
    ports = _BIND | _CONNECT if version >= _PORTS_SINCE else 0
    return _Ruleset((1 << files) - 1, ports, _SCOPES if version >= _SCOPES_SINCE else 0)


def _let_read(libc: ctypes.CDLL, rules: int, path: str) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = _READ_FILE | _READ_FOLDER if os.path.isdir(path) else _READ_FILE  # noqa: PTH112  beside os.open
        _add(libc, rules, _BENEATH_PATH, _PathRule(rights, opened))
    finally:
        os.close(opened)


def _add(libc: ctypes.CDLL, rules: int, kind: int, rule: ctypes.Structure) -> None:
    if libc.syscall(_ADD_RULE, rules, kind, ctypes.byref(rule), 0) != 0:
        raise OSError(ctypes.get_errno(), "a Landlock rule is not taken")
