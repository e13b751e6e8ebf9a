"""The built report in headless Chromium: ``make browser-test``.  REPORT says where it is, SHOTS where pictures go."""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
REPORT = Path(os.environ.get("REPORT", ROOT / "paper/out/report")).resolve()
SHOTS = Path(os.environ.get("SHOTS", ROOT / "paper/out/screenshots")).resolve()
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
THEOREM = "claims/zhang2020/thm3.html"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser():
    assert CHROMIUM, "there is no Chromium: install Debian's package chromium (apt-get install chromium)"
    assert (REPORT / "index.html").is_file(), f"there is no report in {REPORT}: run make report"
    SHOTS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        # the sandbox cannot start as root or in most containers; only files of ours are opened
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def open_page(browser):
    """Open pages; at the end nothing may have been said on any console, and nothing fetched but files."""
    contexts, said = [], []

    def failed(place, request):
        if "ERR_ABORTED" not in request.failure:  # what was still under way when one went on to the next page
            said.append(f"{place}: {request.url} failed: {request.failure}")

    def opened(place="index.html", **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{place}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"{place}: {error}"))
        page.on("requestfailed", lambda request: failed(place, request))
        page.on("request", lambda request: request.url.startswith(("file:", "data:")) or said.append(f"{place}: asks for {request.url}"))
        page.goto(address(place))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def address(place):
    return (REPORT / place.partition("?")[0]).as_uri() + "".join(place.partition("?")[1:])


def test_every_page_opens_in_silence_and_every_link_resolves(open_page):
    page = open_page()
    waiting, seen, anchors, links = [address("index.html")], set(), {}, []
    while waiting:
        here = waiting.pop()
        seen.add(here)
        page.goto(here, wait_until="domcontentloaded")
        anchors[here] = set(page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)"))
        found = page.evaluate("[...document.querySelectorAll('a[href]')].map(node => node.href?.baseVal ?? node.href)")
        for link in (page.evaluate("link => new URL(link, location).href", link) for link in set(found)):
            assert link.startswith("file:"), f"{here} leads out: {link}"
            target, _, anchor = link.partition("#")
            target = target.partition("?")[0]
            links.append((here, target, anchor))
            if target not in seen and target not in waiting:
                assert Path(urlsplit(target).path).is_file(), f"{here} leads to {target}, which is not there"
                waiting.append(target)
    broken = [(here, target, anchor) for here, target, anchor in links if anchor and anchor not in anchors[target]]
    assert broken == []
    assert seen == {path.as_uri() for path in REPORT.rglob("*.html")}


def test_pictures_are_there(open_page):
    page = open_page("figures.html")
    broken = "[...document.images].filter(i => !(i.complete && i.naturalWidth > 0)).map(i => i.src)"
    page.wait_for_load_state("load")
    assert page.evaluate("document.images.length") > 5
    assert page.evaluate(broken) == []


def test_search_finds_a_claim_and_filters_narrow(open_page):
    page = open_page("catalogue.html")
    rows = page.locator("#claims tbody tr:visible")
    everything = rows.count()
    page.get_by_label("Search").fill("clipped gradient descent thm. 3")
    assert "zhang2020/thm3" in rows.all_inner_texts()[0]
    page.get_by_label("Search").fill("no such words anywhere")
    assert rows.count() == 0
    page.get_by_label("Search").fill("")
    page.get_by_label("Verdict").select_option("refuted")
    refuted = rows.count()
    assert 0 < refuted < everything
    page.get_by_label("Paper").select_option("zhang2020")
    page.get_by_label("Rigour").select_option("exact")
    page.get_by_label("Kind").select_option("theorem")
    assert 0 < rows.count() < refuted
    assert page.locator("#shown").inner_text() == f"{rows.count()} of {everything} claims"
    page.locator("#claims tbody tr:visible a").first.click()
    assert "refuted" in page.locator("h1").inner_text()


def test_a_filter_can_be_linked_to(open_page):
    page = open_page("catalogue.html?verdict=refuted&paper=zhang2020")
    assert page.get_by_label("Verdict").input_value() == "refuted"
    assert all("refuted" in text for text in page.locator("#claims tbody tr:visible").all_inner_texts())


def test_a_deep_link_opens_a_claim(open_page):
    page = open_page(THEOREM)
    assert "zhang2020/thm3" in page.title()
    assert page.locator("h1").inner_text().startswith("zhang2020/thm3")


def test_a_node_of_the_graph_leads_to_its_page(open_page):
    page = open_page("graph.html")
    page.locator('svg.graph a[href="claims/zhang2020/thm3.html"]').click()
    assert page.url == address(THEOREM)


def test_formulas_are_set_in_the_font_that_comes_with_the_report(open_page):
    page = open_page(THEOREM)
    assert page.evaluate("document.fonts.ready.then(fonts => [...fonts].some(font => font.status === 'loaded'))")
    fraction = page.locator("math mfrac").first
    top, bottom = (fraction.locator(":scope > *").nth(i).bounding_box() for i in (0, 1))
    assert top["y"] + top["height"] <= bottom["y"] + 2
    assert top["height"] > 5
    tall = page.evaluate(
        "Math.max(...[...document.querySelectorAll('math mo')].map(node => node.getBoundingClientRect().height))"
    )
    plain = page.evaluate("parseFloat(getComputedStyle(document.querySelector('math')).fontSize)")
    assert tall > 1.6 * plain, "brackets do not grow with what they enclose"
    page.screenshot(path=SHOTS / "claim.png", full_page=True)


def test_the_keyboard_alone_reaches_a_certificate(open_page):
    page = open_page()

    def tab_to(wanted):
        for _ in range(400):
            page.keyboard.press("Tab")
            if page.evaluate(wanted):
                return
        raise AssertionError(f"not reached with Tab: {wanted}")

    focus = "document.activeElement"
    tab_to(f"{focus}.textContent === 'Catalogue'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue.html")
    tab_to(f"{focus}.name === 'q'")
    page.keyboard.type("zhang2020/thm3 clipped")
    tab_to(f"{focus}.textContent === 'zhang2020/thm3'")
    assert page.evaluate(f"getComputedStyle({focus}).outlineStyle") != "none", "one does not see where one is"
    page.keyboard.press("Enter")
    page.wait_for_url("**/thm3.html")
    tab_to(f"{focus}.textContent === 'The certificate in words'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thm3.certificate.html")
    assert "what it shows" in page.locator("pre.certificate").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", ["index.html", "catalogue.html", "figures.html", "graph.html", "power.html", "papers/gao2020.html",
                                   "api/theory.html", THEOREM, "claims/zhang2020/thm7.html"])  # fmt: skip
def test_a_phone_shows_the_whole_width(open_page, place, scheme):
    page = open_page(place, viewport=PHONE, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (dark == "rgb(255, 255, 255)") == (scheme == "light")
    page.screenshot(path=SHOTS / f"phone-{scheme}-{Path(place).stem}.png")


def test_the_front_page_is_painted_within_a_second(open_page):
    page = open_page("index.html", viewport={"width": 1280, "height": 900})
    page.screenshot(path=SHOTS / "front.png", full_page=True)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    assert paint is not None
    assert paint < 1000


def test_it_prints(open_page):
    page = open_page(THEOREM)
    page.pdf(path=SHOTS / "claim.pdf", format="A4")
    assert (SHOTS / "claim.pdf").stat().st_size > 10_000
    page.emulate_media(media="print")
    assert not page.locator("header").is_visible()
