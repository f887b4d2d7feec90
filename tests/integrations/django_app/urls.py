"""Where things are: ids in paths, and nobody's words."""

from __future__ import annotations

from django.urls import path

from . import views


handler400 = "django_app.middleware.bad_request"
handler403 = "django_app.middleware.forbidden"
handler404 = "django_app.middleware.not_found"
handler500 = "django_app.middleware.failed"

_DECISION = "plans/<str:plan_id>/decisions/<str:decision_id>"
urlpatterns = [
    path("login", views.log_in),
    path("plans/<str:plan_id>", views.read_plan),
    path("plans/<str:plan_id>/history", views.read_history),
    path("plans/<str:plan_id>/needs", views.add_need),
    path(f"{_DECISION}/options", views.offer_option),
    path(f"{_DECISION}/choices", views.choose),
]
