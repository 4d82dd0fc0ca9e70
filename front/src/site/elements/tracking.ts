import type { LiveEvent } from '../../live/socket'
import type { DrawnMap } from '../../map/adapter'
import type { MapModel, Position } from '../../map/model'
import { refresh } from './swap'

interface Spot {
  lat: number
  lng: number
}

/** Without a live line the page asks again this often. */
const patience = 20_000

/**
 * The live part of an order's page: a map with the courier, and steps that follow by themselves. The map is fetched when there is a
 * courier to show. Attributes, all optional: data-rider, data-pickup, data-dropoff ({"lat":…,"lng":…}), data-name,
 * data-channel and data-token (the live line), data-refresh (what to renew when the order moves on: "#heading,#steps").
 */
class OrderTracking extends HTMLElement {
  private map: Promise<DrawnMap> | null = null
  private courier = this.spot('rider')
  private close: (() => void) | null = null
  private timer = 0

  connectedCallback(): void {
    this.draw()
    const { channel, token } = this.dataset
    if (channel && token) void this.listen(channel, token)
    else this.timer = window.setInterval(() => void this.renew(), patience)
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer)
    this.close?.()
    void this.map?.then(map => map.close())
  }

  private async listen(channel: string, token: string): Promise<void> {
    const { LiveSocket, liveAddress } = await import('../../live/socket')
    const socket = new LiveSocket({ url: liveAddress(location), token: async () => token })
    socket.subscribe(channel, { event: event => this.hear(event), reset: () => void this.renew() })
    this.close = () => socket.close()
  }

  private hear({ name, data }: LiveEvent): void {
    if (name !== 'courier.moved') return void this.renew()
    this.courier = data as Spot
    this.draw()
  }

  private async renew(): Promise<void> {
    await refresh(this.dataset.refresh ?? '#steps').catch(() => {})
    if (document.querySelector('#steps[data-over]')) this.end()
  }

  /** The order is over: nothing more comes, and where the courier is concerns nobody. */
  private end(): void {
    this.hidden = true
    this.disconnectedCallback()
    this.close = null
    this.map = null
  }

  private draw(): void {
    if (!this.courier) return
    this.hidden = false
    const first = this.map === null
    this.map ??= this.open(position(this.courier))
    const model = this.model()
    void this.map.then(map => {
      map.draw(model)
      if (first) map.fit()
    })
  }

  private async open(centre: Position): Promise<DrawnMap> {
    const { openMap } = await import('../../map/adapter')
    const style = `/map/style.json?lang=${document.documentElement.lang}`
    return openMap({ element: this, style, centre, zoom: 14 })
  }

  private model(): MapModel {
    const model: MapModel = { tasks: [], couriers: [], routes: [] }
    for (const kind of ['pickup', 'dropoff'] as const) {
      const at = this.spot(kind)
      if (at) model.tasks.push({ id: kind, at: position(at), kind, tone: 'todo' })
    }
    if (this.courier) {
      model.couriers.push({ id: 'courier', at: position(this.courier), name: this.dataset.name ?? '', fresh: true })
    }
    return model
  }

  private spot(name: 'rider' | 'pickup' | 'dropoff'): Spot | null {
    const text = this.dataset[name]
    return text ? (JSON.parse(text) as Spot) : null
  }
}

const position = ({ lat, lng }: Spot): Position => [lng, lat]

customElements.define('pg-tracking', OrderTracking)
