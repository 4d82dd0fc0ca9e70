// Steps and checks of importing parcels, against a server in development mode with the seed of parcels.mjs.
import { findings } from './axe.mjs'

const names = 'dropoff.address,dropoff.address.name,pickup.timeslot,dropoff.timeslot,dropoff.packages'
const slot = (from, to) => `2031-05-06 ${from} - 2031-05-06 ${to}`
const row = (name, to) => `"Avinguda Meritxell 12",${name},${slot('10:00', '11:00')},${to},xl=1`
const table = rows => ({ name: 'noel.csv', mimeType: 'text/csv', buffer: Buffer.from([names, ...rows].join('\n')) })

/** A baker chooses no table, then one with a wrong line; sees what would become of it, imports it, and takes the wrong line to mend. */
export async function importParcels(page, origin, { check, shot }) {
  await page.goto(`${origin}/app/parcels`)
  await page.locator('input[name=login]').fill('sue')
  await page.locator('input[name=password]').fill('sue')
  await page.locator('button[type=submit]').click()
  await page.getByRole('tab', { name: 'Importer' }).click()
  const choose = async file => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: /Choisir un (autre )?fichier/ }).click()])
    await chooser.setFiles(file)
  }
  await choose({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('x') })
  await page.getByText('Choisissez un fichier CSV ou XLSX').waitFor()
  check(true, 'a file that is no table is refused in words')
  await choose(table([row('Ida', 'bientôt')]))
  await page.getByText('Aucune ligne n’est prête. Corrigez').waitFor()
  await choose(table([row('Ida', slot('12:00', '13:00')), row('Jo', 'bientôt'), row('Lou', slot('14:00', '15:00'))]))
  const start = page.getByRole('button', { name: 'Importer 2 livraisons' })
  await start.waitFor()
  check(await page.getByText('2 lignes prêtes sur 3 · 9,98').isVisible(), 'the lines that are ready are counted and priced')
  check(await page.getByRole('row', { name: /^Ligne 2 .*dropoff\.timeslot/ }).isVisible(), 'the wrong line is named with its reason')
  const tried = await findings(page)
  check(tried.length === 0, `the try is accessible ${tried.join(' ')}`)
  await shot(page, 'import-tried')
  await page.context().setOffline(true)
  await start.click()
  await page.getByRole('alert').waitFor()
  await page.context().setOffline(false)
  await start.click()
  await page.getByText('2 livraisons créées pour 3 lignes.').waitFor({ timeout: 30_000 })
  check(true, 'without network nothing is lost, and the good lines are deliveries')
  const wrong = page.getByRole('link', { name: 'Télécharger les lignes à corriger' })
  const rest = await (await page.request.get(origin + (await wrong.getAttribute('href')))).text()
  check(rest.trim().split('\n').length === 2 && rest.includes('Jo'), 'the wrong line is there to be mended')
  await page.getByRole('button', { name: 'Voir noel.csv' }).waitFor()
  const done = await findings(page)
  check(done.length === 0, `the report is accessible ${done.join(' ')}`)
  await shot(page, 'import-done')
  await page.getByRole('tab', { name: 'Livraisons' }).click()
  await page.getByRole('article', { name: 'Lou' }).waitFor()
  check((await page.getByRole('article').count()) === 2, 'what was imported stands in the list')
}
