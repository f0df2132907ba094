"""A folder that behaves as a bucket does: names need no folders, a write appears when it ends, and it can be full."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow.fs as fs


class MadeBucket(fs.FileSystemHandler):
    """Below `root` on this machine. After `left` more writes each fails as on a full disk."""

    def __init__(self, root: Path) -> None:
        self._files = fs.SubTreeFileSystem(str(root), fs.LocalFileSystem())
        self.left = 10**9

    def get_type_name(self) -> str:
        return "made-bucket"

    def normalize_path(self, path: str) -> str:
        return path

    def get_file_info(self, paths: list[str]) -> list[fs.FileInfo]:
        return self._files.get_file_info(paths)

    def get_file_info_selector(self, selector: fs.FileSelector) -> list[fs.FileInfo]:
        return self._files.get_file_info(selector)

    def open_input_stream(self, path: str) -> Any:
        return self._files.open_input_stream(path)

    def open_output_stream(self, path: str, metadata: Any) -> Any:
        if self.left <= 0:
            raise OSError(28, "No space left on device")
        self.left -= 1
        self._files.create_dir(str(PurePosixPath(path).parent))
        return self._files.open_output_stream(path)

    def delete_file(self, path: str) -> None:
        self._files.delete_file(path)

    def _unused(self, *given: Any) -> Any:
        raise NotImplementedError(given)

    create_dir = delete_dir = delete_dir_contents = delete_root_dir_contents = _unused
    move = copy_file = open_input_file = open_append_stream = _unused


MadeBucket.__abstractmethods__ = frozenset()
