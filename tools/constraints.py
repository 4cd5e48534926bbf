"""Print the versions of uv.lock as constraints for pip, so that both ways of setting up install the same."""

import tomllib
from collections import defaultdict
from pathlib import Path

LOCK = Path(__file__).parent.parent / "uv.lock"


def constraints(lock: str) -> list[str]:
    """`name==version` of every package that the lock holds in one version only; where there are several pip chooses."""
    versions: dict[str, set[str]] = defaultdict(set)
    for package in tomllib.loads(lock)["package"]:
        if "registry" in package["source"]:
            versions[package["name"]].add(package["version"])
    return [f"{name}=={only.pop()}" for name, only in sorted(versions.items()) if len(only) == 1]


if __name__ == "__main__":
    print("\n".join(constraints(LOCK.read_text(encoding="utf-8"))))
