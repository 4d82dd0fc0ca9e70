// Steps and checks of tours, vehicles and their loads on the dispatch board, against a server in development mode.
import { findings } from './axe.mjs'

/** A co-op with two couriers, a bike with a trailer, and four parcels of eight kilos for tomorrow. */
export function toursDocument(locale = 'fr') {
  const address = (ref, streetAddress, latitude, longitude, more = {}) => ({
    kind: 'address', ref, streetAddress: `${streetAddress}, AD500 Andorra la Vella`, geo: { latitude, longitude }, ...more,
  })
  const doors = [[42.5087, 1.5297], [42.5051, 1.5236], [42.5102, 1.5391], [42.5065, 1.5342]]
  const parcels = doors.flatMap(([latitude, longitude], n) => [
    address(`door${n}`, `Carrer Gran ${n + 1}`, latitude, longitude, { contactName: `Destinataire ${n + 1}` }),
    { kind: 'task', ref: `d${n}`, type: 'DROPOFF', address: `@door${n}`, after: 'tomorrow 09:00', before: 'tomorrow 17:00', weight: 8000 },
  ])
  const person = (username, ...roles) => ({ kind: 'user', ref: username, username, email: `${username}@example.org`, password: username, roles })
  return {
    settings: { brand_name: 'Les Pignons', country: 'ad', timezone: 'Europe/Andorra', latlng: '42.5078,1.5211', locale },
    rows: [
      person('lea', 'ROLE_COURIER'),
      person('tom', 'ROLE_COURIER'),
      person('max', 'ROLE_DISPATCHER'),
      address('quay', 'Avinguda Meritxell 24', 42.5078, 1.5211),
      { kind: 'warehouse', ref: 'hub', name: 'Dépôt', address: '@quay' },
      { kind: 'trailer', ref: 'cart', name: 'Remorque', maxVolumeUnits: 40, maxWeight: 20000, color: 'green' },
      { kind: 'vehicle', name: 'Biporteur', maxVolumeUnits: 20, maxWeight: 20000, color: 'red', warehouse: '@hub', compatibleTrailers: ['@cart'] },
      ...parcels,
    ],
  }
}

/** A dispatcher makes a tour, orders and renames it, gives it whole, chooses the vehicle, is warned, carries the tour over, dissolves it. */
export async function toursAndLoads(page, origin, { check, shot }) {
  await page.goto(`${origin}/app/dispatch`)
  await page.locator('input[name=login]').fill('max')
  await page.locator('input[name=password]').fill('max')
  await page.locator('button[type=submit]').click()
  await page.getByRole('button', { name: 'Jour suivant' }).click()
  await free(page, 4).waitFor()

  await choose(page, 'Destinataire 1', 'Destinataire 2', 'Destinataire 3')
  await page.getByRole('button', { name: 'Dans une tournée…' }).click()
  await page.getByRole('menuitem', { name: 'Nouvelle tournée' }).click()
  await page.getByLabel('Nom de la tournée').fill('Nord')
  await page.getByRole('button', { name: 'Créer la tournée' }).click()
  await free(page, 2).waitFor()
  check(true, 'three tasks become one row, a tour')

  await page.getByRole('button', { name: 'Modifier la tournée Nord' }).click()
  const panel = page.getByRole('complementary', { name: 'Tournée Nord' })
  await panel.getByRole('button', { name: 'Plus tard, Destinataire 1' }).click()
  await panel.locator('li', { hasText: 'Destinataire 2' }).locator('.stop-mark', { hasText: '1' }).waitFor()
  check(true, 'its order can be changed')
  const open = await findings(page)
  check(open.length === 0, `the panel of a tour is accessible ${open.join(' ')}`)
  await shot(page, 'tour')
  await panel.getByLabel('Nom de la tournée').fill('Nord-Est')
  await panel.getByRole('button', { name: 'Renommer' }).click()
  const renamed = page.getByRole('complementary', { name: 'Tournée Nord-Est' })
  await renamed.getByRole('button', { name: 'Retirer' }).last().click()
  await free(page, 3).waitFor()
  check((await renamed.locator('li').count()) === 2, 'a stop that is taken out is free again')
  await renamed.getByRole('button', { name: 'Fermer' }).click()

  await page.getByRole('button', { name: 'Ajouter' }).click()
  await page.getByRole('menuitem', { name: 'lea' }).click()
  const lea = page.locator('.ride', { hasText: 'lea' })
  await lea.getByRole('button', { name: 'Choisir un véhicule' }).click()
  await page.getByRole('button', { name: /Véhicule/ }).click()
  await page.getByRole('option', { name: /Biporteur · 20 kg/ }).click()
  const asked = await findings(page)
  check(asked.length === 0, `the choice of a vehicle is accessible ${asked.join(' ')}`)
  await shot(page, 'vehicle')
  await page.getByRole('button', { name: 'Prendre' }).click()
  await give(page, 'Nord-Est')
  await lea.getByText('16 kg sur 20').waitFor()
  check((await lea.locator('.stop').count()) === 2, 'the tour goes to a courier as a whole, and weighs on the bike')
  await choose(page, 'Destinataire 4')
  await page.getByRole('button', { name: 'Attribuer à…' }).click()
  const option = page.getByRole('menuitem', { name: /lea/ })
  check(/Trop à la fois\s: 24 kg sur 20/.test(await option.innerText()), 'before it is given, the menu warns that it would be too much')
  await shot(page, 'too-much')
  await option.click()
  await lea.getByText('Trop chargé').waitFor()
  await lea.getByRole('button', { name: 'Biporteur' }).click()
  await page.getByRole('button', { name: /Remorque/ }).click()
  await page.getByRole('option', { name: /Remorque · 20 kg/ }).click()
  await page.getByRole('button', { name: 'Prendre' }).click()
  await lea.getByText('24 kg sur 40').waitFor()
  check((await lea.getByText('Trop chargé').count()) === 0, 'with the trailer it fits')
  await shot(page, 'loads')

  await page.getByRole('button', { name: 'Modifier la tournée Nord-Est' }).click()
  await renamed.getByRole('button', { name: 'Reporter' }).click()
  await lea.getByText('8 kg sur 40').waitFor()
  check((await lea.locator('.stop').count()) === 1, 'a tour that is carried over leaves the list')
  await page.getByRole('button', { name: 'Jour suivant' }).click()
  await free(page, 1).waitFor()
  await page.getByRole('button', { name: 'Modifier la tournée Nord-Est' }).click()
  check((await renamed.locator('li').count()) === 2, 'and stands on the next day, with its stops')
  await renamed.getByRole('button', { name: 'Dissoudre la tournée' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Dissoudre la tournée' }).click()
  await free(page, 2).waitFor()
  check(true, 'a tour that is dissolved leaves its stops')
}

/** The count above the free deliveries, while it is this. */
const free = (page, n) => page.locator('#free-title .badge', { hasText: new RegExp(`^${n}$`) })

async function choose(page, ...names) {
  for (const name of names) await page.locator('.free .row', { hasText: name }).locator('.choose').click()
}

async function give(page, name) {
  await choose(page, name)
  await page.getByRole('button', { name: 'Attribuer à…' }).click()
  await page.getByRole('menuitem', { name: /lea/ }).click()
}
