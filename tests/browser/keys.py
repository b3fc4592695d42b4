"""A person who has no mouse: Tab, Enter, Space and arrows, and what they must be able to see on the way."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page

FOCUSED: Final = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e);
  const belongs = (found) => found && (e.contains(found) || found.contains(e)
    || [...e.labels || []].some((label) => label.contains(found)));
  const inside = (box) => ({  // the part of it that the window shows
    left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth),
    top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight),
  });
  const seen = [...e.getClientRects()].map(inside).some(({left, right, top, bottom}) => right > left
    && bottom > top && belongs(document.elementFromPoint((left + right) / 2, (top + bottom) / 2)));
  return {
    what: (e.getAttribute("aria-label") || e.textContent.trim() || e.name || e.tagName).slice(0, 60),
    tag: e.tagName.toLowerCase(), id: e.id, name: e.name || "", seen,
    ring: !["none", "auto"].includes(style.outlineStyle) && parseFloat(style.outlineWidth) >= 2,
    order: [...document.querySelectorAll("*")].indexOf(e),
  };
}"""
JUMPS: Final = "[...document.querySelectorAll('[tabindex]')].filter((e) => e.tabIndex > 0).length"
REACHED: Final = """({ selector, words }) => {
  const e = document.activeElement, [label] = e.labels || [];
  const name = e.getAttribute("aria-label") || (label || e).textContent;
  return e.matches(selector) && name.includes(words);
}"""
LONGEST: Final = 150
_LOOKS: Final = 10


class Keys:
    """Presses keys on a page. Every stop of Tab must be seen, ringed, and come after the one before."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focused(self) -> dict[str, object] | None:
        """What has the focus; None: the page itself."""
        found: dict[str, object] | None = self.page.evaluate(FOCUSED)
        return found

    def tab(self) -> dict[str, object] | None:
        """To the next stop, which must be fit to be seen."""
        self.page.keyboard.press("Tab")
        stop = self.focused()
        for _ in range(_LOOKS):  # what a script still fills in moves what stands below it for a moment
            if stop is None or stop["seen"]:
                break
            self.page.wait_for_timeout(50)
            stop = self.focused()
        if stop is not None and stop["tag"] != "iframe":
            assert stop["ring"], f"no ring around {stop['what']} on {self.page.url}"
            assert stop["seen"], f"{stop['what']} has the focus and is hidden on {self.page.url}"
        return stop

    def to(self, selector: str, words: str = "") -> dict[str, object]:
        """Tab until an element of the selector, with these words, has the focus.

        Raises:
            AssertionError: it is never reached.
        """
        first, before = None, -1
        for _ in range(LONGEST):
            stop = self.tab()
            if stop is None:
                before = -1
                continue
            order = stop["order"]
            assert isinstance(order, int)
            assert order > before or order == first, f"{stop['what']} comes too late on {self.page.url}"
            first, before = order if first is None else first, order
            if self.page.evaluate(REACHED, {"selector": selector, "words": words}):
                return stop
        raise AssertionError(f"no Tab leads to {selector} {words!r} on {self.page.url}")

    def round(self) -> int:
        """Tab through the whole page and out of it again: nothing traps. How many stops there were."""
        assert self.page.evaluate(JUMPS) == 0, "a positive tabindex jumps"
        self.page.evaluate("document.activeElement.blur()")
        stops = 0
        while self.tab() is not None:
            stops += 1
            assert stops < LONGEST, f"the focus is trapped on {self.page.url}"
        return stops

    def press(self, key: str) -> None:
        """Press a key that leads to another page, or to another main part that a script puts in."""
        self.page.evaluate("document.querySelector('main').dataset.before = 'yes'")
        self.page.keyboard.press(key)
        self.page.locator("main:not([data-before])").wait_for()
        self.page.wait_for_load_state()

    def write(self, text: str) -> None:
        """Type into the field that has the focus, in place of what stands there."""
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def told(self) -> None:
        """After an answer the focus is on what is new: the summary of problems, or the main part."""
        stop = self.focused()
        where = stop and (stop["id"] or stop["tag"])
        summary = self.page.locator(".error-summary").count()
        told = summary and self.page.evaluate("document.activeElement.matches('.error-summary, main')")
        assert told or (not summary and where in {None, "main"}), f"{where} on {self.page.url}"
