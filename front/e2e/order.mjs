// One order from cart to doorstep: four people at four screens at once, the courier without network in the middle.
import { desk, person, phone } from './browser.mjs'
import { finishNext, keptForOffline, picture } from './courier.mjs'

const password = 'pignon-demo'

async function signIn(page, origin, path, login) {
  await page.goto(origin + path)
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
}

/** Where a story plays, whatever the map: a real address for the customer, the first restaurant, and a point between. */
async function placesOf(origin) {
  const answer = await fetch(`${origin}/api/restaurants`)
  const [shop, ...others] = (await answer.json())['hydra:member']
  const pointOf = place => ({ latitude: place.address.geo.latitude, longitude: place.address.geo.longitude })
  const [from, to] = [pointOf(shop), pointOf(others[0])]
  const between = { latitude: (from.latitude + to.latitude) / 2, longitude: (from.longitude + to.longitude) / 2 }
  return { door: others[0].address.streetAddress, shop: from, between }
}

/** The customer finds the restaurant by address and fills the basket. */
async function fillBasket(page, origin, { door, shot }) {
  await page.goto(`${origin}/`)
  await page.locator('main input[name=address]').fill(door)
  await page.locator('[role=option]').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/restaurants/)
  await page.getByRole('link', { name: /La Bonne Roue/ }).first().click()
  for (const dish of [/Velouté/, /Œuf mollet/]) {
    const taken = page.waitForResponse(answer => answer.url().endsWith('/basket/items'))
    await page.getByRole('button', { name: dish }).click()
    await taken
  }
  await shot(page, 'customer-menu')
}

/** The customer signs in on the way to the checkout and pays with a test card. */
async function buyByCard(page, origin) {
  await page.goto(`${origin}/login?next=/checkout`)
  await page.locator('main input[name=login]').fill('clara')
  await page.locator('main input[type=password]').fill(password)
  await page.locator('main form button[type=submit]').first().click()
  await checkOut(page, 'CARD')
  await page.waitForURL(/\/checkout\/card/)
  await payByCard(page)
  await page.waitForURL(/\/order\//)
}

/** The customer, who is signed in, pays in cash at the door. */
async function buyInCash(page, origin) {
  await page.goto(`${origin}/checkout`)
  await checkOut(page, 'CASH_ON_DELIVERY')
  await page.waitForURL(/\/order\//)
}

async function checkOut(page, means) {
  await page.waitForURL(/\/checkout/)
  await page.locator('input[name=phone]').fill('+376 312 345')
  await page.locator(`input[name=pay][value=${means}]`).check()
  await page.locator('main form[action="/checkout"] button[type=submit]').last().click()
}

async function payByCard(page) {
  await page.locator('#card-number').fill('4242 4242 4242 4242')
  await page.locator('#card-expiry').fill('12/34')
  await page.locator('#card-code').fill('123')
  await page.locator('pg-card button[type=submit]').click()
}

/**
 * Four people at their screens: a customer, a restaurant, a dispatcher and a courier on duty, wherever the demo co-op of this origin is.
 * `check(holds, what)` is told each finding, `shot(page, name)` may take a picture.
 */
export async function gather(browser, origin, { check, shot }) {
  const places = await placesOf(origin)
  const [clara, remi, dani, kai] = await Promise.all([
    person(browser, 'clara', phone),
    person(browser, 'remi', desk),
    person(browser, 'dani', desk),
    person(browser, 'kai', { ...phone, geolocation: places.shop, permissions: ['geolocation'] }),
  ])
  await Promise.all([
    signIn(remi.page, origin, '/app/orders', 'remi').then(() => remi.page.getByRole('link', { name: 'La Bonne Roue' }).click()),
    signIn(dani.page, origin, '/app/dispatch', 'dani').then(() => dani.page.locator('main').waitFor()),
    signIn(kai.page, origin, '/courier/', 'kai').then(() => kai.page.locator('.duty .button').click()),
  ])
  await keptForOffline(kai.page)
  return { origin, places, check, shot, clara, remi, dani, kai }
}

/** Ends the party: nobody may have met a fault. */
export async function part({ check, clara, remi, dani, kai }) {
  for (const p of [clara, remi, dani, kai]) {
    check(p.troubles.length === 0, `nothing went wrong on ${p.name}'s screen ${p.troubles.join(' ')}`)
    await p.context.close()
  }
}

/** An order by card, given with the board's menu, picked up without network, watched until it is there. */
export async function fromCartToDoorstep(party) {
  const { origin, places, check, shot, clara, remi, dani, kai } = party
  await fillBasket(clara.page, origin, { door: places.door, shot })
  await buyByCard(clara.page, origin)
  check(true, 'the customer paid by card and sees the order')
  await shot(clara.page, 'customer-placed')

  await acceptNext(remi.page, party)
  await clara.page.locator('#steps .step[aria-current]', { hasText: /accept/i }).waitFor()
  check(true, 'the customer sees live that it is accepted')

  await dani.page.locator('main', { hasText: 'La Bonne Roue' }).waitFor()
  check(true, 'the dispatcher sees the new delivery live')
  await shot(dani.page, 'dispatch-free')
  await giveTo(dani.page, 'La Bonne Roue', 'kai')
  await nextStop(kai.page).waitFor()
  check(true, 'the courier gets it live')
  await shot(kai.page, 'courier-next')
  await shot(dani.page, 'dispatch-given')

  await kai.page.locator('.stop.next .stop-actions .button.main').first().click()
  check(await clara.page.locator('pg-tracking').isHidden(), 'no position for the customer before the pick-up')
  await pickUpOffline(party)
  await rideAndWatch(party)
  await finishNext(kai.page)
  await seesItDelivered(party)
  await shot(clara.page, 'customer-delivered')
  await remi.page.locator('.column.ready .order, .column.new .order').first().waitFor({ state: 'detached' })
}

/** A second order in cash, dragged onto the courier's list, delivered with a photo. */
export async function cashAtTheDoor(party) {
  const { origin, places, check, shot, clara, dani, remi, kai } = party
  await fillBasket(clara.page, origin, { door: places.door, shot })
  await buyInCash(clara.page, origin)
  check(true, 'the customer pays in cash at the door')

  await acceptNext(remi.page, party)
  await dragTo(dani.page, 'La Bonne Roue', 'kai')
  await nextStop(kai.page).waitFor()
  check(true, 'what the dispatcher dragged onto a list reaches the courier')
  await finishNext(kai.page)
  await rideAndWatch(party)

  const kept = kai.page.waitForResponse(answer => answer.url().endsWith('/v1/courier/photos'))
  await kai.page.locator('.stop.next input[type=file]').setInputFiles({ name: 'door.png', mimeType: 'image/png', buffer: picture() })
  check((await kept).status() === 201, 'the courier leaves a photo of the door')
  await shot(kai.page, 'courier-cash')
  await finishNext(kai.page)
  await seesItDelivered(party)
}

const nextStop = page => page.locator('.stop.next', { hasText: 'La Bonne Roue' })

/** The kitchen takes the order that rings. */
async function acceptNext(page, { check, shot }) {
  await page.locator('.ringing').waitFor()
  check(true, 'the kitchen hears the order at once')
  await shot(page, 'kitchen-new')
  await page.locator('.ringing').click()
  await page.locator('.order-verbs .button.main').click()
  await page.locator('.order-ends .button.quiet').click()
}

async function pickUpOffline({ check, shot, clara, kai }) {
  await kai.context.setOffline(true)
  await finishNext(kai.page)
  await kai.page.locator('.stop .marks', { hasText: /attend le réseau/ }).first().waitFor()
  check(true, 'without network the pick-up waits on the phone')
  await shot(kai.page, 'courier-offline')
  await kai.context.setOffline(false)
  await clara.page.locator('#steps .step[aria-current]', { hasText: /récup/i }).waitFor()
  check(true, 'back in the network the pick-up reaches the customer')
}

async function rideAndWatch({ places, check, shot, clara, kai }) {
  await kai.context.setGeolocation(places.between)
  await clara.page.locator('pg-tracking').waitFor({ state: 'visible' })
  check(true, 'the customer sees the courier on the map')
  await shot(clara.page, 'customer-on-the-way')
}

async function seesItDelivered({ check, clara }) {
  await clara.page.locator('#steps[data-over]').waitFor()
  check(await clara.page.locator('pg-tracking').isHidden(), 'the customer sees that it is delivered, and the courier no more')
}

const freeRow = (page, shop) => page.locator('.free [role=row]', { hasText: shop }).first()

/** Gives the free delivery of a shop to a courier with the board's own menu. */
async function giveTo(page, shop, courier) {
  await freeRow(page, shop).locator('.choose').click()
  await page.getByRole('button', { name: /Attribuer à|Give to/ }).first().click()
  await page.getByRole('menuitem', { name: new RegExp(courier) }).or(page.getByRole('option', { name: new RegExp(courier) })).first().click()
}

/** Drags the free delivery of a shop onto a courier's list with the mouse. */
async function dragTo(page, shop, courier) {
  await freeRow(page, shop).locator('.row-title').dragTo(page.locator('.ride', { hasText: courier }).locator('[role=grid]'))
}
