"""Routes of bail, orders and breaches."""

from django.urls import URLPattern, path

from orders.views import (
    attendance,
    bail,
    bail_lists,
    biometrics,
    biometrics_list,
    breach,
    breaches,
    changes,
    decision,
    extensions,
    order,
    papers,
)

app_name = "orders"
ARREST, BAIL = "cases/<slug:slug>/arrests/<int:arrest_id>", "cases/<slug:slug>/bail/<int:bail_id>"
urlpatterns: list[URLPattern] = [
    path("cases/<slug:slug>/arrests/new/", bail.record_arrest, name="record-arrest"),
    path(f"{ARREST}/reference/", bail.give_reference, name="give-reference"),
    path(f"{ARREST}/taken-back/", bail.withdraw_arrest, name="withdraw-arrest"),
    path(f"{ARREST}/notice/", bail.note_notice, name="note-notice"),
    path(f"{ARREST}/bail/new/", bail.grant_bail, name="grant-bail"),
    path(f"{ARREST}/release/", bail.release, name="release"),
    path(f"{ARREST}/cps/", extensions.cps_asked, name="cps-asked"),
    path(f"{ARREST}/hospital/", extensions.record_stay, name="record-stay"),
    path("cases/<slug:slug>/cps/<int:pause_id>/met/", extensions.cps_met, name="cps-met"),
    path("cases/<slug:slug>/releases/<int:release_id>/review/", changes.review_release, name="review-release"),
    path("cases/<slug:slug>/releases/<int:release_id>/read/", changes.read_release, name="read-release"),
    path(f"{BAIL}/extend/", extensions.extend_bail, name="extend-bail"),
    path(f"{BAIL}/court/", extensions.apply_to_court, name="apply-to-court"),
    path("cases/<slug:slug>/court/<int:application_id>/refused/", extensions.court_refused, name="court-refused"),
    path("cases/<slug:slug>/extensions/<int:extension_id>/told/", extensions.tell_outcome, name="tell-outcome"),
    path("cases/<slug:slug>/extensions/<int:extension_id>/paper/", papers.extension_paper, name="extension-paper"),
    path(f"{BAIL}/conditions/", changes.vary_bail, name="vary-bail"),
    path(f"{BAIL}/return/", changes.change_surrender, name="change-surrender"),
    path(f"{BAIL}/views/", changes.record_views, name="views"),
    path("cases/<slug:slug>/views/<int:views_id>/told/", changes.tell_victim, name="tell-victim"),
    path(f"{BAIL}/check/", changes.check_bail, name="check-bail"),
    path(f"{BAIL}/paper/", papers.bail_paper, name="bail-paper"),
    path(f"{BAIL}/end/", bail.end_bail, name="end-bail"),
    path("cases/<slug:slug>/reporting/<int:due_id>/", changes.answer_attendance, name="attendance-due"),
    path("bail/", bail_lists.bail_list, name="bail"),
    path("bail/<slug:which>/", bail_lists.bail_list, name="bail-list"),
    path("bail/<slug:which>/file/", bail_lists.export, name="bail-export"),
    path("cases/<slug:slug>/attendance/new/", attendance.decide_attendance, name="decide-attendance"),
    path(
        "cases/<slug:slug>/attendance/<int:attendance_id>/approve/",
        attendance.approve_attendance,
        name="approve-attendance",
    ),
    path(
        "cases/<slug:slug>/attendance/<int:attendance_id>/review/", changes.review_attendance, name="review-attendance"
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
