"""Files as they are read: whole, or as much of them as is asked."""

from __future__ import annotations

import errno
import os
import threading

import pytest

from empowerkit.codecs._files import first_bytes


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 200_000])
@pytest.mark.parametrize("most", [1, 10, 11, 200_001])
def test_as_much_as_there_is_and_as_is_asked(most, size, tmp_path):
    """Byte for byte, and no line end is changed."""
    held = (b"a\r\n\x1a" * size)[:size]
    path = tmp_path / "file"
    path.write_bytes(held)

    assert held[:most] == first_bytes(path, most)
    assert held[:most] == first_bytes(str(path), most)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
@pytest.mark.parametrize("most", [1, 10, 150_000, 200_000, 300_000])
def test_a_pipe(most, tmp_path):
    """It does not say how much it holds, and is read to the same end."""
    held = bytes(range(200)) * 1_000
    path = tmp_path / "pipe"
    os.mkfifo(path)

    def give():
        with path.open("wb", buffering=0) as pipe:
            try:
                for start in range(0, len(held), 5_000):
                    pipe.write(held[start : start + 5_000])
            except BrokenPipeError:
                pass  # enough was read

    giver = threading.Thread(target=give, daemon=True)
    giver.start()
    found = first_bytes(path, most)
    giver.join(timeout=30)

    assert held[:most] == found


def test_a_file_that_is_cut_short_meanwhile(monkeypatch, tmp_path):
    """What is there is read, whatever was said of its size."""
    path = tmp_path / "file"
    path.write_bytes(b"x" * 99)
    told = os.stat_result([0] * 6 + [500] + [0] * 3)
    monkeypatch.setattr("empowerkit.codecs._files.os.fstat", lambda _: told)

    assert b"x" * 99 == first_bytes(path, 1_000)


def test_a_folder(tmp_path):
    """It is no file, and the system's own error names it."""
    with pytest.raises(OSError) as caught:
        first_bytes(tmp_path, 10)

    assert caught.value.errno in {errno.EISDIR, errno.EACCES}
    assert str(tmp_path) == str(caught.value.filename)


def test_a_file_that_is_not_there(tmp_path):
    """The system's own error names it."""
    path = tmp_path / "file"

    with pytest.raises(FileNotFoundError) as caught:
        first_bytes(path, 10)

    assert str(path) == str(caught.value.filename)


def lowest(path):
    """Return the number that the next file gets that is opened."""
    with path.open("rb") as file:
        return file.fileno()


def test_no_file_is_left_open(tmp_path):
    """Neither one that was read, nor a folder that was refused."""
    path = tmp_path / "file"
    path.write_bytes(b"x")
    before = lowest(path)

    first_bytes(path, 10)
    with pytest.raises(OSError, match=tmp_path.name):
        first_bytes(tmp_path, 10)

    assert before == lowest(path)
