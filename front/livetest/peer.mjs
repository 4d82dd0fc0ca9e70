import WebSocket from 'ws'

// How long a client may take before the scenario is given up; nothing is measured by it.
const patience = 30_000

/** What one client has seen, in order. */
export class Peer {
  #events = []
  #wake = () => {}

  note(kind, value) {
    this.#events.push({ kind, value })
    this.#wake()
  }

  /** Waits for the next event of a kind and forgets everything before it. */
  async next(kind) {
    const deadline = Date.now() + patience
    for (;;) {
      const at = this.#events.findIndex(event => event.kind === kind)
      if (at >= 0) {
        return this.#events.splice(0, at + 1)[at].value
      }
      await this.#change(deadline, kind)
    }
  }

  /** Says whether an event of a kind is waiting. */
  has(kind) {
    return this.#events.some(event => event.kind === kind)
  }

  #change(deadline, kind) {
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(new Error(`no "${kind}"; seen since the last one: ${JSON.stringify(this.#events)}`))
      const timer = setTimeout(giveUp, deadline - Date.now())
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

// Nobody listens there.
const nowhere = 'ws://127.0.0.1:9'

/** A web socket class whose line can be cut under the client and stays down until it is mended. */
export function cuttable() {
  let latest
  let down = false
  class Line extends WebSocket {
    constructor(address, ...rest) {
      super(down ? nowhere : address, ...rest)
      latest = this
    }
  }
  const cut = () => {
    down = true
    latest.terminate()
  }
  const mend = () => {
    down = false
  }
  return { Line, cut, mend }
}
