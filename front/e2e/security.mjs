// Steps and checks of what protects accounts, against a server in development mode that people reach by a name. The browser has a virtual
// authenticator; codes of authenticator apps are made here, as RFC 6238 says.
import { createHmac } from 'node:crypto'
import { findings } from './axe.mjs'

/** A co-op whose administrators need a second factor, with one of them and a customer. */
export function securityDocument() {
  return {
    settings: { brand_name: 'Les Pignons', country: 'ad', timezone: 'Europe/Andorra', latlng: '42.5078,1.5211', locale: 'fr', second_factor_roles: 'ROLE_ADMIN' },
    rows: [
      { kind: 'user', username: 'bob', email: 'bob@example.org', password: 'bob', roles: ['ROLE_ADMIN'] },
      { kind: 'user', username: 'zoe', email: 'zoe@example.org', password: 'zoe' },
    ],
  }
}

/** Gives the page's browser a device that makes passkeys and unlocks them by itself. */
async function device(page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
}

/** What an authenticator app shows, `ahead` half minutes from now. */
function codeOf(secret, ahead = 0) {
  const bits = [...secret].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map(b => Number.parseInt(b, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const mac = createHmac('sha1', key).update(step).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

async function signIn(page, name) {
  await page.locator('input[name=login]').fill(name)
  await page.locator('input[name=password]').fill(name)
  await page.locator('button[type=submit]').click()
}

const out = page => page.getByRole('button', { name: 'Se déconnecter' }).click()

async function accessible(page, what, check) {
  const list = await findings(page)
  check(list.length === 0, `${what} is accessible ${list.join(' ')}`)
}

/** An administrator is told to add a second factor, adds a passkey and an app, signs in by each, and removes them. */
export async function keepAccountsSafe(page, origin, { check, shot }) {
  await device(page)
  await page.goto(`${origin}/app/`)
  await signIn(page, 'bob')
  await page.getByText('Votre coopérative demande une seconde étape').waitFor()
  check((await page.getByRole('link', { name: /Magasins/ }).count()) === 0, 'an administrator without a second step is offered nothing of the office')
  await page.getByRole('link', { name: /Sécurité/ }).click()
  await page.getByText('d’ici là, vous n’en voyez rien').waitFor()
  await accessible(page, 'the page about security', check)
  await shot(page, 'security-weak')

  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Ajouter une clé d’accès' }).click()
  await dialog.getByLabel('Nom').fill('Mon téléphone')
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await dialog.getByText('Gardez ces codes').waitFor()
  const codes = await dialog.locator('code').allInnerTexts()
  check(codes.length === 8 && codes.every(c => /^[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}$/.test(c)), 'recovery codes are shown once')
  await accessible(page, 'the list of codes', check)
  await shot(page, 'security-codes')
  await dialog.getByRole('button', { name: 'Je les ai gardés' }).click()
  await page.getByText('création : ').waitFor()
  check(await page.getByText('Mon téléphone').isVisible(), 'the passkey stands under its name')

  await page.getByRole('button', { name: 'Ajouter une application d’authentification' }).click()
  await dialog.getByRole('img', { name: 'Code QR' }).waitFor()
  const secret = await dialog.locator('code.secret').innerText()
  await accessible(page, 'the picture for the app', check)
  await shot(page, 'security-qr')
  await dialog.getByLabel('Code de l’application').fill('000000')
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await dialog.getByText('Ce code n’est pas le bon').first().waitFor()
  await dialog.getByLabel('Code de l’application').fill(codeOf(secret))
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Active. Dans l’application mobile').waitFor()
  await accessible(page, 'the page with everything', check)
  await shot(page, 'security-strong')

  await page.goto(`${origin}/app/`)
  await page.getByRole('link', { name: /Magasins/ }).waitFor()
  check(true, 'with a second step the office is open')
  await out(page)
  await page.locator('input[name=login]').waitFor()
  await accessible(page, 'the sign-in', check)
  await page.getByRole('button', { name: 'Se connecter avec une clé d’accès' }).click()
  await page.getByRole('link', { name: /Magasins/ }).waitFor()
  check(true, 'the passkey signs in by itself')
  await out(page)
  await signIn(page, 'bob')
  await page.getByLabel('Code', { exact: true }).fill('000000')
  await page.locator('button[type=submit]').click()
  await page.getByText('Ce code n’est pas le bon').waitFor()
  await accessible(page, 'the sign-in with a code', check)
  await shot(page, 'login-code')
  await page.getByLabel('Code', { exact: true }).fill(codeOf(secret, 1))
  await page.locator('button[type=submit]').click()
  await page.getByRole('link', { name: /Magasins/ }).waitFor()
  check(true, 'password and code sign in')
  await out(page)
  await signIn(page, 'bob')
  await page.getByLabel('Code', { exact: true }).fill(codes[0])
  await page.locator('button[type=submit]').click()
  await page.getByRole('link', { name: /Sécurité/ }).click()
  await page.getByText('Il en reste 7.').waitFor()
  check(true, 'a recovery code is used up')
  await page.getByRole('button', { name: 'Retirer Mon téléphone' }).click()
  await dialog.getByRole('button', { name: 'Retirer', exact: true }).click()
  await page.getByText('Mon téléphone').waitFor({ state: 'hidden' })
  check(await page.getByText('Active. Dans l’application mobile').isVisible(), 'the app stays when the passkey goes')
}

/** A customer adds a passkey and signs in to the storefront by it, and by a password and a recovery code. */
export async function customerByPasskey(page, origin, { check, shot }) {
  await device(page)
  await page.goto(`${origin}/login`)
  await signIn(page, 'zoe')
  await page.goto(`${origin}/app/security`)
  await page.getByRole('button', { name: 'Ajouter une clé d’accès' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Nom').fill('Clé')
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await dialog.getByText('Gardez ces codes').waitFor()
  const [code] = await dialog.locator('code').allInnerTexts()
  await page.goto(`${origin}/account`)
  const out = () => page.getByRole('button', { name: 'Se déconnecter' }).click()
  await out()
  await page.goto(`${origin}/login?next=/account`)
  await page.getByRole('button', { name: 'Se connecter avec une clé d’accès' }).waitFor()
  await accessible(page, 'the storefront’s sign-in', check)
  await shot(page, 'site-login')
  await page.getByRole('button', { name: 'Se connecter avec une clé d’accès' }).click()
  await page.getByText('zoe@example.org').waitFor()
  check(true, 'the passkey opens a customer’s account')
  await out()
  await page.goto(`${origin}/login?next=/account`)
  await signIn(page, 'zoe')
  await page.locator('input[name=code]').waitFor()
  await accessible(page, 'the storefront’s question for a code', check)
  await shot(page, 'site-code')
  await page.locator('input[name=code]').fill(code)
  await page.locator('button[type=submit]').click()
  await page.getByText('zoe@example.org').waitFor()
  check(true, 'password and recovery code open a customer’s account')
}
