"""The app of people and organisations."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, organisations, sites, memberships, partnerships, the region."""

    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Hand the region's rule of approvals down."""
        approvals = import_module("lifecycle.approvals")
        approvals.rules.steps = import_module("accounts.selectors").steps_to_approve
        approvals.rules.may_approve = import_module("accounts.rules").is_officer
