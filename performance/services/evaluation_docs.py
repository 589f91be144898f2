"""Write an evaluation of an invented force into the documentation: the page, and the pictures it shows."""

from pathlib import Path

from django.conf import settings

from performance import evaluation_charts
from performance.queries import evaluation as queries
from performance.rules import evaluation_markdown, evaluation_text
from performance.rules.evaluation_report import Report
from performance.services.evaluation import CannotEvaluate
from soteria.accounts.models import Force
from soteria.ui.charts import picture

PAGE = "evaluation.md"


def check(force: Force) -> None:
    """Refuse a force of real people before anything is counted: what stands in the repository is published.

    Raises CannotEvaluate.
    """
    if not queries.is_invented(force):
        raise CannotEvaluate(f"{force.name} is not an invented force, so nothing about it is written to the docs.")


def write(found: Report, folder: Path | None = None) -> list[Path]:
    """Write the page and its pictures and return their paths; docs/ unless another folder is given."""
    folder = folder or Path(settings.BASE_DIR) / "docs"
    drawn = folder / evaluation_markdown.PICTURES
    drawn.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, spec in evaluation_charts.pictures(found).items():
        paths.append(drawn / f"{name}.svg")
        paths[-1].write_text(picture(spec) + "\n", encoding="utf-8")
    paths.append(folder / PAGE)
    paths[-1].write_text(evaluation_text.page(found, _command(found), _made(found)), encoding="utf-8")
    return paths


def _command(found: Report) -> str:
    asked = f"--force {found.code} --until {found.until.isoformat()} --dates {len(found.dates)} --seed {found.seed}"
    wrong = f"--link-precision {found.linked.precision:g} --link-recall {found.linked.recall:g}"
    tried = f"--draws {found.times} --trials {found.linked.trials} {wrong}"
    return f"manage.py evaluate_scores {asked} {tried} --write-docs"


def _made(found: Report) -> str:
    size = f"--cases {found.cases} --seed {found.code[1:]}"
    return f"manage.py migrate && manage.py make_force {size} --as-of {found.until.isoformat()}"
