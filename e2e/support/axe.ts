// What a screen reader would stumble over, and what cannot be read in one of the two schemes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type axe from 'axe-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

type Scheme = 'light' | 'dark';

/** Fails on findings of axe that are serious or worse. */
export async function check(page: Page, name: string): Promise<void> {
  await page.waitForFunction(settled);
  expect(await findings(page, { type: 'tag', values: TAGS }), name).toEqual([]);
}

/** The same, and then the colours once more in the other scheme. */
export async function checkBoth(page: Page, name: string): Promise<void> {
  await check(page, name);
  const shown = await page.evaluate(scheme);
  const other = shown === 'dark' ? 'light' : 'dark';
  await turn(page, other);
  expect(await findings(page, { type: 'rule', values: ['color-contrast'] }), `${name}, ${other}`).toEqual([]);
  await turn(page, shown);
}

/** Colours are measured when nothing moves any more. */
function settled(): boolean {
  return document.getAnimations().every(({ effect }) => effect?.getComputedTiming().iterations === Infinity);
}

function scheme(): Scheme {
  return document.documentElement.dataset['mantineColorScheme'] === 'dark' ? 'dark' : 'light';
}

async function turn(page: Page, colorScheme: Scheme): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.waitForFunction((wanted) => document.documentElement.dataset['mantineColorScheme'] === wanted, colorScheme);
  await page.waitForFunction(settled);
}

/** There are no frames: everything is done in the page, and half a megabyte of script goes there once. */
async function findings(page: Page, runOnly: axe.RunOnly): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  return page.evaluate(async (only) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: only,
      resultTypes: ['violations'],
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary}`).join(' | ')}`);
  }, runOnly);
}
