import { expect, test } from 'vitest'
import { example, goodOf, type Import, priceOf, running, tableOf, wrongOf } from './importing'

const line = (number: number, part: Partial<Import['rows'][number]> = {}) => ({
  number,
  deliveryId: null,
  total: null,
  errors: [],
  ...part,
})
const one = (status: Import['status'], rows: Import['rows']): Import => ({
  id: 1,
  filename: 'a.csv',
  status,
  createdAt: '2031-05-06T10:00:00Z',
  size: 3,
  rows,
})

test('a try counts rows without errors, an import those that are deliveries', () => {
  const tried = one('tried', [line(1, { total: 499 }), line(2, { total: 200 }), line(3, { errors: ['no'] })])
  expect([goodOf(tried), wrongOf(tried).map(({ number }) => number), priceOf(tried)]).toEqual([2, [3], 699])
  const made = one('failed', [
    line(1, { deliveryId: 7 }),
    line(2, { deliveryId: 8, errors: ['no price'] }),
    line(3, { errors: ['no'] }),
  ])
  expect([goodOf(made), wrongOf(made).length, priceOf(made), running(made)]).toEqual([2, 2, null, false])
  expect(running(one('started', []))).toBe(true)
})

test('files are known by their ending', () => {
  expect(tableOf(new File(['a'], 'Noël.XLSX'))?.type).toContain('spreadsheetml')
  expect(tableOf(new File(['a'], 'a.csv'))?.type).toBe('text/csv')
  expect(tableOf(new File(['a'], 'a.pdf'))).toBeUndefined()
})

test('the example has as many cells as columns', () => {
  const [names = '', cells = ''] = example(new Date('2031-05-06T10:00:00Z')).split('\n')
  expect(cells.replace(/"[^"]*"/g, '').split(',')).toHaveLength(names.split(',').length)
  expect(cells).toContain('2031-05-07 11:00 - 2031-05-07 12:00')
})
