"""Copy the few browser files that come inside Python packages into the git-ignored `static/vendor/`.

Only the files that pages load: whole `dist` folders break the manifest storage and slow collectstatic.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
# (package, file inside it, name under static/vendor)
ASSETS = (
    ("plotly", "package_data/plotly.min.js", "plotly.min.js"),
    ("django_htmx", "static/django_htmx/htmx-2.min.js", "htmx.min.js"),
)


def package_folder(package: str) -> Path:
    """Folder of an installed package, found without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"The package {package} is not installed: run `make setup`.")
    return Path(spec.origin).parent


def main() -> None:
    """Copy every asset."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for package, inside, name in ASSETS:
        shutil.copyfile(package_folder(package) / inside, VENDOR / name)
        print(f"static/vendor/{name}")


if __name__ == "__main__":
    main()
