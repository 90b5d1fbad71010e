"""All addresses: each app brings its own, allauth brings sign-in."""

from django.urls import include, path

handler400 = "desk.views.bad_request"
urlpatterns = [
    path("", include("desk.urls")),
    path("", include("people.urls")),
    path("", include("programs.urls")),
    path("", include("profiles.urls")),
    path("", include("pairing.urls")),
    path("", include("sessions_app.urls")),
    path("", include("feedback.urls")),
    path("", include("insights.urls")),
    path("", include("counsel.urls")),
    path("", include("ideas.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second-step/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
]
