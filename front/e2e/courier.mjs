// Steps and checks of the courier's app against a server in development mode.

const pickupAt = { latitude: 42.5078, longitude: 1.5211 }

/**
 * A co-op with one courier, lea, who has two deliveries: four stops on the day ("2031-05-06"), and one task that is
 * free (5).
 */
export function courierDocument(day) {
  const address = (ref, streetAddress, geo, more = {}) => ({ kind: 'address', ref, streetAddress, geo, ...more })
  const task = (ref, type, place, before, more = {}) => ({
    kind: 'task',
    ref,
    type,
    address: place,
    after: '-1h',
    before,
    ...more,
  })
  return {
    settings: {
      brand_name: 'Les Pignons',
      country: 'ad',
      timezone: 'Europe/Andorra',
      latlng: '42.5078,1.5211',
      locale: 'fr',
    },
    rows: [
      { kind: 'user', ref: 'lea', username: 'lea', email: 'lea@example.org', password: 'lea', roles: ['ROLE_COURIER'], givenName: 'Léa', familyName: 'Roca' },
      { kind: 'user', ref: 'max', username: 'max', email: 'max@example.org', password: 'max', roles: ['ROLE_COURIER', 'ROLE_DISPATCHER'] },
      address('shop', 'Avinguda Meritxell 24, AD500 Andorra la Vella', pickupAt, { name: 'Forn de Pa Sol', telephone: '+376 800 100' }),
      address('ada', 'Carrer de la Unió 7, AD700 Escaldes-Engordany', { latitude: 42.5087, longitude: 1.5397 }, {
        contactName: 'Ada Font',
        telephone: '+376 312 345',
        description: '2e étage, porte gauche',
      }),
      address('bo', 'Carrer Prat de la Creu 59, AD500 Andorra la Vella', { latitude: 42.5051, longitude: 1.5236 }, {
        name: 'Bo Serra',
        contactName: 'Bo Serra',
        telephone: '+376 398 765',
      }),
      task('p1', 'PICKUP', '@shop', '+20m', { comments: '3 sacs en papier' }),
      task('d1', 'DROPOFF', '@ada', '+50m', { comments: 'Code du portail : 4729', doorstep: true, weight: 2500 }),
      task('p2', 'PICKUP', '@shop', '+30m'),
      task('d2', 'DROPOFF', '@bo', '+80m', { weight: 800 }),
      task('free', 'DROPOFF', '@bo', '+90m'),
      { kind: 'delivery', tasks: ['@p1', '@d1'] },
      { kind: 'delivery', tasks: ['@p2', '@d2'] },
      { kind: 'task_list', courier: '@lea', date: day, items: ['@p1', '@p2', '@d1', '@d2'] },
    ],
  }
}

/** Signs in and waits for the round. */
export async function signInCourier(page, origin, name = 'lea') {
  await page.goto(`${origin}/courier/`)
  await page.locator('input[name=login]').fill(name)
  await page.locator('input[name=password]').fill(name)
  await page.locator('button[type=submit]').click()
  await page.locator('.stops').waitFor()
}

/** Waits until the app's own files are kept, so that it opens without network. */
export async function keptForOffline(page) {
  await page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready
    if (worker.active?.state === 'activated') return
    await new Promise(resolve => {
      worker.active?.addEventListener('statechange', resolve, { once: true })
    })
  })
}

/** Ends the next stop well, in two taps. */
export async function finishNext(page) {
  await page.locator('.stop.next .stop-actions .button').filter({ hasText: /^(Retiré|Livré|Picked up|Delivered)$/ }).click()
  await page.locator('.end-buttons .button.main').click()
  await page.locator('.end').waitFor({ state: 'detached' })
}

/** Opens the map, waits until it knows how to look, and goes back to the list. */
async function lookAtMap(page) {
  const style = page.waitForResponse(answer => answer.url().includes('/map/style.json') && answer.ok())
  await page.getByRole('tab', { name: /^(Carte|Map)$/ }).click()
  await style
  await page.locator('.map-canvas canvas').waitFor()
  await page.getByRole('tab', { name: /^(Liste|List)$/ }).click()
}

/**
 * A dead zone: two stops are ended without network, the page is loaded again there, the network comes back, and the server has taken
 * each of the two exactly once. `check(holds, what)` is told each finding.
 */
export async function deadZone(page, origin, check) {
  await signInCourier(page, origin)
  await keptForOffline(page)
  const sent = []
  page.on('request', request => {
    if (request.url().endsWith('/v1/courier/reports') && request.method() === 'POST') sent.push(request.postDataJSON())
  })

  await lookAtMap(page)
  await page.context().setOffline(true)
  await finishNext(page)
  await finishNext(page)
  const waiting = page.locator('.lines .stop .marks', { hasText: /attend le réseau|waits for the network/ })
  await waiting.nth(1).waitFor()
  check((await waiting.count()) === 2, 'two stops wait for the network')

  await page.reload()
  await page.locator('.stops').waitFor()
  await waiting.nth(1).waitFor()
  check((await waiting.count()) === 2, 'two stops still wait after a reload without network')
  await lookAtMap(page)
  check((await page.locator('.map-failed').count()) === 0, 'the map that was looked at before is drawn without network')
  sent.length = 0

  await page.context().setOffline(false)
  await waiting.first().waitFor({ state: 'detached' })
  await page.locator('.queue .message').waitFor({ state: 'detached' })
  check(sent.length === 2, `two reports are sent once each: ${sent.length}`)
  check(new Set(sent.map(r => r.id)).size === 2, 'each report has a number of its own')
  check(sent[0]?.tappedAt < sent[1]?.tappedAt, 'they are sent in the order of the taps, with the time of the tap')

  const day = await page.evaluate(() => fetch('/v1/courier/day').then(answer => answer.json()))
  const done = day.tasks.filter(task => task.status === 'DONE').map(task => task.id)
  check(done.length === 2, `two stops are done: ${done.length}`)
  for (const id of done) {
    const history = await page.evaluate(
      task => fetch(`/v1/tasks/${task}/history`).then(answer => answer.json()),
      id,
    )
    const ends = history.filter(event => event.name === 'done').length
    check(ends === 1, `stop ${id} ended once: ${ends}`)
  }
}

/**
 * A shift: on duty the position goes out and off duty no more, a photo is sent, a failure is told with its reason, a stop that is added
 * shows by itself, and what the dispatcher cancelled meanwhile is told in words until it is seen. `office(method, path, body)` acts as
 * a dispatcher under /api.
 */
export async function shift(page, origin, { check, office }) {
  await signInCourier(page, origin)
  const positions = page.waitForRequest(request => request.url().endsWith('/v1/courier/positions'))
  await page.locator('.duty .button').click()
  const fix = (await positions).postDataJSON().positions[0]
  check(Math.abs(fix.lat - 42.508) < 0.01 && fix.at, 'the position is told on duty')

  const kept = page.waitForResponse(answer => answer.url().endsWith('/v1/courier/photos'))
  await page.locator('.stop.next input[type=file]').setInputFiles({ name: 'door.png', mimeType: 'image/png', buffer: picture() })
  check((await kept).status() === 201, 'a photo is sent')

  await page.locator('.stop.next .stop-actions .button.danger').click()
  await page.locator('.end .select').click()
  await page.locator('.option').nth(1).click()
  await page.locator('.end-buttons .button.danger').click()
  await page.locator('.lines .badge.danger', { hasText: /Échoué|Échec|Failed|pas/i }).first().waitFor()
  check(true, 'a failure is told with its reason')

  await office('PUT', '/api/tasks/5/assign', { username: 'lea' })
  await page.locator('.news').waitFor()
  check(true, 'a stop that is added announces itself')
  await page.locator('.news .button').click()

  await page.context().setOffline(true)
  await page.locator('.lines summary', { hasText: 'Bo Serra' }).last().click()
  await office('PUT', '/api/tasks/5/cancel', {})
  await page.locator('details[open] .stop-actions .button').filter({ hasText: /^(Livré|Delivered)$/ }).click()
  await page.locator('.end-buttons .button.main').click()
  await page.context().setOffline(false)
  await page.locator('.refused').waitFor()
  check(true, 'what was cancelled meanwhile is told in words')
  await page.reload()
  await page.locator('.refused').waitFor()
  await page.locator('.refused .button').click()
  await page.locator('.refused').waitFor({ state: 'detached' })
  check(true, 'and kept until it is seen')

  await page.locator('.duty .button').click()
  await page.locator('.duty.off').waitFor()
  let told = 0
  page.on('request', request => {
    if (request.url().endsWith('/v1/courier/positions')) told++
  })
  await page.context().setGeolocation({ latitude: 42.52, longitude: 1.53 })
  await page.waitForTimeout(1500)
  check(told === 0, 'off duty no position goes out')
}

/** Signing out leaves nothing of the round on the phone. */
export async function leavesNothing(page, origin, check) {
  await signInCourier(page, origin)
  await page.locator('.page-aside .button.icon').click()
  await page.locator('.dialog-buttons .button').last().click()
  await page.locator('input[name=login]').waitFor()
  const left = await page.evaluate(async () => ({
    slots: Object.keys(localStorage).filter(name => name.startsWith('pignon.courier') || name === 'pignon.session'),
    stores: (await indexedDB.databases()).map(store => store.name).filter(name => name?.startsWith('pignon-')),
  }))
  check(left.slots.length === 0 && left.stores.length === 0, `nothing is left: ${JSON.stringify(left)}`)
}

/** A picture of one pixel. */
export function picture() {
  return Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
}
