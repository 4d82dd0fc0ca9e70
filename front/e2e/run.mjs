// The end-to-end tests: the built program, a real browser, a real map. SHOTS names a folder for pictures of the way.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { everyPageIsAccessible } from './axe.mjs'
import { desk, openBrowser, person, phone, startDemo, startDev } from './browser.mjs'
import { courierDocument, deadZone, leavesNothing, shift } from './courier.mjs'
import { fromCartToDoorstep } from './order.mjs'
import { ordersDocument, soldOut, throughTheKitchen } from './orders.mjs'

let passed = 0
let failed = 0
const check = (holds, what) => {
  if (holds) passed++
  else failed++
  console.log(`${holds ? 'ok  ' : 'FAIL'}  ${what}`)
}

const shots = process.env.SHOTS
if (shots) mkdirSync(shots, { recursive: true })
const shot = async (page, name) => {
  if (!shots) return
  await page.waitForTimeout(4000) // maps draw
  await page.screenshot({ path: join(shots, `${name}.png`) })
}

async function story(name, play) {
  console.log(`-- ${name}`)
  try {
    await play()
  } catch (e) {
    check(false, `${name}: ${e.message}`)
  }
}

const browser = await openBrowser()
const demo = await startDemo()
await story('from cart to doorstep', () => fromCartToDoorstep(browser, demo.url, { check, shot }))
await story('accessibility', () => everyPageIsAccessible(browser, demo.url, check))
await demo.stop()

const dev = await startDev()
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Andorra' }).format(new Date())
const here = { latitude: 42.508, longitude: 1.525 }
const alone = (name, document, view, play) =>
  story(name, async () => {
    await dev.seed(document)
    const p = await person(browser, name, view)
    await play(p.page)
    check(p.troubles.length === 0, `nothing went wrong on the screen ${p.troubles.join(' ')}`)
    await p.context.close()
  })
const office = async (method, path, body) => {
  const { token } = await (await fetch(`${dev.url}/_dev/token`, { method: 'POST', body: JSON.stringify({ user: '@max' }) })).json()
  return fetch(dev.url + path, { method, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
}
const rider = { ...phone, geolocation: here, permissions: ['geolocation'] }
await alone('a dead zone', courierDocument(today), rider, page => deadZone(page, dev.url, check))
await alone('a shift', courierDocument(today), rider, page => shift(page, dev.url, { check, office }))
await alone('signing out', courierDocument(today), rider, page => leavesNothing(page, dev.url, check))
await alone('the kitchen', ordersDocument(), desk, page => throughTheKitchen(page, dev.url, check))
await alone('sold out', ordersDocument(), desk, page => soldOut(page, dev.url, check))
await dev.stop()
await browser.close()

console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
