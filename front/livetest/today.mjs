import { Centrifuge } from 'centrifuge'
import { cuttable, Peer } from './peer.mjs'

/** Connects the client of our own screens (5.x, protocol 2). */
export function open({ url, token, refresh, grant }) {
  const peer = new Peer()
  const { Line, cut, mend } = cuttable()
  const client = new Centrifuge(url, {
    websocket: Line,
    minReconnectDelay: 20,
    maxReconnectDelay: 200,
    token,
    getToken: refresh,
  })
  let id = ''
  client.on('connected', ctx => {
    id = ctx.client
    peer.note('connected', id)
  })
  client.on('connecting', ({ code, reason }) => {
    if (code !== 0) {
      peer.note('disconnected', { reason, reconnect: true })
    }
  })
  client.on('disconnected', ({ reason }) => peer.note('disconnected', { reason, reconnect: false }))
  client.connect()
  const listen = channel => {
    const options = channel.startsWith('$')
      ? { getToken: async () => (await grant({ client: id, channels: [channel] })).channels[0].token }
      : {}
    const sub = client.newSubscription(channel, options)
    sub.on('publication', ({ data }) => peer.note('message', data))
    sub.on('subscribed', ({ wasRecovering, recovered }) => peer.note('subscribed', { again: wasRecovering, recovered }))
    sub.on('unsubscribed', ({ code }) => (code === 103 ? peer.note('refused', code) : peer.note('unsubscribed')))
    sub.subscribe()
  }
  return { peer, cut, mend, listen, close: () => client.disconnect() }
}
