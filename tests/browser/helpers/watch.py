"""Notes what a browser should never have to say: other hosts, errors, refusals."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

REFUSED = """document.addEventListener("securitypolicyviolation", (event) => {
    console.error(`refused: ${event.violatedDirective} ${event.blockedURI}`);
});"""
INSIDE = ("data:", "blob:", "about:")


class Watch:
    """Listens to every page of a visitor; ``heard`` is what was wrong."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        """Begin to listen; ``url`` is the site's own address."""
        self.heard: list[str] = []
        self._own = f"{url}/"
        context.add_init_script(REFUSED)
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("page", self._page)

    def _page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.heard.append(f"{page.url}: {error}"))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._own, *INSIDE)):
            self.heard.append(f"another host: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.page.url if message.page else ""
            self.heard.append(f"{where}: {message.text}")
