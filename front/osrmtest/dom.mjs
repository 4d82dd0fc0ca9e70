// A browser's window, as far as the map library and its routing plug-in need one. Requests go through the window's own XMLHttpRequest,
// which obeys the rules for requests to other origins.
import { createRequire } from 'node:module'
import { Window } from 'happy-dom'

export function routingMachine() {
  const window = new Window({ url: 'http://shop.example/' })
  for (const name of ['document', 'location', 'navigator', 'XMLHttpRequest', 'HTMLElement', 'Image']) {
    Object.defineProperty(globalThis, name, { value: window[name], configurable: true })
  }
  globalThis.window = window
  const require = createRequire(import.meta.url)
  const L = require('leaflet')
  globalThis.L = L
  window.L = L
  require('leaflet-routing-machine')
  return { L, close: () => window.happyDOM.close() }
}
