"""Routes of bail, orders and breaches."""

from django.urls import URLPattern, path

from orders.views import attendance, bail, breach, order

app_name = "orders"
urlpatterns: list[URLPattern] = [
    path("cases/<slug:slug>/arrests/new/", bail.record_arrest, name="record-arrest"),
    path("cases/<slug:slug>/arrests/<int:arrest_id>/bail/new/", bail.grant_bail, name="grant-bail"),
    path("cases/<slug:slug>/bail/<int:bail_id>/extend/", bail.extend_bail, name="extend-bail"),
    path("cases/<slug:slug>/bail/<int:bail_id>/end/", bail.end_bail, name="end-bail"),
    path("cases/<slug:slug>/attendance/new/", attendance.decide_attendance, name="decide-attendance"),
    path(
        "cases/<slug:slug>/attendance/<int:attendance_id>/approve/",
        attendance.approve_attendance,
        name="approve-attendance",
    ),
    path("cases/<slug:slug>/orders/new/", order.record_order, name="record-order"),
    path("cases/<slug:slug>/orders/<int:order_id>/end/", order.end_order, name="end-order"),
    path("cases/<slug:slug>/breaches/new/", breach.log_breach, name="log-breach"),
    path("cases/<slug:slug>/breaches/<int:breach_id>/decide/", breach.decide_breach, name="decide-breach"),
    path("breaches/", breach.breach_list, name="breaches"),
]
