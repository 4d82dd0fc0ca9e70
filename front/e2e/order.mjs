// One order from cart to doorstep: four people at four screens at once, the courier without network in the middle.
import { desk, person, phone } from './browser.mjs'
import { finishNext, keptForOffline } from './courier.mjs'

const password = 'pignon-demo'

async function signIn(page, origin, path, login) {
  await page.goto(origin + path)
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
}

/** The customer finds the restaurant by address, fills the basket and pays with a test card. */
export async function placeOrder(page, origin, shot) {
  await page.goto(`${origin}/`)
  await page.locator('main input[name=address]').fill('Avinguda Meritxell 5')
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
  await page.goto(`${origin}/login?next=/checkout`)
  await page.locator('main input[name=login]').fill('clara')
  await page.locator('main input[type=password]').fill(password)
  await page.locator('main form button[type=submit]').first().click()
  await page.waitForURL(/\/checkout/)
  await page.locator('input[name=phone]').fill('+376 312 345')
  await page.locator('input[name=pay][value=CARD]').check()
  await page.locator('main form[action="/checkout"] button[type=submit]').last().click()
  await page.waitForURL(/\/checkout\/card/)
  await payByCard(page)
  await page.waitForURL(/\/order\//)
}

async function payByCard(page) {
  await page.locator('#card-number').fill('4242 4242 4242 4242')
  await page.locator('#card-expiry').fill('12/34')
  await page.locator('#card-code').fill('123')
  await page.locator('pg-card button[type=submit]').click()
}

/** Plays the whole story; `check(holds, what)` is told each finding, `shot(page, name)` may take a picture. */
export async function fromCartToDoorstep(browser, origin, { check, shot }) {
  const clara = await person(browser, 'clara', phone)
  const remi = await person(browser, 'remi', desk)
  const dani = await person(browser, 'dani', desk)
  const kai = await person(browser, 'kai', { ...phone, geolocation: { latitude: 42.5078, longitude: 1.5211 }, permissions: ['geolocation'] })
  const everybody = [clara, remi, dani, kai]

  await Promise.all([
    signIn(remi.page, origin, '/app/orders', 'remi').then(() => remi.page.getByRole('link', { name: 'La Bonne Roue' }).click()),
    signIn(dani.page, origin, '/app/dispatch', 'dani').then(() => dani.page.locator('main').waitFor()),
    signIn(kai.page, origin, '/courier/', 'kai').then(() => kai.page.locator('.duty .button').click()),
  ])
  await keptForOffline(kai.page)

  await placeOrder(clara.page, origin, shot)
  check(true, 'the customer paid by card and sees the order')
  await shot(clara.page, 'customer-placed')

  await remi.page.locator('.ringing').waitFor()
  check(true, 'the kitchen hears the order at once')
  await shot(remi.page, 'kitchen-new')
  await remi.page.locator('.ringing').click()
  await remi.page.locator('.order-verbs .button.main').click()
  await remi.page.keyboard.press('Escape')
  await clara.page.locator('#steps .step[aria-current]', { hasText: /accept/i }).waitFor()
  check(true, 'the customer sees live that it is accepted')

  await dani.page.locator('main', { hasText: 'La Bonne Roue' }).waitFor()
  check(true, 'the dispatcher sees the new delivery live')
  await shot(dani.page, 'dispatch-free')
  await giveTo(dani.page, 'La Bonne Roue', 'kai')
  await kai.page.locator('.stop.next', { hasText: 'La Bonne Roue' }).waitFor()
  check(true, 'the courier gets it live')
  await shot(kai.page, 'courier-next')
  await shot(dani.page, 'dispatch-given')

  await kai.page.locator('.stop.next .stop-actions .button.main').first().click()
  check(await clara.page.locator('pg-tracking').isHidden(), 'no position for the customer before the pick-up')
  await kai.context.setOffline(true)
  await finishNext(kai.page)
  await kai.page.locator('.stop .marks', { hasText: /attend le réseau/ }).first().waitFor()
  check(true, 'without network the pick-up waits on the phone')
  await shot(kai.page, 'courier-offline')
  await kai.context.setOffline(false)
  await clara.page.locator('#steps .step[aria-current]', { hasText: /récup/i }).waitFor()
  check(true, 'back in the network the pick-up reaches the customer')
  await kai.context.setGeolocation({ latitude: 42.5082, longitude: 1.5232 })
  await clara.page.locator('pg-tracking').waitFor({ state: 'visible' })
  check(true, 'the customer sees the courier on the map')
  await shot(clara.page, 'customer-on-the-way')

  await finishNext(kai.page)
  await clara.page.locator('#steps[data-over]').waitFor()
  check(await clara.page.locator('pg-tracking').isHidden(), 'the customer sees that it is delivered, and the courier no more')
  await shot(clara.page, 'customer-delivered')
  await remi.page.locator('.column.ready .order, .column.new .order').first().waitFor({ state: 'detached' })

  for (const p of everybody) check(p.troubles.length === 0, `nothing went wrong on ${p.name}'s screen ${p.troubles.join(' ')}`)
  await Promise.all(everybody.map(p => p.context.close()))
}

/** Gives the free delivery of a shop to a courier with the board's own menu. */
async function giveTo(page, shop, courier) {
  await page.locator('.free [role=row]', { hasText: shop }).first().locator('.choose').click()
  await page.getByRole('button', { name: /Attribuer à|Give to/ }).first().click()
  await page.getByRole('menuitem', { name: new RegExp(courier) }).or(page.getByRole('option', { name: new RegExp(courier) })).first().click()
}
