"""Opens pages in a headless Chromium: no complaint in the console, all pictures there, nothing loaded.

    python3 check_pages.py CHROMIUM SCREENSHOT_FOLDER NAME=PAGE...

Writes a screenshot NAME.png of each page, and prints a line each; the exit code is 1 when one is bad.
A page with known faults goes first, to show that faults are found.
"""

import pathlib
import sys

from browser import Browser

FAULTY = """<!DOCTYPE html><title>faulty</title><body style="width: 5000px"><h1>Faulty</h1>
<img alt="" src="data:image/png;base64,AAAA"><script>console.error("wrong on purpose")</script></body>"""

FACTS = """(async () => {
  const pictures = [...document.images];
  await Promise.allSettled(pictures.map(p => p.decode()));
  return {
    title: document.title,
    pictures: pictures.length,
    broken: pictures.filter(p => !p.complete || p.naturalWidth === 0 || p.naturalHeight === 0).length,
    unnamed: pictures.filter(p => !p.alt).length,
    empty: [...document.querySelectorAll('svg')].filter(s => s.childElementCount === 0).length,
    headings: document.querySelectorAll('h1').length,
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
})()"""


def faults(browser, page, screenshot):
    facts, complaints, requests = browser.open(page.resolve().as_uri(), FACTS, screenshot)
    found = [f"console: {text}" for text in complaints] + [f"request: {url}" for url in requests]
    for key, what in (
        ("broken", "pictures do not show"),
        ("unnamed", "pictures have no text in their place"),
        ("empty", "drawings are empty"),
        ("wider", "pixels are beyond the window's right side"),
    ):
        if facts[key] > 0:
            found.append(f"{facts[key]} {what}")
    if facts["headings"] != 1 or not facts["title"]:
        found.append("title or main heading is missing")
    if facts["pictures"] == 0:
        found.append("there is no picture")
    return facts, found


def main():
    chromium, folder, *pages = sys.argv[1:]
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    bad = 0
    with Browser(chromium) as browser:
        faulty = folder / "faulty.html"
        faulty.write_text(FAULTY)
        _, found = faults(browser, faulty, folder / "faulty.png")
        wanted = ("wrong on purpose", "do not show", "no text in their place", "right side")
        missed = [w for w in wanted if not any(w in text for text in found)]
        print(f"{'FAIL' if missed else 'PASS'}  faults are found: {missed or found}", flush=True)
        bad += bool(missed)
        for name, page in (p.split("=", 1) for p in pages):
            facts, found = faults(browser, pathlib.Path(page), folder / f"{name}.png")
            measured = found or f"{facts['pictures']} pictures, {folder / name}.png"
            print(f"{'FAIL' if found else 'PASS'}  {facts['title']}: {measured}", flush=True)
            bad += bool(found)
    sys.exit(1 if bad else 0)


main()
