import { type DBSchema, openDB } from 'idb'
import type { Entry, Store } from './outbox'

interface Schema extends DBSchema {
  commands: { key: number; value: Omit<Entry, 'seq'> & { seq?: number } }
}

/** Opens the queue of one account on this device: what one person did is never sent under another's name. */
export async function openStore(username: string): Promise<Store> {
  const db = await openDB<Schema>(`pignon-outbox-${username}`, 1, {
    upgrade: fresh => {
      fresh.createObjectStore('commands', { keyPath: 'seq', autoIncrement: true })
    },
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
