import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, folder } from './cli-run.ts';
import { contrastProblems } from './site/in-page.ts';

const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) =>
  existsSync(path),
);
const isRequired = process.env.CI === 'true';

let browser: Browser;
let page: string;

describe.skipIf(!executable && !isRequired)('the page of a plan', () => {
  beforeAll(async () => {
    if (!executable) throw new Error('chromium is missing (apt-get install chromium)');
    const off = ['gpu', 'quic', 'background-networking', 'component-update', 'sync'];
    browser = await chromium.launch({
      executablePath: executable,
      args: ['--no-sandbox', '--no-first-run', ...off.map((name) => `--disable-${name}`)],
    });
    page = cli(import.meta.dirname, ['report', '--format', 'html', 'corpus'], { real: true }).out;
  });

  afterAll(() => browser.close());

  /** Opens the page as a file, offline; nothing may be asked for, or go wrong. */
  async function open<T>(
    options: BrowserContextOptions,
    look: (page: Page) => Promise<T>,
  ): Promise<T> {
    const file = join(folder({}), 'plan.html');
    writeFileSync(file, page);
    const context = await browser.newContext({ offline: true, ...options });
    const tab = await context.newPage();
    const problems: string[] = [];
    tab.on('console', (message) => problems.push(message.text()));
    tab.on('pageerror', (error) => problems.push(error.message));
    tab.on('request', (request) => problems.push(request.url()));
    const url = pathToFileURL(file).href;
    await tab.goto(url);
    const result = await look(tab);
    await context.close();
    expect(problems.filter((problem) => problem !== url)).toEqual([]);
    return result;
  }

  const views = [
    { colorScheme: 'light', width: 1400 },
    { colorScheme: 'dark', width: 1400 },
    { colorScheme: 'light', width: 390 },
    { colorScheme: 'dark', width: 320 },
  ] as const;
  test.each(views)('is sound, $colorScheme, $width wide: no overflow, contrast', async ({ colorScheme, width }) => {
    await open({ colorScheme, viewport: { width, height: 900 } }, async (tab) => {
      expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await tab.evaluate(contrastProblems)).toEqual([]);
    });
  }); // prettier-ignore

  test('says how large it is, what blocks it and what to do first without scrolling', async () => {
    await open({ viewport: { width: 1280, height: 800 } }, async (tab) => {
      for (const text of ['converts with marks for a person', 'Stays on Modal', 'Most for a person', 'Install fal and log in']) {
        const box = await tab.getByText(text).first().boundingBox();
        expect(box && box.y + box.height).toBeLessThan(800);
      }
    });
  }); // prettier-ignore

  test('its units are searched, chosen by outcome and sorted', async () => {
    await open({}, async (tab) => {
      const rows = tab.locator('table.units tbody tr');
      const shown = tab.locator('table.units tbody tr:visible');
      const all = await rows.count();
      const first = await rows.first().innerText();
      await tab.getByLabel('Outcome').selectOption('left');
      expect(await shown.count()).toBe(await tab.locator('tr[data-outcome=left]').count());
      await tab.getByLabel('Outcome').selectOption('');
      await tab.getByLabel('Search units').fill('no such unit anywhere');
      expect(await shown.count()).toBe(0);
      expect(await tab.locator('output').innerText()).toBe(`0 of ${all}`);
      await tab.getByLabel('Search units').fill('gpu H100');
      expect(await shown.count()).toBeGreaterThan(0);
      await tab.getByLabel('Search units').fill('');
      await tab.getByRole('button', { name: 'Outcome' }).click();
      const outcomes = await rows.evaluateAll((list) => list.map((row) => row.dataset.outcome));
      expect([...new Set(outcomes)]).toEqual(['safe', 'unsafe', 'manual', 'left']);
      await tab.getByRole('button', { name: 'Outcome' }).click();
      expect(await rows.first().getAttribute('data-outcome')).toBe('left');
      await tab.getByRole('button', { name: 'Unit' }).click();
      expect(await rows.first().innerText()).toBe(first);
    });
  });

  test('without scripts all is there, and nothing that does not work', async () => {
    await open({ javaScriptEnabled: false }, async (tab) => {
      const rows = tab.locator('table.units tbody tr');
      expect(await tab.locator('table.units tbody tr:visible').count()).toBe(await rows.count());
      expect(await tab.locator('.tools').isVisible()).toBe(false);
      expect(await tab.locator('th button').count()).toBe(0);
    });
  });

  test('on paper nothing is cut off', async () => {
    await open({ viewport: { width: 700, height: 900 } }, async (tab) => {
      await tab.emulateMedia({ media: 'print' });
      expect(await tab.locator('.tools').isVisible()).toBe(false);
      const cut = await tab.locator('.scroll, pre').evaluateAll((list) =>
        list.filter((box) => getComputedStyle(box).maxHeight !== 'none').length); // prettier-ignore
      expect(cut).toBe(0);
      expect((await tab.pdf()).length).toBeGreaterThan(10_000);
    });
  });
});
