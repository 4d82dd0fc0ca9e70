import { describe, expect, it } from 'vitest'
import { firstTrial, type ListDraft, looksOf, moved, numberOf, toldOf, trialOf } from './prices'

const rule = (key: string, expression: string, price = '100') => ({
  key,
  name: '',
  target: 'DELIVERY' as const,
  expression,
  price,
})

describe('price lists', () => {
  it('moves a rule by one place, and not beyond the ends', () => {
    const rules = [rule('a', 'true'), rule('b', 'true'), rule('c', 'true')]
    expect(moved(rules, 0, 1).map(r => r.key)).toEqual(['b', 'a', 'c'])
    expect(moved(rules, 2, -1).map(r => r.key)).toEqual(['a', 'c', 'b'])
    expect(moved(rules, 0, -1)).toBe(rules)
    expect(moved(rules, 2, 1)).toBe(rules)
  })

  it('sees what rules look at', () => {
    const looks = looksOf([
      rule('a', 'weight < 2000 and packages.quantity("XL") > 1', 'price_per_package(packages, "S", 1, 0, 0)'),
      rule('b', 'false'),
      rule('c', 'packages.totalVolumeUnits() < 9 and diff_hours(pickup, "< 2")'),
    ])
    expect(looks).toEqual({ weight: true, volume: true, time: true, zone: false, packages: ['XL', 'S'], byHand: [1] })
  })

  it('reads numbers as they are typed', () => {
    expect([numberOf('2,5'), numberOf(' 3 '), numberOf(''), numberOf('x'), numberOf('-1')]).toEqual([
      2.5,
      3,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('sends a trial that asks for nothing but what the rules look at', () => {
    const list: ListDraft = {
      id: 4,
      version: 2,
      name: 'Tarif',
      strategy: 'find',
      rules: [rule('s', 'false'), rule('a', 'weight < 2000')],
    }
    const body = trialOf(list, { ...firstTrial, kilometres: '2,5', kilograms: '1,2', byHand: { s: '3' } }, 0)
    expect(body).toMatchObject({
      id: 4,
      metres: 2500,
      weight: 1200,
      dropoffs: 1,
      packages: [],
      byHand: [{ rule: 0, quantity: 3 }],
    })
    expect(body).not.toHaveProperty('window')
    expect(body.list.rules[0]).not.toHaveProperty('key')
  })

  it('tells no rule that waits for a person, and no look that found none', () => {
    const tried = (expression: string, byHand = false) => ({
      name: '',
      expression,
      price: '1',
      matched: byHand,
      byHand,
      amount: 0,
      why: '',
    })
    const told = toldOf([
      { target: 'PICKUP', rules: [] },
      { target: 'ORDER', rules: [tried('true'), tried('false'), tried('false', true)] },
    ])
    expect(told.map(pass => pass.rules.map(r => [r.expression, r.byHand]))).toEqual([
      [
        ['true', false],
        ['false', true],
      ],
    ])
  })
})
