// Mends what the theme leaves out for keyboards and screen readers.
function mend() {
  // What can be scrolled sideways can be reached with the keyboard.
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code")) {
    const focus = box.scrollWidth > box.clientWidth ? "0" : null;
    if (focus === box.getAttribute("tabindex")) continue;
    if (focus) box.setAttribute("tabindex", focus);
    else box.removeAttribute("tabindex");
  }
  // The button of a block of code and the parts of a table of contents are no landmarks of their own.
  for (const part of document.querySelectorAll("nav.md-code__nav, .md-nav--secondary nav.md-nav")) {
    if (part.getAttribute("role") === "none") continue;
    part.setAttribute("role", "none");
    part.removeAttribute("aria-label");
  }
}
new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
addEventListener("load", mend);
addEventListener("resize", mend);
