// Accessibility of the storefront's pages, by axe-core: WCAG 2.2 A and AA.
import { AxeBuilder } from '@axe-core/playwright'
import { desk, person, phone } from './browser.mjs'

const pages = ['/', '/restaurants?address=zzz', '/restaurant/1', '/basket', '/login', '/register', '/resetting/request', '/about', '/terms', '/privacy', '/nowhere', '/app/login']

/** What axe finds on a page as it stands, once nothing fades in any more; the library's live region, which is empty between two sentences, is left out. */
export async function findings(page) {
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame)
    const moving = () => document.getAnimations().some(a => a.playState === 'running' && a.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY)
    for (let still = 0; still < 3; still = moving() ? 0 : still + 1) await frame()
  })
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).exclude('[data-live-announcer]')
  return (await axe.analyze()).violations.map(v => `${v.id} ${v.nodes[0]?.target}`)
}

/** Visits every page, in French on a phone and in English on a desk; `check(holds, what)` is told each finding. */
export async function everyPageIsAccessible(browser, origin, check) {
  for (const [view, locale] of [[phone, 'fr-FR'], [desk, 'en-GB']]) {
    const visitor = await person(browser, 'visitor', { ...view, locale })
    for (const path of pages) {
      await visitor.page.goto(origin + path)
      await visitor.page.locator('main').first().waitFor()
      const found = await findings(visitor.page)
      const wide = await visitor.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
      check(found.length === 0 && !wide, `${path} in ${locale} is accessible ${found.join(' ')}${wide ? ' but wider than the window' : ''}`)
    }
    check(visitor.troubles.length === 0, `nothing went wrong while visiting in ${locale} ${visitor.troubles.join(' ')}`)
    await visitor.context.close()
  }
}
