"""Routes of suspects."""

from django.urls import URLPattern, path

from suspects.views import (
    additions,
    changes,
    judgements,
    links,
    logging,
    nominations,
    papers,
    plans,
    scores,
    statuses,
)

app_name = "suspects"
urlpatterns: list[URLPattern] = [
    path("cases/log/<uuid:key>/suspects/<int:entry>/", logging.log_suspect, name="log-suspect"),
    path("cases/log/<uuid:key>/suspects/<int:entry>/same-person/", logging.same_person, name="log-same-person"),
    path("cases/log/<uuid:key>/suspects/possible/", logging.possible, name="log-possible"),
    path("cases/<slug:slug>/suspects/new/", additions.add_suspect, name="add"),
    path("cases/<slug:slug>/suspects/<int:involvement_id>/identify/", additions.identify, name="identify"),
    path("cases/<slug:slug>/suspects/<int:involvement_id>/edit/", changes.edit_involvement, name="edit"),
    path("cases/<slug:slug>/suspects/<int:involvement_id>/status/", statuses.status, name="status"),
    path(
        "cases/<slug:slug>/suspects/<int:involvement_id>/status/<int:status_id>/withdraw/",
        statuses.withdraw,
        name="withdraw-status",
    ),
    path("suspects/", scores.ranked_list, name="ranked"),
    path("suspects/links/", links.queue, name="links"),
    path("suspects/links/<int:one>/<int:other>/", links.pair, name="link"),
    path("suspects/links/<int:one>/<int:other>/decide/", links.decide, name="decide-link"),
    path("suspects/links/<int:one>/<int:other>/reopen/", links.reopen, name="reopen-link"),
    path("suspects/links/merges/<int:merge_id>/undo/", links.undo, name="undo-merge"),
    path("suspects/export/", scores.export, name="export"),
    path("suspects/plans/", plans.plan_list, name="plans"),
    path("suspects/agenda.pdf", papers.agenda, name="agenda"),
    path("suspects/<int:suspect_id>/action/", plans.suspect_action, name="action"),
    path("suspects/<int:suspect_id>/profile.pdf", papers.profile, name="profile"),
    path("suspects/<int:suspect_id>/plans/<int:plan_id>/", plans.one_plan, name="plan"),
    path("suspects/<int:suspect_id>/plan/write/", plans.write_plan, name="write-plan"),
    path("suspects/<int:suspect_id>/plan/decide/", plans.decide_plan, name="decide-plan"),
    path("suspects/<int:suspect_id>/plan/review/", plans.review_plan, name="review-plan"),
    path("suspects/<int:suspect_id>/plan/end/", plans.end_plan, name="end-plan"),
    path("suspects/<int:suspect_id>/plan/none/", plans.no_plan, name="no-plan"),
    path("suspects/<int:suspect_id>/nominate/", nominations.nominate, name="nominate"),
    path("suspects/<int:suspect_id>/nominate/<slug:route>/", nominations.write_nomination, name="write-nomination"),
    path(
        "suspects/<int:suspect_id>/nominations/<int:nomination_id>/",
        nominations.decide_nomination,
        name="decide-nomination",
    ),
    path("suspects/<int:suspect_id>/markers/new/", nominations.ask_for_marker, name="ask-for-marker"),
    path("suspects/<int:suspect_id>/markers/<int:marker_id>/", nominations.step_of_marker, name="marker"),
    path("suspects/<int:suspect_id>/", scores.suspect_score, name="score"),
    path("suspects/<int:suspect_id>/judgements/", judgements.judgement_list, name="judgements"),
    path("suspects/<int:suspect_id>/judgements/new/", judgements.propose, name="propose-judgement"),
    path("suspects/judgements/<int:judgement_id>/authorise/", judgements.authorise, name="authorise-judgement"),
    path("suspects/judgements/<int:judgement_id>/withdraw/", judgements.withdraw, name="withdraw-judgement"),
    path("cases/<slug:slug>/suspects/<int:involvement_id>/person/edit/", changes.edit_suspect, name="edit-person"),
]
