import { describe, expect, it } from 'vitest'
import { find, match } from './match'

describe('match', () => {
  it.each([
    ['/app', '/app/', {}],
    ['/app/dispatch', '/app/dispatch', {}],
    ['/app/dispatch/:day', '/app/dispatch/2026-11-24', { day: '2026-11-24' }],
    ['/app/shop/:id', '/app/shop/caf%C3%A9', { id: 'café' }],
    ['/app/shop/:id', '/app/shop/%E9', { id: '%E9' }],
    ['/app/dispatch', '/app/dispatch/x', undefined],
    ['/app/dispatch/:day', '/app/dispatch', undefined],
  ])('%s with %s', (pattern, path, want) => expect(match(pattern, path)).toEqual(want))

  it('takes the first route that fits', () => {
    const routes = [{ path: '/app/new' }, { path: '/app/:id' }]
    expect(find(routes, '/app/new')?.route.path).toBe('/app/new')
    expect(find(routes, '/app/7')?.params).toEqual({ id: '7' })
    expect(find(routes, '/')).toBeUndefined()
  })
})
