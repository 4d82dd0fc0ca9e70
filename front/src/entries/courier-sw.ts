// The courier's service worker: keeps the app's own files, so that it opens in a dead zone, and how the map looks. It never answers
// for the API: what was read is kept by the app, what was done waits in its outbox.

declare const __COURIER_FILES__: string

const worker = self as unknown as {
  addEventListener(
    type: 'install' | 'activate',
    run: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void
  addEventListener(
    type: 'fetch',
    run: (event: { request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
  location: Location
}

const page = '/courier/'
const files: string[] = JSON.parse(__COURIER_FILES__)
const shelf = `courier-${digest(files.join())}`

worker.addEventListener('install', event => event.waitUntil(fill().then(() => worker.skipWaiting())))
worker.addEventListener('activate', event => event.waitUntil(clear().then(() => worker.clients.claim())))
worker.addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return
  if (request.mode === 'navigate' && url.pathname.startsWith(page)) event.respondWith(pageFirstFromNetwork(request))
  else if (url.pathname.startsWith('/front/')) event.respondWith(fromShelf(request))
  else if (url.pathname.startsWith('/map/')) event.respondWith(freshOrKept(request))
})

async function fill(): Promise<void> {
  const cache = await caches.open(shelf)
  await cache.addAll([page, '/front/icon.svg', ...files.map(file => `/front/${file}`)])
}

async function clear(): Promise<void> {
  const old = (await caches.keys()).filter(name => name.startsWith('courier-') && name !== shelf)
  await Promise.all(old.map(name => caches.delete(name)))
}

/** A bad network must not keep a courier waiting: after three seconds the kept page opens. */
async function pageFirstFromNetwork(request: Request): Promise<Response> {
  const kept = await caches.match(page)
  if (!kept) return fetch(request)
  const late = new Promise<Response>(resolve => setTimeout(resolve, 3000, kept))
  const fresh = fetch(request).then(answer => (answer.ok ? answer : kept))
  return Promise.race([fresh.catch(() => kept), late])
}

async function fromShelf(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request)
}

/** The map's style, letters and signs. Its tiles are asked for by the map's own worker, and kept by the browser: their address never changes. */
async function freshOrKept(request: Request): Promise<Response> {
  const cache = await caches.open(shelf)
  try {
    const answer = await fetch(request)
    if (answer.ok) await cache.put(request, answer.clone())
    return answer
  } catch (lost) {
    const kept = await cache.match(request)
    if (!kept) throw lost
    return kept
  }
}

function digest(text: string): string {
  let sum = 5381
  for (let i = 0; i < text.length; i++) sum = ((sum * 33) ^ text.charCodeAt(i)) >>> 0
  return sum.toString(36)
}
