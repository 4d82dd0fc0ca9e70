// Steps and checks of the co-op's books, against a server in development mode.
import { findings } from './axe.mjs'
import { ordersDocument } from './orders.mjs'

/** The kitchen's co-op with an administrator; cash is taken, so that orders can be placed without a provider. */
export function booksDocument() {
  const document = ordersDocument()
  return {
    settings: { ...document.settings, cash_on_delivery_enabled: true },
    rows: [
      ...document.rows.filter(row => row.kind !== 'order'),
      { kind: 'tax_rate', code: 'FOOD_10', category: '@food', amount: 0.1, includedInPrice: true },
      { kind: 'user', ref: 'bob', username: 'bob', email: 'bob@example.org', password: 'bob', roles: ['ROLE_ADMIN'] },
    ],
  }
}

/** An administrator looks where the money of two orders goes. */
export async function readTheBooks(page, origin, { check, shot }) {
  const { token } = await (await fetch(`${origin}/_dev/token`, { method: 'POST', body: JSON.stringify({ user: '@bob' }) })).json()
  const call = async (method, path, body) => {
    const answer = await fetch(origin + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: await answer.json() }
  }
  for (let n = 0; n < 2; n++) {
    const { body } = await call('POST', '/api/carts/session', { restaurant: '/api/restaurants/1' })
    const cart = body.cart['@id']
    await call('POST', `${cart}/items`, { product: 'SALAD', quantity: 2 })
    await call('PUT', cart, { fulfillmentMethod: 'collection' })
    const placed = await call('PUT', `${cart}/pay`, { cashOnDelivery: true })
    check(placed.body.state === 'new', `an order is placed ${placed.body['hydra:description'] ?? ''}`)
  }
  await page.goto(`${origin}/app/books`)
  await page.locator('input[name=login]').fill('bob')
  await page.locator('input[name=password]').fill('bob')
  await page.locator('button[type=submit]').click()
  await page.getByRole('heading', { name: 'Où va l’argent de 2 commandes' }).waitFor()
  await page.getByRole('row', { name: /Clients/ }).waitFor()
  await page.getByText('Les paiements n’ont pas encore été comparés').waitFor()
  check((await page.locator('.books-bar rect').count()) > 1, 'the split is drawn')
  const file = await page.getByRole('link', { name: /Télécharger/ }).getAttribute('href')
  check(/books\.csv\?from=\d{4}-\d\d-01&to=/.test(file), 'the period can be taken away as a file')
  const list = await findings(page)
  check(list.length === 0, `the books are accessible ${list.join(' ')}`)
  await shot(page, 'books')
  await page.getByLabel('Du', { exact: true }).fill('2020-01-01')
  await page.getByLabel('au', { exact: true }).fill('2020-01-31')
  await page.getByText('Rien n’a été enregistré').waitFor()
}
