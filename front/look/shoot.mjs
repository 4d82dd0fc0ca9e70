import { mkdir } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium } from 'playwright-core'
import { createServer } from 'vite'

// Takes pictures of every screen that needs no server and checks it for accessibility: `npm run look`, pictures in dist-look/.

const everything = {
  user: { username: 'ada', name: 'Ada' },
  can: ['dispatch', 'courier', 'shop', 'store', 'admin'],
  coop: { name: 'Les Pignons d’Andorre', zone: 'Europe/Andorra', currency: 'EUR' },
}

const refused = async page => {
  await page.getByLabel('E-mail').fill('ada')
  await page.getByLabel('Mot de passe', { exact: true }).fill('wrong')
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await page.getByRole('alert').waitFor()
}

const views = [
  { name: 'site', path: '/front/look/specimen.html' },
  { name: 'ui', path: '/front/look/ui.html' },
  { name: 'dialog', path: '/front/look/ui.html#dialog' },
  { name: 'login', path: '/front/app.html' },
  { name: 'login-refused', path: '/front/app.html', act: refused },
  { name: 'home', path: '/app/', session: everything },
  { name: 'courier', path: '/front/courier.html', session: everything },
]

const looks = [
  { name: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'desk', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
]

const pictures = 'dist-look'

async function shoot(browser, origin, view, look) {
  const context = await browser.newContext({ ...look, locale: 'fr-FR' })
  const page = await context.newPage()
  await page.route('**/v1/session', route => {
    if (view.session) return route.fulfill({ json: view.session })
    return route.fulfill({ status: 401, json: { code: 'session.login.refused' } })
  })
  await page.route('**/app/', async route =>
    route.fulfill({ response: await route.fetch({ url: `${origin}/front/app.html` }) }),
  )
  await page.goto(origin + view.path)
  await page.getByRole('heading').first().waitFor()
  await view.act?.(page)
  await page.waitForTimeout(300)
  await page.screenshot({ path: `${pictures}/${view.name}-${look.name}.png`, fullPage: !view.path.includes('#') })
  const { violations } = await new AxeBuilder({ page }).analyze()
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  await context.close()
  const found = violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`)
  if (wide) found.push('wider than the window')
  return found.map(text => `${view.name} ${look.name}: ${text}`)
}

async function main() {
  await mkdir(pictures, { recursive: true })
  const server = await createServer({
    server: { port: 0, hmr: false, watch: null },
    optimizeDeps: { entries: ['app.html', 'courier.html', 'look/*.html'] },
    logLevel: 'error',
  })
  await server.listen()
  const origin = new URL(server.resolvedUrls?.local[0] ?? 'http://localhost:5199/front/').origin
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  const found = []
  const only = process.argv[2]
  for (const view of views.filter(v => !only || v.name.startsWith(only))) {
    for (const look of looks) found.push(...(await shoot(browser, origin, view, look)))
  }
  await browser.close()
  await server.close()
  process.stdout.write(`${found.join('\n')}\n${found.length} findings, pictures in front/${pictures}/\n`)
  process.exitCode = found.length ? 1 : 0
}

await main()
