import { type DBSchema, deleteDB, openDB } from 'idb'
import type { Entry, Store } from './outbox'

interface Schema extends DBSchema {
  commands: { key: number; value: Omit<Entry, 'seq'> & { seq?: number } }
}

const nameOf = (username: string) => `pignon-outbox-${username}`

/** Deletes what an account still had to send from this device, once nothing has it open any more. */
export async function dropStore(username: string): Promise<void> {
  await deleteDB(nameOf(username))
}

/** Opens the queue of one account on this device: what one person did is never sent under another's name. */
export async function openStore(username: string): Promise<Store> {
  const db = await openDB<Schema>(nameOf(username), 1, {
    upgrade: fresh => {
      fresh.createObjectStore('commands', { keyPath: 'seq', autoIncrement: true })
    },
    blocking: (_, __, event) => (event.target as IDBDatabase).close(),
  })
  return {
    add: async entry => ({ ...entry, seq: await db.add('commands', entry) }),
    put: async entry => {
      await db.put('commands', entry)
    },
    remove: seq => db.delete('commands', seq),
    list: async () => (await db.getAll('commands')) as Entry[],
  }
}
