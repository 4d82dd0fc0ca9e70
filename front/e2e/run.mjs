// The end-to-end tests: the built program, a real browser, a real map. SHOTS names a folder for pictures of the way; PIGNON_MAP names
// another extract for the story of an order, which then is the only one played.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { everyPageIsAccessible } from './axe.mjs'
import { desk, openBrowser, person, phone, startDemo, startDev } from './browser.mjs'
import { booksDocument, readTheBooks } from './books.mjs'
import { closeStreets, closuresDocument } from './closures.mjs'
import { courierDocument, deadZone, leavesNothing, shift } from './courier.mjs'
import { dayDocument, planTheDay } from './day.mjs'
import { importParcels } from './imports.mjs'
import { fleetDocument, lookAfterTheFleet } from './fleet.mjs'
import { cashAtTheDoor, fromCartToDoorstep, gather, part } from './order.mjs'
import { ordersDocument, soldOut, throughTheKitchen } from './orders.mjs'
import { setUpAStore, setupDocument } from './setup.mjs'
import { openAtlas, parcelsDocument, sendAParcel } from './parcels.mjs'
import { ownWeek, planAWeek, weekDocument } from './week.mjs'
import { changePrices, pricesDocument, readPrices } from './prices.mjs'
import { customerByPasskey, keepAccountsSafe, securityDocument } from './security.mjs'
import { toursAndLoads, toursDocument } from './tours.mjs'

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

/** The stories of the demo co-op; on another map only those of an order. */
async function inTown(browser) {
  const demo = await startDemo()
  await story('orders from cart to doorstep', async () => {
    const party = await gather(browser, demo.url, { check, shot })
    await fromCartToDoorstep(party)
    await cashAtTheDoor(party)
    await part(party)
  })
  if (!elsewhere) await story('accessibility', () => everyPageIsAccessible(browser, demo.url, check))
  await demo.stop()
}

/** The stories of what protects an account, at a co-op that has a name: passkeys belong to names. */
async function secured(browser) {
  const dev = await startDev({ named: true })
  const stories = [['an account kept safe', keepAccountsSafe, desk], ['an account kept safe', keepAccountsSafe, phone], ['a customer’s passkey', customerByPasskey, phone]]
  for (const [name, steps, view] of stories) {
    await story(name, async () => {
      await dev.seed(securityDocument())
      const p = await person(browser, name, view)
      await steps(p.page, dev.url, { check, shot })
      check(p.troubles.length === 0, `nothing went wrong on the screen ${p.troubles.join(' ')}`)
      await p.context.close()
    })
  }
  await dev.stop()
}

/** The stories of one screen, each in a state of its own. */
async function alone(browser) {
  const dev = await startDev()
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Andorra' }).format(new Date())
  const rider = { ...phone, geolocation: { latitude: 42.508, longitude: 1.525 }, permissions: ['geolocation'] }
  const play = (name, document, view, steps) =>
    story(name, async () => {
      await dev.seed(document)
      const p = await person(browser, name, view)
      await steps(p.page)
      check(p.troubles.length === 0, `nothing went wrong on the screen ${p.troubles.join(' ')}`)
      await p.context.close()
    })
  const office = async (method, path, body) => {
    const { token } = await (await fetch(`${dev.url}/_dev/token`, { method: 'POST', body: JSON.stringify({ user: '@max' }) })).json()
    return fetch(dev.url + path, { method, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
  }
  await play('a dead zone', courierDocument(today), rider, page => deadZone(page, dev.url, check))
  await play('a shift', courierDocument(today), rider, page => shift(page, dev.url, { check, office }))
  await play('signing out', courierDocument(today), rider, page => leavesNothing(page, dev.url, check))
  const atlas = await openAtlas()
  await play('a parcel', parcelsDocument(atlas.url), phone, page => sendAParcel(page, dev.url, { check, shot }))
  for (const view of [phone, desk]) await play('an import', parcelsDocument(atlas.url), view, page => importParcels(page, dev.url, { check, shot }))
  await play('the fleet', fleetDocument(atlas.url), desk, page => lookAfterTheFleet(page, dev.url, { check, shot }))
  await play('a first store', setupDocument(atlas.url), phone, page => setUpAStore(page, dev.url, { check, shot }))
  atlas.stop()
  await play('a week is planned', weekDocument(), desk, page => planAWeek(page, dev.url, { check, shot }))
  await play('a courier’s own week', weekDocument(true), phone, page => ownWeek(page, dev.url, { check, shot }))
  await play('the kitchen', ordersDocument(), desk, page => throughTheKitchen(page, dev.url, check))
  await play('sold out', ordersDocument(), desk, page => soldOut(page, dev.url, check))
  await play('the plan of a day', dayDocument(), desk, page => planTheDay(page, dev.url, { check, shot }))
  await play('tours and loads', toursDocument(), desk, page => toursAndLoads(page, dev.url, { check, shot }))
  for (const view of [desk, phone]) await play('closed streets', closuresDocument(), view, page => closeStreets(page, dev.url, { check, shot }))
  for (const view of [desk, phone]) await play('the books', booksDocument(), view, page => readTheBooks(page, dev.url, { check, shot }))
  await play('price lists', pricesDocument(), desk, page => changePrices(page, dev.url, { check, shot }))
  await play('price lists for dispatchers', pricesDocument(), phone, page => readPrices(page, dev.url, { check, shot }))
  await dev.stop()
}

const elsewhere = Boolean(process.env.PIGNON_MAP)
const browser = await openBrowser()
await inTown(browser)
if (!elsewhere) await alone(browser)
if (!elsewhere) await secured(browser)
await browser.close()

console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
