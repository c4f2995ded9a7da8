"""What the checks of .ci/run share."""

import traceback


class Checks:
    """Counts, and says one line each."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, what, ok, measured):
        self.passed, self.failed = self.passed + bool(ok), self.failed + (not ok)
        print(f"{'PASS' if ok else 'FAIL'}  {what}: {measured}", flush=True)

    def run(self, section, *arguments):
        """A section that breaks off counts as one failure; the next one is run all the same."""
        try:
            section(self, *arguments)
        except Exception as e:
            traceback.print_exc()
            self.check(section.__name__.replace("_", " "), False, f"{type(e).__name__}: {e}")
