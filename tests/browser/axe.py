"""What axe finds on a page, and what sticks out of it, wide and narrow."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP

AXE = Axe()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
NARROW = {"width": 320, "height": 640}
SIZES = (DESKTOP, NARROW)
OPEN_ALL = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("body *")].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width && box.right > width + 1 && !e.closest(".table-wrapper, .course-line");
  });
  return ["" + document.documentElement.scrollWidth + " px"].concat(
    wide.slice(0, 5).map(e => e.tagName.toLowerCase() + "." + e.className + " " +
      Math.round(e.getBoundingClientRect().right)));
}"""


def faults(page):
    """What axe finds and what sticks out, at both widths, with everything unfolded."""
    page.evaluate(OPEN_ALL)
    found = []
    for size in SIZES:
        page.set_viewport_size(size)
        results = AXE.run(page, options=RULES)
        found += [
            f"{size['width']} px: {one['id']} {node['target']} {node['html'][:120]}"
            for one in results.response["violations"]
            for node in one["nodes"][:3]
        ]
        found += [f"{size['width']} px: overflow {one}" for one in page.evaluate(OVERFLOW)]
    page.set_viewport_size(DESKTOP)
    return found
