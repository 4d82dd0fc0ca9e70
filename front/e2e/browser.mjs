// A real browser and a real co-op for the end-to-end tests.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Opens the system's Chromium, without any connection of its own. */
export function openBrowser() {
  const executablePath = process.env.CHROMIUM ?? candidates.find(existsSync)
  if (!executablePath) throw new Error('no Chromium here: apt-get install chromium, or set CHROMIUM to its path')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', '--disable-gpu', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  })
}

/** Starts a quiet demo co-op in a folder of its own, on the map that PIGNON_MAP names if it does; gives its address and what ends it. */
export const startDemo = () => start(['demo', '--quiet-city'], /deliver in .*: (http:\/\/\S+)/)

/** Starts an empty co-op in development mode; `seed(document)` resets it. With `named` people reach it as localhost, not by a number. */
export async function startDev({ named = false } = {}) {
  const port = named ? await freePort() : 0
  const name = named ? ['--public-url', `http://localhost:${port}`] : []
  const coop = await start(['serve', '--dev', '--log-level', 'info', ...name], /serving.*url=(http:\/\/\S+)/, port)
  const seed = async document => {
    const answer = await fetch(`${coop.url}/_dev/reset`, { method: 'POST', body: JSON.stringify(document) })
    if (!answer.ok) throw new Error(`the seed document is refused: ${await answer.text()}`)
  }
  return { ...coop, seed, url: named ? `http://localhost:${port}` : coop.url }
}

/** A port that nobody listens on at the moment. */
function freePort() {
  return new Promise((resolve, reject) => {
    const door = createServer()
    door.once('error', reject)
    door.listen(0, '127.0.0.1', () => {
      const { port } = door.address()
      door.close(() => resolve(port))
    })
  })
}

async function start(args, serving, port = 0) {
  const data = mkdtempSync(join(tmpdir(), 'pignon-e2e-'))
  const program = process.env.PIGNON ?? new URL('../../bin/pignon', import.meta.url).pathname
  const { PIGNON_MAP, ...quiet } = process.env
  const env = args[0] === 'demo' && PIGNON_MAP ? { ...quiet, PIGNON_MAP: resolve(PIGNON_MAP) } : quiet
  const child = spawn(program, [...args, '--addr', `127.0.0.1:${port}`, '--data', data], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = () =>
    new Promise(resolve => {
      child.once('exit', () => {
        rmSync(data, { recursive: true, force: true })
        resolve()
      })
      child.kill('SIGTERM')
    })
  const url = await new Promise((resolve, reject) => {
    let log = ''
    const read = chunk => {
      log += chunk
      const found = log.match(serving)
      if (found) resolve(found[1])
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', code => reject(new Error(`pignon ${args[0]} ended with ${code}:\n${log}`)))
  })
  return { url, stop }
}

/** A person at a screen of their own: a fresh browser context whose failures are collected. They asked for less motion, so that what is looked at stands still. */
export async function person(browser, name, options = {}) {
  const context = await browser.newContext({ locale: 'fr-FR', serviceWorkers: 'allow', reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(40_000)
  const page = await context.newPage()
  const troubles = []
  page.on('pageerror', e => troubles.push(`${name}: ${e}`))
  page.on('console', m => {
    if (m.type() === 'error' && /Content.Security.Policy|Uncaught/.test(m.text())) troubles.push(`${name}: ${m.text()}`)
  })
  return { name, context, page, troubles }
}

export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
export const desk = { viewport: { width: 1280, height: 800 } }
