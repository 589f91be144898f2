"""Routes of bail, orders and breaches."""

from django.urls import URLPattern, path

from orders.views import (
    attendance,
    bail,
    biometrics,
    biometrics_list,
    breach,
    breaches,
    decision,
    order,
)

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
    path("cases/<slug:slug>/breaches/<int:breach_id>/decide/", decision.decide_breach, name="decide-breach"),
    path("cases/<slug:slug>/breaches/<int:breach_id>/agree/", decision.agree_no_arrest, name="agree-no-arrest"),
    path("cases/<slug:slug>/breaches/<int:breach_id>/arrest/", decision.record_breach_arrest, name="breach-arrest"),
    path("cases/<slug:slug>/breaches/<int:breach_id>/evidence/", breach.add_evidence, name="add-evidence"),
    path("breaches/", breaches.breach_list, name="breaches"),
    path("breaches/log/", breach.find_to_log, name="find-to-log"),
    path("breaches/register/", breaches.breach_register, name="breach-register"),
    path("breaches/register/export/", breaches.export_breaches, name="export-breaches"),
    path("suspects/<int:suspect_id>/breaches/", breaches.breach_pattern, name="breach-pattern"),
    path("suspects/<int:suspect_id>/breaches.svg", breaches.breach_picture, name="breach-picture"),
    path(
        "cases/<slug:slug>/arrests/<int:arrest_id>/biometrics/new/", biometrics.record_material, name="record-material"
    ),
    path("cases/<slug:slug>/biometrics/<int:retention_id>/answer/", biometrics.answer_question, name="answer-s63g"),
    path(
        "cases/<slug:slug>/biometrics/<int:retention_id>/application/",
        biometrics.write_application,
        name="write-application",
    ),
    path(
        "cases/<slug:slug>/biometrics/<int:retention_id>/application.pdf",
        biometrics.application_paper,
        name="application-paper",
    ),
    path("cases/<slug:slug>/biometrics/<int:retention_id>/steps/<slug:kind>/", biometrics.take_step, name="take-step"),
    path("biometrics/", biometrics_list.retention_list, name="biometrics"),
    path("biometrics/export/", biometrics_list.retention_export, name="biometrics-export"),
]
