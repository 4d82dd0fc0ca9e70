import { Centrifuge, type PublicationContext, type SubscribedContext } from 'centrifuge'

export interface LiveEvent {
  name: string
  data: unknown
}

export type LiveState = 'connecting' | 'connected' | 'off'

export interface LiveIn {
  url: string
  /** Fetches a token when the server wants one beside the session's cookie. */
  token?: () => Promise<string>
}

export interface Listener {
  event(event: LiveEvent): void
  /** Something was missed that cannot be caught up with: read again from the server. */
  reset(): void
}

/** The screen's one socket. It reconnects by itself, catches up from its position, and says when it could not. */
export class LiveSocket {
  private readonly centrifuge: Centrifuge
  private readonly watchers = new Set<() => void>()
  private current: LiveState = 'connecting'

  constructor({ url, token }: LiveIn) {
    this.centrifuge = new Centrifuge(url, token ? { getToken: token } : {})
    this.centrifuge.on('state', ({ newState }) => {
      this.current = newState === 'disconnected' ? 'off' : (newState as LiveState)
      for (const watcher of this.watchers) watcher()
    })
    this.centrifuge.connect()
  }

  state = (): LiveState => this.current

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  /** Listens to a channel until the returned function is called; one listener a channel. */
  subscribe(channel: string, listener: Listener): () => void {
    const subscription = this.centrifuge.newSubscription(channel, { recoverable: true })
    subscription.on('publication', context => listener.event(eventOf(context)))
    subscription.on('subscribed', context => {
      // The first time too: what was read before the subscription stood may already be old.
      if (missed(context)) listener.reset()
    })
    subscription.subscribe()
    return () => {
      subscription.unsubscribe()
      this.centrifuge.removeSubscription(subscription)
    }
  }

  close(): void {
    this.centrifuge.disconnect()
  }
}

/** Whether publications were lost between the last connection and this one. */
export function missed(context: Pick<SubscribedContext, 'wasRecovering' | 'recovered'>): boolean {
  return !(context.wasRecovering && context.recovered)
}

/** A message without a name is an event of the empty name about the whole message. */
function eventOf({ data }: Pick<PublicationContext, 'data'>): LiveEvent {
  const event = (data as { event?: Partial<LiveEvent> } | undefined)?.event
  return event ? { name: event.name ?? '', data: event.data } : { name: '', data }
}

/** The address of the live endpoint beside this page. */
export function liveAddress(page: Location): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/centrifugo/connection/websocket`
}
