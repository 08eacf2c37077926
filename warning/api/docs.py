"""The documentation that can be tried: Swagger UI, its script apart from its page, nothing from another host."""

from __future__ import annotations

from django.contrib.auth.mixins import LoginRequiredMixin
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from warning.api.authentication import PageSessionAuthentication, ScopedTokenAuthentication


class SchemaView(SpectacularAPIView):
    """The OpenAPI document: shapes and words only, no data, so everybody may read it."""

    permission_classes = [AllowAny]
    authentication_classes = [ScopedTokenAuthentication, PageSessionAuthentication]


class DocsView(LoginRequiredMixin, SpectacularSwaggerSplitView):
    """Try it with the login of the pages; requests carry its protection against forgery."""

    permission_classes = [AllowAny]
    authentication_classes = [PageSessionAuthentication]
    url_name = "api-schema"
    template_name = "warning/api/docs.html"
    template_name_js = "warning/api/docs.js"
    title = "API"
