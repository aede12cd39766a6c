"""The app of people and organisations."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, organisations, sites, memberships, partnerships, the region."""

    name = "accounts"
    verbose_name = "Accounts"
