"""``renkei setup``: everything between an empty folder and a running site."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.models import Region, User
from accounts.models.users import DEMONSTRATION_PREFIX
from catalogue.actions.classifications import load_industries, load_sections
from catalogue.actions.synonyms import load_synonyms
from recommendations.engine import engine


class Command(BaseCommand):
    """Makes database, classifications, region and index; repeats nothing."""

    help = "Prepare database, region and index; a second time it has nothing to do."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step that is still to be done, and name the accounts."""
        self.stdout.write("1/4 Database …")
        # First: migrations clear cached values, and the cache may be a table.
        call_command("createcachetable", verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        # On every run: a newer list may have brought further pairs. Before the region,
        # whose needs are matched with them.
        if added := load_synonyms():
            self.stdout.write(f"    {added} pairs added to the dictionary")
        if not Region.objects.exists():
            self.stdout.write("2/4 Industries and fields …")
            count = load_industries() + load_sections()
            self.stdout.write(f"    {count} entries")
            self.stdout.write("3/4 Region and demonstration (a minute or two) …")
            call_command("load_region", stdout=self.stdout)
            self.stdout.write("4/4 Matcher …")
            # The jobs of the load have filled the search index already.
            engine().save()
        self._name_accounts()

    def _name_accounts(self) -> None:
        accounts = User.objects.filter(email__startswith=DEMONSTRATION_PREFIX)
        if not accounts:
            return
        self.stdout.write("")
        password = settings.DEMONSTRATION_PASSWORD
        self.stdout.write(f"Demonstration accounts (password: {password}):")
        for user in accounts.order_by("pk"):
            names = [str(m.organisation) for m in user.memberships.all()]
            roles = ", ".join(m.get_role_display() for m in user.memberships.all())
            self.stdout.write(f"  {user.email}  {roles}: {', '.join(names)}")
