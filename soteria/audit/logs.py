"""Log lines that cannot carry what somebody typed."""

import logging
from types import TracebackType
from typing import cast


class ClassOnlyFormatter(logging.Formatter):
    """Formats an exception as its classes and places only; the messages may quote personal data."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        """File, line and class for each frame of the chain, without values."""
        kind, _, trace = cast("tuple[type | None, BaseException | None, TracebackType | None]", ei)
        lines = []
        while trace is not None:
            code = trace.tb_frame.f_code
            lines.append(f"  {code.co_filename}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return "\n".join([*lines, getattr(kind, "__name__", str(kind))])
