"""What an API view needs, enforced from the same declaration as a page: `need = Need("section", …)` on its class."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class Declared(BasePermission):
    """Allows whom the view's class declares; a class that declares nothing allows nobody."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the view's need is met by the signed-in person."""
        need = getattr(view, "need", None)
        return need is not None and need.allows(request.user)
