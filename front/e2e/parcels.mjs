// Steps and checks of sending a parcel, against a server in development mode.
import { createServer } from 'node:http'
import { findings } from './axe.mjs'

/** A geocoder that finds every text at one door; gives its address and what ends it. */
export async function openAtlas() {
  const server = createServer((ask, answer) => {
    const street = new URL(ask.url, 'http://atlas').searchParams.get('q')
    const properties = { type: 'house', street, housenumber: '12', postcode: 'AD500', city: 'Andorra la Vella', countrycode: 'AD' }
    answer.setHeader('Content-Type', 'application/json')
    answer.end(JSON.stringify({ features: [{ geometry: { coordinates: [1.5297, 42.5087] }, properties }] }))
  })
  await new Promise(ready => server.listen(0, '127.0.0.1', ready))
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() }
}

/** A bakery with a price list, packages and a time slot of every hour of the week. */
export function parcelsDocument(atlas) {
  return {
    settings: { brand_name: 'Les Pignons', country: 'ad', timezone: 'Europe/Andorra', latlng: '42.5078,1.5211', locale: 'fr', geocoder_url: atlas },
    rows: [
      { kind: 'address', ref: 'shop', streetAddress: 'Avinguda Meritxell 24, AD500 Andorra la Vella', geo: { latitude: 42.5078, longitude: 1.5211 } },
      { kind: 'pricing_rule_set', ref: 'list', name: 'Tarif' },
      { kind: 'pricing_rule', ruleSet: '@list', expression: 'distance > 0', price: 499 },
      { kind: 'package_set', ref: 'boxes', name: 'Cartons' },
      { kind: 'package', packageSet: '@boxes', name: 'XL' },
      { kind: 'time_slot', ref: 'day', name: 'Journée', openingHours: ['Mo-Su 00:00-12:00', 'Mo-Su 12:00-23:59'], interval: '3 days', workingDaysOnly: false },
      { kind: 'store', ref: 'bakery', name: 'Le Fournil', address: '@shop', pricingRuleSet: '@list', packageSet: '@boxes', timeSlots: ['@day'], packagesRequired: true, multiDropEnabled: true },
      { kind: 'user', ref: 'sue', username: 'sue', email: 'sue@example.org', password: 'sue', roles: ['ROLE_STORE'], stores: ['@bakery'] },
    ],
  }
}

/** A baker forgets something, is told so, sees the price, sends, prints the label and takes the parcel back. */
export async function sendAParcel(page, origin, { check, shot }) {
  await page.goto(`${origin}/app/parcels`)
  await page.locator('input[name=login]').fill('sue')
  await page.locator('input[name=password]').fill('sue')
  await page.locator('button[type=submit]').click()
  const send = page.locator('form').getByRole('button', { name: 'Envoyer un colis' })
  await send.click()
  check(await page.getByText('Choisissez une adresse de la liste.').isVisible(), 'what is missing is named')
  await page.getByRole('combobox', { name: 'Adresse de livraison' }).fill('Avinguda Meritxell')
  await page.getByRole('option').first().click()
  const price = page.locator('.parcel-price', { hasText: '4,99' })
  await price.waitFor()
  check(/710 m/.test(await price.innerText()), 'the price shows as soon as the address is known')
  await page.getByLabel('Nom du ou de la destinataire').fill('Ida Martin')
  await page.getByLabel('Nombre de XL').fill('2')
  await page.getByRole('button', { name: /Créneau de livraison/ }).click()
  await page.getByRole('option').first().click()
  const form = await findings(page)
  check(form.length === 0, `the form is accessible ${form.join(' ')}`)
  await shot(page, 'parcel-form')
  await page.getByText('Pourquoi pas une autre heure ?').click()
  await page.locator('.why-not input').fill('2020-01-01T10:00')
  await page.getByRole('button', { name: 'Vérifier' }).click()
  await page.getByText('Ce jour est passé.').waitFor()
  await page.getByText('Garder dans le carnet d’adresses').click()
  await page.context().setOffline(true)
  await send.click()
  await page.getByRole('alert').waitFor()
  check((await page.getByLabel('Nom du ou de la destinataire').inputValue()) === 'Ida Martin', 'without network nothing is lost')
  await page.context().setOffline(false)
  await send.click()
  const sent = page.getByRole('article', { name: 'Ida Martin' })
  await sent.waitFor()
  check(await sent.getByText('Prévue').isVisible(), 'the parcel stands in the list')
  const label = await page.request.get(origin + (await sent.getByRole('link', { name: 'Étiquette' }).getAttribute('href')))
  check(label.ok() && label.headers()['content-type'] === 'application/pdf', 'its label is a PDF')
  const list = await findings(page)
  check(list.length === 0, `the list is accessible ${list.join(' ')}`)
  await shot(page, 'parcel-list')
  await sendTheSameToTwo(page, { check, shot })
  await changeIt(page, { check, shot })
}

/** She sends the same again, with a second drop-off from her address book. */
async function sendTheSameToTwo(page, { check, shot }) {
  await page.getByRole('tab', { name: 'Envoyer un colis' }).click()
  await page.getByRole('button', { name: /Comme la dernière fois/ }).click()
  const name = page.getByLabel('Nom du ou de la destinataire')
  const filled = async () => (await name.first().inputValue()) === 'Ida Martin'
  for (let tries = 0; tries < 50 && !(await filled()); tries++) await page.waitForTimeout(100)
  check(await filled(), 'the last delivery fills the form')
  await page.getByRole('button', { name: 'Ajouter un dépôt' }).click()
  const second = page.getByRole('group', { name: 'Dépôt 2' })
  await second.getByRole('button', { name: /Carnet d’adresses/ }).click()
  await page.getByRole('option', { name: /Ida Martin/ }).click()
  check((await name.nth(1).inputValue()) === 'Ida Martin', 'an address of the book brings its name')
  await name.nth(1).fill('Voisin')
  await second.getByLabel('Nombre de XL').fill('1')
  for (const n of [0, 1]) {
    await page.getByRole('button', { name: /Créneau de livraison/ }).nth(n).click()
    await page.getByRole('option').first().click()
  }
  const form = await findings(page)
  check(form.length === 0, `the form of two is accessible ${form.join(' ')}`)
  await shot(page, 'parcel-two')
  await page.locator('form').getByRole('button', { name: 'Envoyer un colis' }).click()
  await page.getByText('2 dépôts, le dernier ici').waitFor()
  check(true, 'a delivery goes to two places')
}

/** She looks for it, changes how much it carries, sees the price, and takes it back. */
async function changeIt(page, { check, shot }) {
  await page.getByLabel('Nom, rue ou numéro de commande').fill('voisin')
  const cards = page.getByRole('article')
  await page.waitForFunction(() => document.querySelectorAll('article').length === 1)
  await cards.getByRole('button', { name: 'Détails' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('Voisin').waitFor()
  const seen = await findings(page)
  check(seen.length === 0, `one delivery is accessible ${seen.join(' ')}`)
  await shot(page, 'parcel-sheet')
  await sheet.getByRole('button', { name: 'Modifier' }).click()
  await page.getByText('Prix jusqu’ici').first().waitFor()
  await page.getByRole('button', { name: 'Retirer le dépôt 1' }).click()
  await page.getByLabel('Nombre de XL').fill('5')
  await shot(page, 'parcel-change')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByText('Livraison modifiée.').waitFor()
  await page.getByRole('article').first().getByRole('button', { name: 'Détails' }).click()
  await sheet.getByText('5 × XL').waitFor()
  check((await sheet.getByText('Dépôt').count()) === 1, 'one of two drop-offs was taken out')
  await sheet.getByRole('button', { name: 'Reprendre' }).click()
  await page.getByRole('dialog', { name: 'Reprendre' }).getByRole('button', { name: 'Reprendre' }).click()
  await sheet.getByText('Annulée').first().waitFor()
  check((await sheet.getByRole('link', { name: 'Étiquette' }).count()) === 0, 'a delivery that was taken back has no label')
}
