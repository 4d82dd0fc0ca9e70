// Steps and checks of closed streets on the dispatch board, against a server in development mode.
import { findings } from './axe.mjs'

/** A co-op with a dispatcher and nothing to do, whose screens speak the locale. */
export function closuresDocument(locale = 'fr') {
  return {
    settings: { brand_name: 'Les Pignons', country: 'ad', timezone: 'Europe/Andorra', latlng: '42.5078,1.5211', locale },
    rows: [{ kind: 'user', ref: 'max', username: 'max', email: 'max@example.org', password: 'max', roles: ['ROLE_DISPATCHER'] }],
  }
}

/** A dispatcher points at a street on the map, says why it is closed, sees it in the list, and opens it again; another closes one in the middle. */
export async function closeStreets(page, origin, { check, shot }) {
  const phone = page.viewportSize().width < 600
  const name = n => `closures-${n}-${phone ? 'phone' : 'desk'}`
  await page.goto(`${origin}/app/dispatch`)
  await page.locator('input[name=login]').fill('max')
  await page.locator('input[name=password]').fill('max')
  await page.locator('button[type=submit]').click()
  const close = page.getByRole('button', { name: 'Fermer une rue' })
  await close.click()
  const map = page.getByRole('region', { name: 'Carte' })
  await map.getByText('Montrez la rue fermée').waitFor()
  await map.locator('canvas').waitFor()
  await shot(page, name('asking'))
  const asked = await findings(page)
  check(asked.length === 0, `the map that asks for a street is accessible ${asked.join(' ')}`)

  const { width, height } = await map.boundingBox()
  await map.click({ position: { x: width / 2, y: height * 0.6 } })
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Raison').fill('Travaux de gaz')
  await dialog.getByLabel('Étendue').waitFor()
  await shot(page, name('dialog'))
  const form = await findings(page)
  check(form.length === 0, `its dialog is accessible ${form.join(' ')}`)
  const [answer] = await Promise.all([
    page.waitForResponse(r => r.url().endsWith('/v1/dispatch/closures')),
    dialog.getByRole('button', { name: 'Fermer une rue' }).click(),
  ])
  const closed = await answer.json()
  check(answer.status() === 201 && closed.radius === 30 && Math.abs(closed.lat - 42.5078) < 0.02, 'a tap on the map closes a street there')
  await dialog.waitFor({ state: 'detached' })

  const list = page.locator('.closures')
  await list.getByText('1 rue fermée').click()
  await list.locator('strong', { hasText: 'Travaux de gaz' }).waitFor()
  check(await list.getByText(/dans un rayon de 30.m, fermée par max/).isVisible(), 'the list says what is closed, and by whom')
  check(await soon(page, async () => (await reds(page, map)) > 20), 'and it is red on the map')
  await shot(page, name('listed'))
  const listed = await findings(page)
  check(listed.length === 0, `the list of closed streets is accessible ${listed.join(' ')}`)

  await close.click()
  await map.getByRole('button', { name: 'À la croix' }).click()
  await dialog.getByRole('button', { name: 'Annuler' }).click()
  await dialog.waitFor({ state: 'detached' })
  check((await list.locator('li').count()) === 1, 'what is given up closes nothing')
  await list.getByRole('button', { name: /Rouvrir.*Travaux de gaz/ }).click()
  await list.waitFor({ state: 'detached' })
  check(await soon(page, async () => (await reds(page, map)) === 0), 'a street can be opened again, and leaves the map')
  await shot(page, name('open'))
}

/** How many points of the map are red. */
async function reds(page, map) {
  const picture = await map.locator('canvas').screenshot()
  return page.evaluate(async text => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(text), c => c.charCodeAt(0))]))
    const { width, height } = image
    const paper = new OffscreenCanvas(width, height).getContext('2d')
    paper.drawImage(image, 0, 0)
    const { data } = paper.getImageData(0, 0, width, height)
    let n = 0
    for (let i = 0; i < data.length; i += 4) if (data[i] > 110 && data[i + 1] < 80 && data[i + 2] < 80) n++
    return n
  }, picture.toString('base64'))
}

/** Whether it comes true while a map has time to draw. */
async function soon(page, comesTrue) {
  for (let tries = 0; tries < 40; tries++) {
    if (await comesTrue()) return true
    await page.waitForTimeout(250)
  }
  return false
}
