// Plays the same scenarios with both clients at the same time against a server under test. Arguments: the address of the web
// socket and the address of the test's own levers. Prints one line for each scenario; any failure ends with a non-zero status.
import assert from 'node:assert/strict'
import * as legacy from './legacy.mjs'
import * as today from './today.mjs'

const [url, levers] = process.argv.slice(2)

async function lever(name, body) {
  const answer = await fetch(`${levers}/${name}`, { method: 'POST', body: JSON.stringify(body) })
  assert.equal(answer.status, 200, `${name}: ${await answer.clone().text()}`)
  return answer.json()
}

const tokenFor = async (kind, name, seconds) => (await lever('token', { kind, name, seconds })).token
const publish = (channel, data) => lever('publish', { channel, data })

/** Connects as a user; seconds is the life of the first token and of each later one. */
async function enter(dialect, name, seconds = [3600, 3600], kind = 'user') {
  const issued = { refreshes: 0 }
  const client = dialect.open({
    url,
    token: await tokenFor(kind, name, seconds[0]),
    refresh: () => {
      issued.refreshes += 1
      client.peer.note('refreshing')
      return tokenFor(kind, name, seconds[1])
    },
    grant: asked => lever('grant', asked),
  })
  return Object.assign(client, { issued })
}

const scenarios = {
  async 'hears its own channel'(dialect, name) {
    const me = await enter(dialect, name)
    await me.peer.next('connected')
    me.listen(`coop_events#${name}`)
    await me.peer.next('subscribed')
    const data = { event: { name: 'task:done', data: { text: 'dépôt <b>\n"ok"' } } }
    await publish(`coop_events#${name}`, data)
    assert.deepEqual(await me.peer.next('message'), data)
    return me
  },

  async 'is refused what belongs to others'(dialect, name) {
    const me = await enter(dialect, name)
    await me.peer.next('connected')
    for (const channel of [
      'coop_events#eve',
      `coop_order_events#${name}`,
      'other_board',
      'coop_nowhere',
      '$coop_nowhere',
    ]) {
      me.listen(channel)
      assert.equal(await me.peer.next('refused'), 103, channel)
    }
    return me
  },

  async 'follows an order with a token of that order'(dialect, name) {
    const me = await enter(dialect, name, undefined, 'order')
    await me.peer.next('connected')
    me.listen(`coop_events#${name}`)
    assert.equal(await me.peer.next('refused'), 103)
    me.listen(`coop_order_events#${name}`)
    await me.peer.next('subscribed')
    await publish(`coop_order_events#${name}`, { n: 1 })
    assert.deepEqual(await me.peer.next('message'), { n: 1 })
    return me
  },

  async 'hears a private channel with a token for it'(dialect, name) {
    const me = await enter(dialect, name)
    await me.peer.next('connected')
    me.listen(`$coop_tracking`)
    await me.peer.next('subscribed')
    await publish('$coop_tracking', { for: name })
    while ((await me.peer.next('message')).for !== name);
    return me
  },

  async 'replaces an expired token'(dialect, name) {
    const me = await enter(dialect, name, [-5, 3600])
    await me.peer.next('refreshing')
    await me.peer.next('connected')
    return me
  },

  async 'renews its token before the end'(dialect, name) {
    const me = await enter(dialect, name, [3, 3])
    await me.peer.next('connected')
    for (let times = 0; times < 4; times++) {
      await me.peer.next('refreshing')
      assert.ok(!me.peer.has('disconnected'))
    }
    return me
  },

  async 'recovers what it missed while the line was cut'(dialect, name) {
    const me = await enter(dialect, name)
    me.listen(`coop_events#${name}`)
    await me.peer.next('subscribed')
    await publish(`coop_events#${name}`, { n: 1 })
    await me.peer.next('message')
    me.cut()
    await me.peer.next('disconnected')
    await publish(`coop_events#${name}`, { n: 2 })
    await publish(`coop_events#${name}`, { n: 3 })
    me.mend()
    assert.deepEqual(await me.peer.next('subscribed'), { again: true, recovered: true })
    assert.deepEqual(await me.peer.next('message'), { n: 2 })
    assert.deepEqual(await me.peer.next('message'), { n: 3 })
    await publish(`coop_events#${name}`, { n: 4 })
    assert.deepEqual(await me.peer.next('message'), { n: 4 })
    return me
  },

  async 'learns that it missed too much'(dialect, name) {
    const me = await enter(dialect, name)
    me.listen(`coop_events#${name}`)
    await me.peer.next('subscribed')
    await publish(`coop_events#${name}`, { n: 0 })
    await me.peer.next('message')
    me.cut()
    await me.peer.next('disconnected')
    for (let n = 1; n <= 20; n++) {
      await publish(`coop_events#${name}`, { n })
    }
    me.mend()
    assert.equal((await me.peer.next('subscribed')).recovered, false)
    return me
  },

  async 'must fetch a new token when disconnected'(dialect, name) {
    const me = await enter(dialect, name)
    me.listen(`coop_events#${name}`)
    await me.peer.next('subscribed')
    assert.equal(me.issued.refreshes, 0)
    await lever('disconnect', { kind: 'user', name })
    assert.equal((await me.peer.next('disconnected')).reconnect, true)
    await me.peer.next('refreshing')
    await me.peer.next('subscribed')
    await publish(`coop_events#${name}`, { n: 1 })
    assert.deepEqual(await me.peer.next('message'), { n: 1 })
    return me
  },

  async 'loses a channel with the right to it'(dialect, name) {
    const me = await enter(dialect, name)
    me.listen(`coop_room#${name}`)
    await me.peer.next('subscribed')
    await lever('dismiss', { kind: 'user', name })
    await me.peer.next('unsubscribed')
    return me
  },

  async 'is sent away for good when barred'(dialect, name) {
    const me = await enter(dialect, name)
    await me.peer.next('connected')
    await lever('bar', { kind: 'user', name })
    assert.equal((await me.peer.next('disconnected')).reconnect, false)
    return me
  },
}

async function play(label, dialect) {
  const names = Object.keys(scenarios)
  await Promise.all(
    names.map(async (title, index) => {
      try {
        const me = await scenarios[title](dialect, `${label}${index}`)
        me.close()
        console.log(`ok ${label}: ${title}`)
      } catch (error) {
        throw new Error(`${label}: ${title}`, { cause: error })
      }
    }),
  )
}

async function pings() {
  const me = await enter(legacy, 'pinger')
  await me.peer.next('connected')
  me.ping()
  me.listen('coop_events#pinger')
  await me.peer.next('subscribed')
  me.close()
  console.log('ok legacy: has its ping answered')
}

await Promise.all([play('legacy', legacy), play('today', today), pings()])
