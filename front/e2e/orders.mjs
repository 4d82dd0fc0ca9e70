// Steps and checks of the kitchen's screen against a server in development mode.

/** A co-op with one pizzeria, whose cook is nina, and its orders: a new one, one to cook, one on the stove, one ready, one for tomorrow. */
export function ordersDocument() {
  const order = (number, state, from, more = {}) => ({
    kind: 'order',
    ref: `o-${number}`,
    number,
    state,
    restaurant: '@pizzeria',
    customer: '@ada',
    fulfillmentMethod: 'delivery',
    shippingAddress: '@home',
    shippingTimeRange: from,
    payments: [{ method: 'CARD' }],
    ...more,
  })
  const address = (ref, streetAddress, latitude, longitude) => ({ kind: 'address', ref, streetAddress, geo: { latitude, longitude } })
  return {
    settings: { brand_name: 'Les Pignons', country: 'ad', timezone: 'Europe/Andorra', latlng: '42.5078,1.5211', locale: 'fr' },
    rows: [
      address('shop', 'Avinguda Meritxell 24, AD500 Andorra la Vella', 42.5078, 1.5211),
      address('home', 'Carrer de la Unió 7, AD700 Escaldes-Engordany', 42.5087, 1.5397),
      { kind: 'tax_category', ref: 'food', code: 'BASE_REDUCED' },
      { kind: 'payment_method', code: 'CARD' },
      { kind: 'payment_method', code: 'CASH_ON_DELIVERY' },
      { kind: 'contract', ref: 'contract', customerAmount: 350 },
      {
        kind: 'restaurant',
        ref: 'pizzeria',
        name: 'Pizzeria Vall',
        address: '@shop',
        contract: '@contract',
        fulfillmentMethods: [
          { type: 'delivery', openingHours: ['Mo-Su 00:00-23:59'] },
          { type: 'collection', openingHours: ['Mo-Su 00:00-23:59'] },
        ],
      },
      { kind: 'product_option', ref: 'size', code: 'SIZE', name: 'Taille', strategy: 'option_value', restaurant: '@pizzeria' },
      { kind: 'product_option_value', ref: 'big', option: '@size', code: 'BIG', value: 'Grande', price: 300 },
      { kind: 'product_option_value', option: '@size', code: 'SMALL', value: 'Petite' },
      { kind: 'product', ref: 'reine', code: 'REINE', name: 'Pizza reine', restaurant: '@pizzeria', options: ['@size'], price: 1100, taxCategory: '@food' },
      { kind: 'product', ref: 'salad', code: 'SALAD', name: 'Salade d’hiver', restaurant: '@pizzeria', price: 750, taxCategory: '@food' },
      { kind: 'product', ref: 'tiramisu', code: 'TIRA', name: 'Tiramisu', restaurant: '@pizzeria', price: 500, taxCategory: '@food' },
      { kind: 'menu', ref: 'menu', restaurant: '@pizzeria', name: 'Carte' },
      { kind: 'menu_section', menu: '@menu', name: 'Pizzas', products: ['@reine'] },
      { kind: 'menu_section', menu: '@menu', name: 'Autour', products: ['@salad'] },
      { kind: 'user', username: 'nina', email: 'nina@example.org', password: 'nina', roles: ['ROLE_RESTAURANT'], restaurants: ['@pizzeria'] },
      { kind: 'customer', ref: 'ada', email: 'ada@example.org', fullName: 'Ada Font', telephone: '+376 312 345' },
      order('A1', 'new', ['+40m', '+50m'], {
        notes: 'Sans oignon, s’il vous plaît',
        items: [{ product: '@reine', quantity: 2, options: ['@big'] }, { product: '@salad' }],
      }),
      order('A2', 'accepted', ['+25m', '+35m'], { items: [{ product: '@salad', quantity: 3 }], payments: [{ method: 'CASH_ON_DELIVERY' }] }),
      order('A3', 'started', ['+5m', '+15m'], { items: [{ product: '@reine' }] }),
      order('A4', 'ready', ['+10m', '+20m'], { items: [{ product: '@tiramisu', quantity: 2 }], fulfillmentMethod: 'collection' }),
      order('A5', 'accepted', ['tomorrow 12:00', 'tomorrow 12:10'], { items: [{ product: '@salad' }] }),
      order('A6', 'refused', ['-1h', '-50m'], { items: [{ product: '@salad' }] }),
    ],
  }
}

/** One more new order, as it would come in. */
export function anotherOrder(number) {
  return {
    rows: [
      {
        kind: 'order',
        number,
        state: 'new',
        restaurant: '@pizzeria',
        customer: '@ada',
        fulfillmentMethod: 'collection',
        shippingTimeRange: ['+45m', '+55m'],
        items: [{ product: '@tiramisu' }],
        payments: [{ method: 'CARD' }],
      },
    ],
  }
}

/** Signs the cook in and waits for the orders. */
export async function signInCook(page, origin) {
  await page.goto(`${origin}/app/orders`)
  await page.locator('input[name=login]').fill('nina')
  await page.locator('input[name=password]').fill('nina')
  await page.locator('button[type=submit]').click()
  await page.locator('.order').first().waitFor()
}

const card = (within, number) => within.locator('.order', { hasText: number })
const column = (page, name) => page.locator(`.column.${name}`)

/** Waits until no button is busy: the news of a change comes before the answer to it, and a busy button takes no tap. */
const settled = page => page.waitForFunction(() => document.querySelector('[data-pending]') === null)

/** An order's way through the kitchen on a tablet: it rings, is opened, accepted, delayed, cooked and ready; another one is refused. */
export async function throughTheKitchen(page, origin, check) {
  await signInCook(page, origin)
  await page.locator('.ringing').waitFor()
  await page.locator('.ringing').click()
  await page.locator('.order-sheet').waitFor()
  check((await page.locator('.ringing').count()) === 0, 'the bell is silent once the order is open')
  const due = await page.locator('.order-sheet .order-due').innerText()
  await page.locator('.order-delays .button').nth(1).click()
  await page.waitForFunction(before => document.querySelector('.order-sheet .order-due')?.innerText !== before, due)
  await settled(page)
  await page.locator('.order-verbs .button.main').click()
  await card(column(page, 'accepted'), 'A1').waitFor()
  check(true, 'a delayed and accepted order waits to be cooked')
  await page.keyboard.press('Escape')
  await page.locator('.order-sheet').waitFor({ state: 'detached' })

  await card(page, 'A1').locator('.button.main').click()
  await card(column(page, 'started'), 'A1').waitFor()
  await settled(page)
  await card(page, 'A1').locator('.button.main').click()
  await card(column(page, 'ready'), 'A1').waitFor()
  check(true, 'two taps cook it and make it ready')

  await card(page, 'A1').locator('.order-open').click()
  await page.locator('.order-ends .button.danger').click()
  await page.locator('.order-reasons .button').first().click()
  await page.locator('.order-sheet').waitFor({ state: 'detached' })
  await page.locator('.toast .button').first().click()
  await card(column(page, 'accepted'), 'A1').waitFor()
  check(true, 'a cancelled order is taken up again by undo')
}

/** What is sold out is switched off until tomorrow in one tap, and on again in another. */
export async function soldOut(page, origin, check) {
  await signInCook(page, origin)
  await page.goto(`${origin}/app/products`)
  const line = page.locator('.shelf li', { hasText: 'Pizza reine' })
  await line.locator('.button').first().click()
  await line.locator('.badge').waitFor()
  check(/demain 00:00|tomorrow 00:00/.test(await line.innerText()), 'a product is off until tomorrow')
  await line.locator('.button.main').click()
  await line.locator('.badge').waitFor({ state: 'detached' })
  check(true, 'and on again')
}

/** A new order shows by itself, and the screen says when its line is lost. `order()` makes a new order. */
export async function hearsOrders(page, origin, { check, order }) {
  await signInCook(page, origin)
  const before = await page.locator('.column.new .order').count()
  await order()
  await page.waitForFunction(n => document.querySelectorAll('.column.new .order').length > n, before)
  check(true, 'a new order shows by itself')
  await page.context().setOffline(true)
  await page.locator('.kitchen .message.danger').waitFor({ timeout: 60_000 })
  check(true, 'a lost line is told in words')
  await page.context().setOffline(false)
  await page.locator('.kitchen .message.danger').waitFor({ state: 'detached', timeout: 60_000 })
  check(true, 'and no more when it is back')
}
