"""A PostgreSQL of its own for tests and measurements, from the binaries that a wheel brings."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

FORGETFUL: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off"}
"""Settings of a server whose data nobody needs after a crash."""


@contextmanager
def postgres(settings: Mapping[str, str] = FORGETFUL) -> Iterator[str]:
    """Run a PostgreSQL in a temporary folder and give the SQLAlchemy address of its database.

    It listens on a socket in that folder only. Raises `RuntimeError` when it cannot run.
    """
    # Not pytest's folder: PostgreSQL may not be root, and nobody else may look into that.
    folder = Path(tempfile.mkdtemp(prefix="komek-postgres-"))
    programs = _Programs(folder)
    data = str(folder / "data")
    options = {"listen_addresses": "''", "unix_socket_directories": str(folder), **settings}
    try:
        programs.run("initdb", "-D", data, "-U", "komek", "-A", "trust", "-E", "UTF8",
                     "--locale=C", "--no-sync")  # fmt: skip
        given = " ".join(f"-c {name}={value}" for name, value in options.items())
        log = str(folder / "postgres.log")
        programs.run("pg_ctl", "start", "--wait", "-D", data, "-l", log, "-o", given)
        yield f"postgresql+asyncpg://komek@/postgres?host={folder}"
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            programs.run("pg_ctl", "stop", "--wait", "-m", "immediate", "-D", data)
        shutil.rmtree(folder)


class _Programs:
    """The programs of the wheel, run as `nobody` where we are root."""

    def __init__(self, folder: Path) -> None:
        # Looked for without importing the package, which would make users and folders of its own.
        found = find_spec("pgserver")
        if found is None or not found.submodule_search_locations:
            raise RuntimeError("the wheel pgserver is missing: pip install -e '.[dev]' brings it")
        self._path = Path(found.submodule_search_locations[0], "pginstall", "bin")
        self._folder = folder
        self._nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self._nobody is not None:
            os.chown(folder, self._nobody.pw_uid, self._nobody.pw_gid)

    def run(self, program: str, *arguments: str) -> None:
        said = self._folder / f"{program}.log"
        # Into a file and not a pipe: the server that is started would hold a pipe open.
        with said.open("wb") as output:
            ended = subprocess.run(
                [self._path / program, *arguments],
                user=self._nobody.pw_uid if self._nobody else None,
                group=self._nobody.pw_gid if self._nobody else None,
                cwd=self._folder,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if ended.returncode != 0:
            logs = [path.read_text("utf-8") for path in sorted(self._folder.glob("*.log"))]
            raise RuntimeError(f"{program} of PostgreSQL failed: " + "\n".join(logs))
