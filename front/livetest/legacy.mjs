import Centrifuge from 'centrifuge2'
import { cuttable, Peer } from './peer.mjs'

/** Connects the client of the phone apps (2.8.5, protocol 1). */
export function open({ url, token, refresh, grant }) {
  const peer = new Peer()
  const { Line, cut, mend } = cuttable()
  const client = new Centrifuge(url, {
    websocket: Line,
    minRetry: 20,
    maxRetry: 200,
    refreshInterval: 50,
    onRefresh: (_, done) => refresh().then(fresh => done({ status: 200, data: { token: fresh } })),
    onPrivateSubscribe: ({ data }, done) => grant(data).then(answer => done({ status: 200, data: answer })),
  })
  client.setToken(token)
  client.on('connect', ({ client: id }) => peer.note('connected', id))
  client.on('disconnect', why => peer.note('disconnected', why))
  client.connect()
  const listen = channel =>
    client.subscribe(channel, {
      publish: ({ data }) => peer.note('message', data),
      subscribe: ({ isResubscribe, recovered }) => peer.note('subscribed', { again: isResubscribe, recovered }),
      error: ({ code }) => peer.note('refused', code),
      unsubscribe: () => peer.note('unsubscribed'),
    })
  return { peer, cut, mend, listen, ping: () => client.ping(), close: () => client.disconnect() }
}
