// Steps and checks of looking after the fleet, against a server in development mode.
import { findings } from './axe.mjs'

/** A co-op with an administrator and nothing to ride. */
export function fleetDocument(atlas) {
  return {
    settings: { brand_name: 'Les Pignons', country: 'ad', timezone: 'Europe/Andorra', latlng: '42.5078,1.5211', locale: 'fr', geocoder_url: atlas },
    rows: [{ kind: 'user', ref: 'bob', username: 'bob', email: 'bob@example.org', password: 'bob', roles: ['ROLE_ADMIN'] }],
  }
}

/** An administrator adds a warehouse, a trailer and a vehicle that pulls it, changes the vehicle and deletes it. */
export async function lookAfterTheFleet(page, origin, { check, shot }) {
  await page.goto(`${origin}/app/fleet`)
  await page.locator('input[name=login]').fill('bob')
  await page.locator('input[name=password]').fill('bob')
  await page.locator('button[type=submit]').click()
  await page.getByText('Un véhicule se range dans un entrepôt').waitFor()
  await shot(page, 'fleet-empty')
  const form = page.getByRole('dialog')
  const save = form.getByRole('button', { name: 'Enregistrer' })
  await page.getByRole('tab', { name: /Entrepôts/ }).click()
  await page.getByRole('button', { name: 'Ajouter un entrepôt' }).click()
  await save.click()
  check(await form.getByText('Choisissez une adresse de la liste.').isVisible(), 'what a warehouse lacks is named')
  await form.getByLabel('Nom').fill('La Gare')
  await form.getByRole('combobox', { name: 'Adresse' }).fill('Avinguda')
  await page.getByRole('option').first().click()
  await save.click()
  await page.getByText('La Gare').waitFor()
  const list = await findings(page)
  check(list.length === 0, `the warehouses are accessible ${list.join(' ')}`)
  await shot(page, 'fleet-warehouses')
  await page.getByRole('tab', { name: /Remorques/ }).click()
  await page.getByRole('button', { name: 'Ajouter une remorque' }).click()
  await form.getByLabel('Nom').fill('Grande remorque')
  await form.getByLabel('Charge maximale (kg)').fill('60')
  await form.getByLabel('Volume').fill('300')
  await save.click()
  await form.waitFor({ state: 'hidden' })
  await page.getByRole('tab', { name: /Véhicules/ }).click()
  await page.getByRole('button', { name: 'Ajouter un véhicule' }).click()
  await form.getByLabel('Nom').fill('Cargo 1')
  await form.getByLabel('Charge maximale (kg)').fill('80,5')
  await form.getByLabel('Volume').fill('200')
  await form.getByText('Électrique').click()
  await form.getByLabel('Autonomie (km)').fill('60')
  await form.getByText('Grande remorque').click()
  const fields = await findings(page)
  check(fields.length === 0, `the form is accessible ${fields.join(' ')}`)
  await shot(page, 'fleet-form')
  await save.click()
  await page.getByText('80,5 kg · volume 200 · 60 km d’autonomie · La Gare · tire Grande remorque').waitFor()
  check(true, 'a vehicle tells what it carries, where it stands and what it pulls')
  await shot(page, 'fleet-vehicles')
  await page.getByRole('tab', { name: /Entrepôts/ }).click()
  check(await page.getByText('1 véhicule s’y trouve').isVisible(), 'a warehouse in use tells why it stays')
  await page.getByRole('tab', { name: /Véhicules/ }).click()
  await page.getByRole('button', { name: 'Supprimer' }).click()
  await form.getByRole('button', { name: 'Supprimer' }).click()
  await page.getByText('Il n’y en a pas encore.').waitFor()
}
