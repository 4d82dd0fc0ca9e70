// Steps and checks of the price lists, against a server in development mode.
import { findings } from './axe.mjs'

/** A co-op with the bakery's price list, an administrator and a dispatcher. */
export function pricesDocument() {
  return {
    settings: { brand_name: 'Les Pignons', country: 'ad', timezone: 'Europe/Andorra', latlng: '42.5078,1.5211', locale: 'fr' },
    rows: [
      { kind: 'address', ref: 'shop', streetAddress: 'Avinguda Meritxell 24, AD500 Andorra la Vella', geo: { latitude: 42.5078, longitude: 1.5211 } },
      { kind: 'pricing_rule_set', ref: 'list', name: 'Tarif du centre' },
      { kind: 'pricing_rule', ruleSet: '@list', expression: 'distance < 3000', price: '499' },
      { kind: 'pricing_rule', ruleSet: '@list', expression: 'distance >= 3000 and weight < 5000', price: '799', name: 'Loin' },
      { kind: 'pricing_rule', ruleSet: '@list', expression: 'false', price: '200', name: 'Escaliers' },
      { kind: 'pricing_rule_set', name: 'Tarif de nuit', strategy: 'map' },
      { kind: 'store', name: 'Le Fournil', address: '@shop', pricingRuleSet: '@list' },
      { kind: 'user', username: 'ada', email: 'ada@example.org', password: 'ada', roles: ['ROLE_ADMIN'] },
      { kind: 'user', username: 'dan', email: 'dan@example.org', password: 'dan', roles: ['ROLE_DISPATCHER'] },
    ],
  }
}

async function enter(page, origin, name) {
  await page.goto(`${origin}/app/prices`)
  await page.locator('input[name=login]').fill(name)
  await page.locator('input[name=password]').fill(name)
  await page.locator('button[type=submit]').click()
}

async function fine(page, check, what) {
  const found = await findings(page)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  check(found.length === 0 && !wide, `${what} is accessible ${found.join(' ')}${wide ? ' but wider than the window' : ''}`)
}

/** An administrator adds a rule that cannot be read, mends it, tries it before it is saved, puts it first and saves. */
export async function changePrices(page, origin, { check, shot }) {
  await enter(page, origin, 'ada')
  await page.getByText('Utilisée par Le Fournil').waitFor()
  await fine(page, check, 'the choice of price lists')
  await shot(page, 'prices-lists')
  await page.getByRole('link', { name: /Tarif du centre/ }).click()
  await page.getByRole('article', { name: '1. Moins de 3.00 km - €4.99' }).waitFor()
  await page.getByLabel('À la main : Escaliers').fill('1')
  await page.getByRole('button', { name: 'Calculer le prix' }).click()
  await page.locator('.told-total').waitFor()
  check(await page.getByText(/distance < 3000 \(distance = 3000\)/).isVisible(), 'the trial says why a rule does not hold')
  await fine(page, check, 'a price list')
  await shot(page, 'prices-trial')
  await page.getByRole('button', { name: 'Ajouter une règle' }).click()
  const rule = page.getByRole('article', { name: /^4\./ })
  await rule.getByLabel('S’applique si').fill('distance >')
  await rule.getByLabel('Coûte').fill('300')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByText('Certaines règles ne se lisent pas').waitFor()
  check((await page.locator('.rule.wrong').count()) === 1, 'the rule that cannot be read is marked')
  await fine(page, check, 'a rule that is being written')
  await shot(page, 'prices-wrong')
  await rule.getByLabel('S’applique si').fill('distance in 3000..3500')
  await page.getByRole('button', { name: 'Calculer le prix' }).click()
  await page.getByRole('article', { name: '4. Entre 3.00 km et 3.50 km - €3.00' }).waitFor()
  for (const place of ['3', '2', '1']) {
    await page.getByRole('button', { name: 'Essayer plus tôt' }).nth(Number(place)).click()
  }
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByText('Rien à enregistrer').waitFor()
  await page.reload()
  await page.getByRole('article', { name: '1. Entre 3.00 km et 3.50 km - €3.00' }).waitFor()
  await page.getByRole('button', { name: 'Calculer le prix' }).click()
  await page.locator('.told-total', { hasText: '3,00' }).waitFor()
  check(true, 'the rule is kept, in its new place, and gives the price')
}

/** A dispatcher reads and tries, and is offered nothing else. */
export async function readPrices(page, origin, { check, shot }) {
  await enter(page, origin, 'dan')
  await page.getByRole('link', { name: /Tarif du centre/ }).click()
  await page.getByRole('article', { name: /^2\. Loin/ }).getByRole('button').click()
  check(await page.getByText('distance >= 3000 and weight < 5000', { exact: true }).isVisible(), 'a dispatcher reads how a rule is written')
  check((await page.getByRole('button', { name: 'Enregistrer' }).count()) === 0, 'and writes none')
  await page.getByLabel('Distance en km').fill('2,5')
  await page.getByRole('button', { name: 'Calculer le prix' }).click()
  await page.locator('.told-total', { hasText: '4,99' }).waitFor()
  await fine(page, check, 'a price list on a phone')
  await shot(page, 'prices-phone')
}
