/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 */
export async function openChaosPage(browser, url) {
  const page = await browser.newPage();
  await page.goto(new URL('chaos.html', url).href);
  await page.waitForFunction(() => window.sottoChaos !== undefined);
  return page;
}
