/** A browser other than Chromium, as far as a smoke test needs it. */
export interface SmokeBrowser {
  /** For instance "Firefox 140.5". */
  readonly version: string;
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** To the page before, as the browser's own button does. */
  back(): Promise<void>;
  /**
   * Runs a function in the page and awaits it. It travels as source text: it sees its arguments and
   * the page, nothing of the test.
   */
  evaluate<Args extends readonly unknown[], Result>(
    work: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>;
  /** A click as a person makes it: it counts as a gesture, which sound needs. */
  click(selector: string): Promise<void>;
  /** The same in the page's only frame. */
  clickInFrame(selector: string): Promise<void>;
  close(): Promise<void>;
}

/** How to get one; `missing` names what is not installed, or is null. */
export interface SmokeBrowserKind {
  readonly name: string;
  missing(): string | null;
  launch(): Promise<SmokeBrowser>;
}

/** Calls `check` until it answers true. Pages that are just being loaded may refuse to answer. */
export async function until(
  what: string,
  check: () => Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown = null;
  while (Date.now() < deadline) {
    try {
      if (await check()) return;
    } catch (thrown) {
      last = thrown;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`, { cause: last });
}
