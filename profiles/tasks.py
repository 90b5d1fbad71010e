"""The sweep of profiles."""

from celery import shared_task
from django.utils import timezone

from leases.actions import run_waiting
from profiles.actions import run_skill_import
from profiles.models import SkillImport


@shared_task(name="profiles.run_skill_imports")
def run_skill_imports() -> None:
    """Compare and bring in skill lists until none waits."""
    run_waiting(SkillImport, run_skill_import, clock=timezone.now)
