"""The weekly log (J6) on a phone, by touch and by keyboard, with the line cut in the middle."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_keyboard import tab_to
from tests.browser.test_robustness import OFFLINE, SAVED, action, state

pytestmark = pytest.mark.browser

REFLECTION = "Jeg blev utålmodig efter ti sekunder."
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><style>p {color: red}</style><script>window.pasted = true</script></head><body>
<!--StartFragment--><p class=MsoNormal style='margin:0'>
Vi&nbsp;sam\u00adlede <b>alt</b> og <i>ventede</i>.<o:p></o:p></p>
<p class=MsoListParagraph><span style='mso-list:Ignore'>\u00b7<span>&nbsp;&nbsp; </span></span>
Først</p>
<ul><li>Et<ul><li>Under</li></ul></li><li>To</li></ul><ol><li>Spørg</li><li>Vent</li></ol>
<p><a href="https://eksempel.dk/bog">Bogen</a> <a href="javascript:alert(1)">nej</a>
<img src=x onerror="window.pasted = true"></p><!--EndFragment--></body></html>"""
PASTED = """Vi samlede **alt** og *ventede*.

- Først

- Et
  - Under
- To

1. Spørg
2. Vent

[Bogen](https://eksempel.dk/bog) nej"""
PASTE = """(field, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "uden form");
  field.focus();
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  field.dispatchEvent(new ClipboardEvent("paste", how));
}"""


class Touch:
    """One finger."""

    def __init__(self, page):
        self.page = page

    def press(self, locator):
        locator.tap()

    def write(self, locator, text):
        locator.tap()
        self.page.keyboard.insert_text(text)

    def tick(self, locator):
        locator.tap()
        expect(locator).to_be_checked()


class Keys(Touch):
    """Tab, Enter, Space and letters."""

    def press(self, locator):
        tab_to(self.page, locator, most=400)
        self.page.keyboard.press("Enter")

    def write(self, locator, text):
        tab_to(self.page, locator, most=400)
        self.page.keyboard.insert_text(text)

    def tick(self, locator):
        """A radio group is one stop; the arrows go on inside it."""
        stop = locator
        if locator.get_attribute("type") == "radio":
            group = locator.get_attribute("name")
            stop = self.page.locator(f"input[name={group}]:checked")
        tab_to(self.page, stop, most=400)
        for _ in range(12):
            if locator.is_checked():
                return
            key = "Space" if stop is locator else "ArrowRight"
            self.page.keyboard.press(key)
        expect(locator).to_be_checked()


def part(page, words):
    return page.get_by_label(re.compile(words)).first


def fold(page, name):
    return page.locator("summary", has_text=re.compile(rf"^\s*{name}\s*$")).first


def rows(server, columns="state, reflection, new_habit"):
    return server.ask(f"SELECT {columns} FROM log_entry ORDER BY id DESC LIMIT 1")  # noqa: S608


@pytest.mark.parametrize("hand", [Touch, Keys], ids=["touch", "keyboard"])
def test_the_weekly_log(visit, server, hand, tmp_path):
    """Home, the waiting action, a habit, a goal, data; offline half-way; finished and shared."""
    visit.expect(*OFFLINE)
    touch = hand is Touch
    page = visit.phone("deltager", "/") if touch else visit("deltager", "/", size=PHONE)
    me = hand(page)
    me.press(page.get_by_role("link", name="Skriv, hvad der skete"))
    expect(action(page)).to_have_value(re.compile("Spørge først"))
    away = page.get_by_role("link", name="Slet kladde")
    expect(away).to_have_count(0)
    me.write(part(page, "^Refleksion"), REFLECTION)
    expect(state(page)).to_have_text(SAVED)
    expect(away).to_have_attribute("href", re.compile(r"/log/\d+/slet$"))

    page.context.set_offline(True)
    me.press(fold(page, "Næste handling"))
    me.write(part(page, "^Næste handling –"), "Tælle til tyve.")
    me.tick(page.get_by_role("radio", name="Efter en seance"))
    expect(part(page, "^Hvad tog du med derfra")).to_have_value(re.compile("Spørge først"))
    me.press(fold(page, "Mere"))
    me.tick(page.get_by_role("radio", name="Udfordring"))
    me.write(page.locator("#new_habit"), "Jeg fylder stilheden ud")
    expect(state(page)).to_contain_text("Ingen forbindelse")
    assert rows(server) == [("draft", REFLECTION, "")]

    page.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED)
    assert rows(server) == [("draft", REFLECTION, "Jeg fylder stilheden ud")]
    _finish(me, tmp_path)
    for words in ("Jeg fylder stilheden ud", "Taletid på møder.txt", "Udfordring", REFLECTION):
        expect(page.get_by_role("main").get_by_text(words).first).to_be_visible()
    me.press(page.get_by_role("link", name="Del", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hvem må læse")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _finish(me, folder):
    """A goal, a file of data, and done."""
    page = me.page
    me.tick(page.locator("#goals > .chips input").first)
    me.press(fold(page, "Data og iagttagelser"))
    notes = folder / "Taletid på møder.txt"
    notes.write_text("Mette 40 %, de andre 60 %", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(notes)
    me.press(page.get_by_role("button", name="Tilføj"))
    expect(page.get_by_role("link", name="Taletid på møder.txt")).to_be_visible()
    me.press(page.get_by_role("button", name="Gør færdig"))
    expect(page.get_by_role("heading", name="Hvad tog du med derfra?")).to_be_visible()


def test_another_template_keeps_every_word_without_a_line(visit):
    visit.expect(*OFFLINE)
    page = visit.phone("deltager", "/log/ny")
    page.context.set_offline(True)
    action(page).fill("Det, jeg gjorde")
    page.locator("details[data-part=new_knowledge] > summary").tap()
    part(page, "^Ny viden –").fill("Det, jeg læste")
    page.get_by_role("radio", name="Praksisfortælling").check()
    expect(part(page, "^Fortæl om én episode")).to_have_value("Det, jeg gjorde")
    expect(page.locator("#new_knowledge")).to_be_visible()  # not asked for, but there is text
    page.locator("#new_knowledge").fill("")
    page.get_by_role("radio", name="Handling og refleksion").check()
    page.get_by_role("radio", name="Praksisfortælling").check()
    expect(page.locator("#new_knowledge")).to_be_hidden()
    expect(part(page, "^Hvad kalder den på")).to_be_visible()
    expect(action(page)).to_have_count(0)
    page.get_by_role("button", name="Gør færdig").tap()
    expect(state(page)).to_contain_text("Ingen forbindelse")
    expect(part(page, "^Fortæl om én episode")).to_have_value("Det, jeg gjorde")


def test_choices_that_were_never_saved_come_back(visit, server):
    visit.expect(*OFFLINE)
    page = visit("deltager", "/log/ny")
    page.context.route(
        "**/log/**", lambda r: r.abort() if r.request.method == "POST" else r.fallback()
    )
    page.get_by_role("radio", name="Efter en seance").check()
    fold(page, "Mere").click()
    page.get_by_role("radio", name="Fejl og læring").check()
    page.locator("#new_habit").fill("Jeg afbryder")
    fold(page, "Data og iagttagelser").click()
    page.locator("#new_evidence").fill("Tre gange på ét møde")
    expect(state(page)).to_contain_text("Ingen forbindelse")
    page.context.unroute_all()
    page.reload()
    expect(page).to_have_url(re.compile(r"/log/\d+/ret$"))
    expect(page.locator("#new_habit")).to_have_value("Jeg afbryder")
    expect(page.locator("#new_evidence")).to_have_value("Tre gange på ét møde")
    expect(page.locator("input[name=kind]:checked")).to_have_value("mistake")
    expect(part(page, "^Hvad tog du med derfra")).to_be_visible()
    assert rows(server, "kind, new_evidence") == [("mistake", "Tre gange på ét møde")]


def test_a_paste_from_word_becomes_plain_text_with_light_marks(visit, server):
    page = visit("deltager", "/log/ny")
    action(page).evaluate(PASTE, WORD)
    expect(action(page)).to_have_value(PASTED)
    assert page.evaluate("window.pasted") is None
    expect(state(page)).to_have_text(SAVED)
    page.locator("#goals > .chips input").last.check()
    page.get_by_role("button", name="Gør færdig").click()
    article = page.get_by_role("article")
    expect(article.locator("li", has_text="Under").last).to_be_visible()
    expect(article.get_by_role("link", name="Bogen")).to_have_attribute("rel", "noopener nofollow")


def test_a_file_that_is_too_big_is_said_so_before_it_travels(visit, tmp_path):
    page = visit("deltager", "/log/ny")
    action(page).fill("Vigtigt.")
    fold(page, "Data og iagttagelser").click()
    large = tmp_path / "film.pdf"
    large.write_bytes(b"%PDF-" + b"0" * 5_100_000)
    page.locator("input[type=file]").set_input_files(large)
    expect(page.locator("input[type=file]")).to_have_value("")
    expect(action(page)).to_have_value("Vigtigt.")
