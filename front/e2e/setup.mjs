// Steps and checks of setting up a first store, against a server in development mode.
import { findings } from './axe.mjs'

/** A co-op with an administrator, somebody who is to send, and a price list. */
export function setupDocument(atlas) {
  return {
    settings: { brand_name: 'Les Pignons', country: 'ad', timezone: 'Europe/Andorra', latlng: '42.5078,1.5211', locale: 'fr', geocoder_url: atlas },
    rows: [
      { kind: 'user', ref: 'bob', username: 'bob', email: 'bob@example.org', password: 'bob', roles: ['ROLE_ADMIN'] },
      { kind: 'user', ref: 'sue', username: 'sue', email: 'sue@example.org', password: 'sue', roles: ['ROLE_STORE'] },
      { kind: 'pricing_rule_set', ref: 'list', name: 'Tarif' },
      { kind: 'pricing_rule', ruleSet: '@list', expression: 'distance >= 0', price: 499 },
    ],
  }
}

/** An administrator makes a store with a price list and somebody who acts for it, and goes on to send a parcel for it. */
export async function setUpAStore(page, origin, { check, shot }) {
  await page.goto(`${origin}/app/stores`)
  await page.locator('input[name=login]').fill('bob')
  await page.locator('input[name=password]').fill('bob')
  await page.locator('button[type=submit]').click()
  await page.getByText('Aucun magasin').waitFor()
  await page.getByRole('button', { name: 'Ajouter un magasin' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: 'Enregistrer' }).click()
  check(await form.getByText('Choisissez une adresse de la liste.').isVisible(), 'what a store lacks is named')
  await form.getByLabel('Nom du magasin').fill('Le Fournil')
  await form.getByRole('combobox', { name: 'Adresse' }).fill('Avinguda')
  await page.getByRole('option').first().click()
  check(await form.getByRole('button', { name: /Tarif/ }).first().isVisible(), 'the only price list is chosen')
  await page.getByRole('listbox').waitFor({ state: 'hidden' })
  await form.getByText('sue', { exact: true }).click()
  check(await form.getByRole('checkbox', { name: 'sue' }).isChecked(), 'somebody acts for it')
  const fields = await findings(page)
  check(fields.length === 0, `the form is accessible ${fields.join(' ')}`)
  await shot(page, 'store-setup')
  await form.getByRole('button', { name: 'Enregistrer' }).click()
  const made = page.getByRole('article', { name: 'Le Fournil' })
  await made.getByText('Tarif « Tarif » · par sue').waitFor()
  const list = await findings(page)
  check(list.length === 0, `the list of stores is accessible ${list.join(' ')}`)
  await shot(page, 'stores')
  await made.getByRole('link', { name: 'Envoyer un colis' }).click()
  await page.getByRole('combobox', { name: 'Adresse de livraison' }).fill('Avinguda')
  await page.getByRole('option').first().click()
  await page.locator('.parcel-price', { hasText: '4,99' }).waitFor()
  check(true, 'a parcel has a price in the store that was just made')
}
