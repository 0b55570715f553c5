"""Take away from a process what a query has no use for (Linux).

Two walls stand between a query and the network: a network namespace without an interface, which not
every machine lets us make, and no free file descriptor, so that no socket can be opened at all.
A networked process has neither; ``landlock`` narrows what it reaches.
No seccomp filter: the pip packages for it need the C library libseccomp and are hardly kept.
"""

import ctypes
import os
import resource
import signal
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_NOBODY = 65534
_CAPABILITY_VERSION_3 = 0x20080522

_NEVER = (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC)
# Of the descriptors that a networked process may have above those it has: connections, and files to find names.
_CONNECTIONS = 32


def die_with_parent(parent: int) -> None:
    """End this process with the thread that started it, and at once if ``parent`` is gone already."""
    _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def gain_nothing() -> None:
    """Make sure that no later step can win rights back."""
    _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def leave_network() -> bool:
    """Move this process, of one thread, where there is no network; tell whether the kernel let us."""
    libc = _libc()
    return any(libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def drop_rights() -> None:
    """Become nobody, if this is root and the kernel lets it, and give up all capabilities."""
    if os.getuid() == 0:
        with suppress(OSError):  # a namespace may have no other users
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _libc().capset(header, (ctypes.c_uint32 * 6)())


def bound_memory(more: int) -> None:
    """Let this process map ``more`` bytes above what it has mapped now."""
    pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    most = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def open_nothing(*, networked: bool) -> None:
    """Forbid file content, dumps, threads and new descriptors, of which a ``networked`` process needs a few."""
    for limit in _NEVER:
        resource.setrlimit(limit, (0, 0))
    highest = max(int(entry.name) for entry in Path("/proc/self/fd").iterdir()) if networked else 0
    most = highest + _CONNECTIONS if networked else 0
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
