/** Looks at a screen: a picture of it for people, no accessibility violation, nothing sideways out of view. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { expect } from 'vitest'

const folder = fileURLToPath(new URL('./screens/', import.meta.url))
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']

/** The picture is `name`.png in test/e2e/screens/. */
export async function inspect(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  // Opening and closing are drawn out; what is looked at is where they end.
  await page.waitForTimeout(350)
  await page.screenshot({ path: `${folder}${name}.png` })
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))])).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
}
