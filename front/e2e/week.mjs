// The week of shifts: as planners see it, and as couriers do.
import { findings } from './axe.mjs'

/** A co-op with three people and the shifts of next week; `published` opens that to them. */
export function weekDocument(published = false) {
  const monday = next(1)
  const shift = (day, from, to, more) => ({ kind: 'shift', activity: 'delivery', startsAt: `${day} ${from}`, endsAt: `${day} ${to}`, ...more })
  return {
    settings: { brand_name: 'Les Pignons', latlng: '42.5063,1.5218', timezone: 'Europe/Andorra' },
    rows: [
      { kind: 'shift_activity', slug: 'delivery', label: 'Livraison', color: '#0d6355' },
      { kind: 'shift_activity', slug: 'dispatch', label: 'Dispatch', color: '#28548f' },
      { kind: 'user', ref: 'max', username: 'max', email: 'max@example.org', password: 'max', roles: ['ROLE_DISPATCHER'] },
      { kind: 'user', ref: 'ada', username: 'ada', email: 'ada@example.org', password: 'ada', roles: ['ROLE_COURIER'] },
      { kind: 'user', ref: 'bea', username: 'bea', email: 'bea@example.org', roles: ['ROLE_COURIER'] },
      { kind: 'skill', name: 'Triporteur', users: ['@bea'] },
      shift(monday, '11:00', '15:00', { slots: 2, breakMinutes: 15, users: ['@ada'] }),
      shift(monday, '18:00', '21:30', { slots: 1 }),
      shift(next(2), '11:00', '15:00', { slots: 1, users: ['@bea'] }),
      { kind: 'holiday_request', user: '@bea', startDate: next(4), endDate: next(5), comment: 'Mariage' },
      ...(published ? [{ kind: 'published_week', week: monday }] : []),
    ],
  }
}

/** The given day, 1 for Monday, of next week. */
function next(weekday) {
  const day = new Date()
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7) + 7 + weekday - 1)
  return day.toISOString().slice(0, 10)
}

async function signIn(page, origin, name, path) {
  await page.goto(origin + path)
  await page.locator('input[name=login]').fill(name)
  await page.locator('input[name=password]').fill(name)
  await page.locator('button[type=submit]').click()
}

const narrow = page => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)

/** A planner adds a shift, changes one, lets somebody have days off, and publishes the week. */
export async function planAWeek(page, origin, { check, shot }) {
  await signIn(page, origin, 'max', `/app/shifts?day=${next(1)}`)
  const monday = page.locator('.plan-day').first()
  await monday.getByText('11:00–15:00').waitFor()
  check(await page.getByText('ada : 3,75 h').isVisible(), 'planned hours are counted without the break')
  const plan = await findings(page)
  check(plan.length === 0 && (await narrow(page)), `the plan is accessible ${plan.join(' ')}`)
  await shot(page, 'week-plan')
  await page.locator('.plan-day').nth(2).getByRole('button', { name: /Nouveau service/ }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('De', { exact: true }).fill('19:00')
  await sheet.getByLabel('À', { exact: true }).fill('00:30')
  await sheet.getByText('ada').click()
  const form = await findings(page)
  check(form.length === 0, `the form of a shift is accessible ${form.join(' ')}`)
  await shot(page, 'week-shift')
  await sheet.getByRole('button', { name: 'Enregistrer' }).click()
  await page.locator('.plan-day').nth(2).getByText('19:00–00:30').waitFor()
  check(await page.getByText('ada : 9,25 h').isVisible(), 'a shift over midnight is planned')
  await monday.getByRole('button', { name: /18:00/ }).click()
  await sheet.getByText('bea').click()
  await sheet.getByRole('button', { name: 'Enregistrer' }).click()
  await monday.getByRole('button', { name: /18:00.*bea/s }).waitFor()
  await page.getByRole('button', { name: 'Accepter' }).click()
  await page.getByText('Accepté', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Publier la semaine' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publier la semaine' }).click()
  await page.getByText('Publiée', { exact: true }).waitFor()
  check((await page.getByRole('button', { name: 'Vider la semaine' }).count()) === 0, 'a published week cannot be cleared')
  await page.setViewportSize({ width: 390, height: 844 })
  check(await narrow(page), 'the plan fits a phone')
  await shot(page, 'week-plan-phone')
}

/** A courier takes a shift, gives it back, and says when they cannot work. */
export async function ownWeek(page, origin, { check, shot }) {
  await signIn(page, origin, 'ada', `/app/week?day=${next(1)}`)
  const evening = page.getByRole('article', { name: 'Livraison 18:00' })
  await evening.getByRole('button', { name: 'Prendre' }).click()
  await evening.getByText('Vous travaillez').waitFor()
  check(await page.getByText('7,25 h à vous cette semaine').isVisible(), 'what is taken counts')
  const list = await findings(page)
  check(list.length === 0 && (await narrow(page)), `the own week is accessible ${list.join(' ')}`)
  await shot(page, 'week-own')
  await evening.getByRole('button', { name: 'Rendre' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Rendre' }).click()
  await evening.getByRole('button', { name: 'Prendre' }).waitFor()
  const full = page.getByRole('article', { name: 'Livraison 11:00' }).nth(1)
  await full.getByRole('button', { name: 'Attendre une place' }).click()
  await full.getByText('Vous attendez').waitFor()
  await page.getByRole('tab', { name: 'Mes disponibilités' }).click()
  await page.getByLabel('Premier jour').fill(next(3))
  await page.getByLabel('Motif (facultatif)').fill('Déménagement')
  await page.getByRole('button', { name: 'Demander un congé' }).click()
  await page.getByText('En attente').waitFor()
  await page.getByRole('button', { name: 'Ajouter' }).click()
  await page.getByText('09:00–12:00').waitFor()
  const time = await findings(page)
  check(time.length === 0 && (await narrow(page)), `the own time is accessible ${time.join(' ')}`)
  await shot(page, 'week-time')
  await page.getByRole('button', { name: 'Retirer' }).first().click()
  await page.getByText('Vous n’avez demandé aucun congé.').waitFor()
  check(true, 'a request is taken back')
}
