"""
A disk that can be cut off, filled up and made to fail, in memory.

It is a VFS of SQLite's own interface, made of ctypes and put into the very
library that the standard module `sqlite3` calls.
So a store on it is the store, driver and database and all: only what is
below, files and their folder, is played.

What it plays is a POSIX disk as SQLite's own unix VFS uses it: writes,
truncations, new names and removed names last only when they were synced, and
a folder is synced when a new journal is synced for the first time, and when a
deletion asks for it (``synchronous=EXTRA``).
What was not synced when the power goes is kept, dropped, torn or turned into
garbage, each part for itself.
"""

from __future__ import annotations

import _sqlite3
import ctypes

from contextlib import contextmanager, suppress
from random import Random


OK, FULL, CANTOPEN, NOTFOUND = 0, 13, 14, 12
IOERR = 10
SHORT_READ, WRITE, FSYNC, DELETE, GONE = (
    IOERR | code << 8 for code in (2, 3, 4, 10, 23)
)
_CREATE, _IS_DATABASE, _IS_JOURNAL, _DELETE_ON_CLOSE = 4, 0x100, 0x800, 8
_POWERSAFE_OVERWRITE = 0x1000  # as SQLite says of every disk by default
_SECTOR = 4096
_int, _long, _at = ctypes.c_int, ctypes.c_longlong, ctypes.c_void_p


class _File(ctypes.Structure):
    _fields_ = (("methods", _at), ("number", _long))


_METHODS = {
    "close": (),
    "read": (_at, _int, _long),
    "write": (_at, _int, _long),
    "truncate": (_long,),
    "sync": (_int,),
    "size": (ctypes.POINTER(_long),),
    "lock": (_int,),
    "unlock": (_int,),
    "reserved": (ctypes.POINTER(_int),),
    "control": (_int, _at),
    "sector": (),
    "traits": (),
}
_TYPES = {
    name: ctypes.CFUNCTYPE(_int, ctypes.POINTER(_File), *kinds)
    for name, kinds in _METHODS.items()
}
_name = ctypes.c_char_p
_VFS_TYPES = {
    "open": ctypes.CFUNCTYPE(
        _int, _at, _name, ctypes.POINTER(_File), _int, ctypes.POINTER(_int)
    ),
    "delete": ctypes.CFUNCTYPE(_int, _at, _name, _int),
    "access": ctypes.CFUNCTYPE(_int, _at, _name, _int, ctypes.POINTER(_int)),
    "full": ctypes.CFUNCTYPE(_int, _at, _name, _int, _at),
}


class _Methods(ctypes.Structure):
    _fields_ = (("version", _int), *_TYPES.items())


class _VFS(ctypes.Structure):
    _fields_ = (
        ("version", _int),
        ("file_size", _int),
        ("longest", _int),
        ("next", _at),
        ("name", _name),
        ("data", _at),
        *_VFS_TYPES.items(),
        *((f"kept_{place}", _at) for place in range(8)),
    )


class Inode:
    """A file: as everybody sees it, and as it is on the platter."""

    def __init__(self, data=b""):
        self.data = bytearray(data)
        self.stable = bytes(data)
        self.pending = []

    def write(self, offset, chunk):
        """Write, for everybody to see."""
        _put(self.data, offset, chunk)
        self.pending.append((offset, chunk))

    def truncate(self, size):
        """Cut off what is behind *size*."""
        del self.data[size:]
        self.pending.append((size, None))

    def sync(self):
        """Bring everything to the platter."""
        self.stable = bytes(self.data)
        self.pending = []

    def left(self, random):
        """Return what is left after a power cut."""
        found = bytearray(self.stable)
        for offset, chunk in self.pending:
            if chunk is None:
                if random.random() < 0.5:
                    del found[offset:]
                continue
            for start in range(0, len(chunk), 512):
                part = _torn(chunk[start : start + 512], random)
                _put(found, offset + start, part)
        return Inode(found)


def _put(data, offset, chunk):
    if chunk:
        data.extend(bytes(max(0, offset - len(data))))
        data[offset : offset + len(chunk)] = chunk


def _torn(part, random):
    """Return what a sector became that was being written."""
    match random.randrange(8):
        case 0:
            return part[: random.randrange(len(part))]
        case 1:
            return random.randbytes(len(part))
        case 2 | 3 | 4:
            return part
        case _:
            return b""


class Disk:
    """
    Files in memory; see the module.

    Attributes:
        fault: Asked before each change with what is done (``write``,
            ``sync``, ``delete``) and to which file; an error code that it
            returns is what SQLite gets to hear.
        late: As *fault*, when the change has been made already.
        room: How many bytes all files may have together.
        dead: Whether the power is off: nothing works then.
    """

    def __init__(self):
        self.names = {}
        self.stable = {}
        self.pending = []
        self.files = {}
        self.numbers = iter(range(1, 1 << 62))
        self.fault = self.late = lambda what, name: OK
        self.room = 1 << 40
        self.dead = False

    def cut(self):
        """Turn the power off."""
        self.dead = True

    def power_on(self, random: Random):
        """Come back, with what is left."""
        names = dict(self.stable)
        for name, inode in self.pending:
            if random.random() < 0.5:
                _named(names, name, inode)
        self.names = {
            name: inode.left(random) for name, inode in names.items()
        }
        self.stable, self.pending = dict(self.names), []
        self.dead = False

    def sync_folder(self):
        """Bring all names to the platter."""
        for name, inode in self.pending:
            _named(self.stable, name, inode)
        self.pending = []

    def rename(self, name, inode):
        """Give *name* to a file, or, with `None`, take it away."""
        _named(self.names, name, inode)
        self.pending.append((name, inode))

    def changing(self, what, name):
        """Return what is in the way of a change, as a code; 0 if nothing."""
        return IOERR if self.dead else self.fault(what, name)

    def changed(self, what, name):
        """Return what goes wrong when a change has been made."""
        return IOERR if self.dead else self.late(what, name)

    def used(self):
        """Return how many bytes all files have."""
        return sum(len(inode.data) for inode in self.names.values())


def _named(names, name, inode):
    if inode is None:
        names.pop(name, None)
    else:
        names[name] = inode


class _Open:
    def __init__(self, name, inode, *, new_journal):
        self.name, self.inode, self.new_journal = name, inode, new_journal


class _Calls:
    """What SQLite calls; each returns a code."""

    def __init__(self, disk):
        self.disk = disk

    def open(self, vfs, name, file, flags, out):
        disk = self.disk
        file[0].methods = None
        if disk.dead:
            return CANTOPEN
        inode = disk.names.get(name)
        new = inode is None
        if new:
            # The store itself makes an empty file, outside of SQLite.
            if not flags & (_CREATE | _IS_DATABASE):
                return CANTOPEN
            inode = Inode()
            if name is not None:
                disk.rename(name, inode)
        number = next(disk.numbers)
        disk.files[number] = _Open(
            name, inode, new_journal=new and bool(flags & _IS_JOURNAL)
        )
        file[0].number = number
        file[0].methods = ctypes.addressof(self.methods)
        if out:
            out[0] = flags
        return OK

    def delete(self, vfs, name, sync_folder):
        disk = self.disk
        if code := disk.changing("delete", name):
            return code
        if name not in disk.names:
            return GONE
        disk.rename(name, None)
        if sync_folder:
            if code := disk.changing("sync", b"folder"):
                return code
            disk.sync_folder()
        return disk.changed("delete", name)

    def access(self, vfs, name, flags, out):
        inode = self.disk.names.get(name)
        out[0] = int(inode is not None and len(inode.data) > 0)
        return OK

    def full(self, vfs, name, size, out):
        ctypes.memmove(out, name + b"\0", len(name) + 1)
        return OK

    def file(self, file):
        return self.disk.files[file[0].number]

    def close(self, file):
        del self.disk.files[file[0].number]
        return OK

    def read(self, file, buffer, size, offset):
        if self.disk.dead:
            return IOERR
        found = bytes(self.file(file).inode.data[offset : offset + size])
        ctypes.memmove(buffer, found.ljust(size, b"\0"), size)
        return OK if len(found) == size else SHORT_READ

    def write(self, file, buffer, size, offset):
        disk, opened = self.disk, self.file(file)
        if code := disk.changing("write", opened.name):
            return code
        more = max(0, offset + size - len(opened.inode.data))
        if more and disk.used() + more > disk.room:
            return FULL
        opened.inode.write(offset, ctypes.string_at(buffer, size))
        return disk.changed("write", opened.name)

    def truncate(self, file, size):
        opened = self.file(file)
        if code := self.disk.changing("write", opened.name):
            return code
        opened.inode.truncate(size)
        return OK

    def sync(self, file, flags):
        disk, opened = self.disk, self.file(file)
        if code := disk.changing("sync", opened.name):
            return code
        opened.inode.sync()
        if opened.new_journal:
            if code := disk.changing("sync", b"folder"):
                return code
            disk.sync_folder()
            opened.new_journal = False
        return disk.changed("sync", opened.name)

    def size(self, file, out):
        out[0] = len(self.file(file).inode.data)
        return OK

    def lock(self, file, level):
        return OK

    def unlock(self, file, level):
        return OK

    def reserved(self, file, out):
        out[0] = 0
        return OK

    def control(self, file, what, argument):
        return NOTFOUND

    def sector(self, file):
        return _SECTOR

    def traits(self, file):
        return _POWERSAFE_OVERWRITE


@contextmanager
def plugged_in(disk):
    """Let SQLite, in this process, keep all its files on *disk*."""
    library = ctypes.CDLL(_sqlite3.__file__)
    find = library.sqlite3_vfs_find
    find.restype = ctypes.POINTER(_VFS)
    kept = find(None)
    calls = _Calls(disk)
    calls.methods = _Methods(
        1, *(kind(getattr(calls, name)) for name, kind in _TYPES.items())
    )
    own = _VFS.from_buffer_copy(kept[0])
    own.version, own.file_size, own.next = 1, ctypes.sizeof(_File), None
    own.name = b"empowerkit-disk"
    for name, kind in _VFS_TYPES.items():
        setattr(own, name, kind(getattr(calls, name)))
    library.sqlite3_vfs_register(ctypes.byref(own), 1)
    try:
        yield disk
    finally:
        library.sqlite3_vfs_unregister(ctypes.byref(own))
        library.sqlite3_vfs_register(kept, 1)


def can_be_plugged_in():
    """Return whether SQLite can be reached from here."""
    with suppress(AttributeError, OSError):
        return bool(ctypes.CDLL(_sqlite3.__file__).sqlite3_vfs_register)
    return False
