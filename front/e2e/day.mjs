// Steps and checks of planning a day's parcels on the dispatch board, against a server in development mode.
import { findings } from './axe.mjs'

/** A co-op with two couriers and a bookshop that has five parcels for tomorrow; one more is nobody's. */
export function dayDocument() {
  const address = (ref, streetAddress, latitude, longitude, more = {}) => ({
    kind: 'address', ref, streetAddress: `${streetAddress}, AD500 Andorra la Vella`, geo: { latitude, longitude }, ...more,
  })
  const doors = [[42.5087, 1.5297], [42.5051, 1.5236], [42.5102, 1.5391], [42.5065, 1.5342], [42.5043, 1.5165], [42.5120, 1.5330]]
  const task = (ref, type, place, more) => ({ kind: 'task', ref, type, address: place, after: 'tomorrow 09:00', before: 'tomorrow 17:00', ...more })
  const books = n => n < 5 && { organization: '@books-org' }
  const parcels = doors.flatMap(([latitude, longitude], n) => [
    address(`door${n}`, `Carrer Gran ${n + 1}`, latitude, longitude, { contactName: `Destinataire ${n + 1}` }),
    task(`p${n}`, 'PICKUP', '@shop', books(n)),
    task(`d${n}`, 'DROPOFF', `@door${n}`, books(n)),
    { kind: 'delivery', ...(n < 5 && { store: '@books' }), tasks: [`@p${n}`, `@d${n}`] },
  ])
  const person = (username, ...roles) => ({ kind: 'user', ref: username, username, email: `${username}@example.org`, password: username, roles })
  return {
    settings: { brand_name: 'Les Pignons', country: 'ad', timezone: 'Europe/Andorra', latlng: '42.5078,1.5211', locale: 'fr' },
    rows: [
      person('lea', 'ROLE_COURIER'),
      person('tom', 'ROLE_COURIER'),
      person('max', 'ROLE_DISPATCHER'),
      address('shop', 'Avinguda Meritxell 24', 42.5078, 1.5211, { name: 'Librairie du Vélo' }),
      { kind: 'organization', ref: 'books-org', name: 'Librairie du Vélo' },
      { kind: 'store', ref: 'books', name: 'Librairie du Vélo', organization: '@books-org', address: '@shop' },
      ...parcels,
    ],
  }
}

/** A dispatcher plans tomorrow's parcels over two couriers with room for three, looks at the tours, leaves them, takes them, undoes it. */
export async function planTheDay(page, origin, { check, shot }) {
  await page.goto(`${origin}/app/dispatch`)
  await page.locator('input[name=login]').fill('max')
  await page.locator('input[name=password]').fill('max')
  await page.locator('button[type=submit]').click()
  await page.getByRole('button', { name: 'Jour suivant' }).click()
  await free(page, 6).waitFor()
  await fillIn(page)
  const form = await findings(page)
  check(form.length === 0, `what is asked for is accessible ${form.join(' ')}`)
  await shot(page, 'day-form')
  const plan = await ask(page)
  const parts = page.locator('.panel .part', { has: page.locator('.stop') })
  check((await parts.count()) === 2 && plan.left.length === 0, 'the five parcels of the bookshop go over both couriers')
  check(plan.lists.every(list => list.added.length <= 6 && list.tour.polyline !== ''), 'nobody carries more than fits, and the tours are drawn along the streets')
  const first = await parts.first().innerText()
  check(/\d\d:\d\d–\d\d:\d\d · [\d,]+ k?m · \d+ min/.test(first), 'a tour tells from when to when it goes, how far, and how long that takes')
  check((await parts.first().locator('.stop-expected').count()) === plan.lists[0].tour.stops.length, 'each stop has its time')
  const tours = await findings(page)
  check(tours.length === 0, `the tours are accessible ${tours.join(' ')}`)
  await shot(page, 'day-tours')

  await page.locator('.panel').getByRole('button', { name: 'Fermer' }).click()
  check(await free(page, 6).isVisible(), 'a plan that is left changes nothing')
  await fillIn(page)
  await ask(page)
  await page.getByRole('button', { name: 'Appliquer la proposition' }).click()
  await free(page, 1).waitFor()
  check((await page.locator('.ride .stop').count()) === 10, 'the tours stand on the couriers’ lists, the parcel of nobody’s is still free')
  await shot(page, 'day-taken')
  await page.getByRole('button', { name: 'Annuler l’action' }).click()
  await free(page, 6).waitFor()
  check(true, 'one step back undoes the whole plan')
}

/** The count above the free deliveries, while it is this; the list itself draws only the rows in sight. */
const free = (page, n) => page.locator('#free-title .badge', { hasText: new RegExp(`^${n}$`) })

async function fillIn(page) {
  await page.getByRole('button', { name: 'Planifier la journée' }).click()
  await page.getByRole('button', { name: /Magasin/ }).click()
  await page.getByRole('option', { name: 'Librairie du Vélo' }).click()
  for (const name of ['lea', 'tom']) {
    await page.getByRole('dialog').getByText(name, { exact: true }).first().click()
    await page.locator('summary', { hasText: name }).click()
    await page.locator('.carrier', { hasText: name }).getByLabel('Place, colis').fill('3')
  }
}

async function ask(page) {
  const answer = page.waitForResponse(a => a.url().endsWith('/v1/dispatch/day-plan'))
  await page.getByRole('button', { name: 'Chercher les tournées' }).click()
  const plan = await (await answer).json()
  await page.locator('.panel .part').first().waitFor()
  return plan
}
