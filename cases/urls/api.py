"""The API and its description."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from cases import api
from soteria.accounts.access import Need
from soteria.accounts.permissions import Declared


class Schema(SpectacularAPIView):
    """The description of the API, for whoever is signed in: it says nothing of any case."""

    need = Need("signed_in")
    permission_classes = (Declared,)


urlpatterns = [
    path("api/schema/", Schema.as_view(), name="api-schema"),
    path("api/v1/cases/", api.CaseListApi.as_view(), name="api-cases"),
    path("api/v1/cases/<str:slug>/", api.CaseDetailApi.as_view(), name="api-case"),
    path("api/v1/search/", api.SearchApi.as_view(), name="api-search"),
]
