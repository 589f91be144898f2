"""The direction of imports is proved, and the proof is seen to fail."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def lint(config: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--config", str(config), "--no-cache"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_layers_hold():
    result = lint(ROOT / "pyproject.toml")
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


@pytest.mark.parametrize(
    ("source", "forbidden"),
    [("victims", "cases"), ("soteria.registry", "soteria.accounts"), ("cases", "soteria.audit")],
)
def test_a_broken_layer_is_caught(tmp_path, source, forbidden):
    config = tmp_path / "broken.toml"
    config.write_text(
        f"""[tool.importlinter]
root_packages = ["soteria", "cases", "victims"]
[[tool.importlinter.contracts]]
name = "Upside down"
type = "forbidden"
source_modules = ["{source}"]
forbidden_modules = ["{forbidden}"]
"""
    )
    result = lint(config)
    assert result.returncode == 1
    assert "1 broken" in result.stdout
