/** A table of deliveries with what became, or would become, of its rows. */
export interface Import {
  id: number
  filename: string
  status: 'tried' | 'pending' | 'started' | 'completed' | 'failed'
  createdAt: string
  size: number
  rows: ImportLine[]
}

export interface ImportLine {
  number: number
  deliveryId: number | null
  total: number | null
  errors: string[]
}

/** The server takes no more than this. */
export const mostBytes = 2 << 20

export const running = ({ status }: Import) => status === 'pending' || status === 'started'

/** The rows that something is wrong with. */
export const wrongOf = ({ rows }: Import) => rows.filter(({ errors }) => errors.length > 0)

/** How many rows are deliveries, or would be. */
export const goodOf = ({ status, rows }: Import) =>
  rows.filter(({ errors, deliveryId }) => (status === 'tried' ? errors.length === 0 : deliveryId !== null)).length

/** What the good rows of a try cost together; null where the store has no price list. */
export function priceOf({ rows }: Import): number | null {
  const prices = rows.filter(({ total }) => total !== null)
  return prices.length > 0 ? prices.reduce((sum, { total }) => sum + (total ?? 0), 0) : null
}

const types: Record<string, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** The endings of files that can be imported. */
export const endings = Object.keys(types).map(ending => `.${ending}`)

/** A file with its type, which not every computer knows; undefined for one that is no table. */
export function tableOf(file: File): Blob | undefined {
  const type = types[file.name.split('.').at(-1)?.toLowerCase() ?? '']
  return type ? new Blob([file], { type }) : undefined
}

/** A table with one row, to start from. */
export function example(now: Date): string {
  const day = new Date(now.getTime() + 86_400_000).toLocaleDateString('sv-SE')
  const cells = {
    'pickup.timeslot': `${day} 10:00 - ${day} 11:00`,
    'dropoff.address': '"12 Rue Sedaine, 75011 Paris"',
    'dropoff.address.name': 'Ida Martin',
    'dropoff.address.telephone': '06 12 34 56 78',
    'dropoff.timeslot': `${day} 11:00 - ${day} 12:00`,
    'dropoff.comments': '',
    'dropoff.packages': '',
    weight: '1.5',
  }
  return `${Object.keys(cells).join(',')}\n${Object.values(cells).join(',')}\n`
}
