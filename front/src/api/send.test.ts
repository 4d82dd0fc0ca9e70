import { afterEach, describe, expect, it, vi } from 'vitest'
import en from '../../../locales/en.json'
import { Words } from '../i18n/words'
import { fieldWords, Problem, send, wordsOf } from './send'

const words = new Words('en', en, { zone: 'UTC', currency: 'EUR' })

function answer(status: number, body: string | null) {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response(body, { status }))
  vi.stubGlobal('fetch', fetch)
  return fetch
}

afterEach(() => vi.unstubAllGlobals())

describe('send', () => {
  it('marks what changes something, with its key and time', async () => {
    const fetch = answer(200, '{"a":1}')
    expect(await send({ method: 'POST', path: '/v1/x', body: { b: 2 }, key: 'k', at: 0 })).toEqual({ a: 1 })
    const init = fetch.mock.calls[0]?.[1]
    expect(init).toMatchObject({ method: 'POST', body: '{"b":2}', credentials: 'same-origin' })
    expect(init?.headers).toMatchObject({
      'X-Pignon': '1',
      'Idempotency-Key': 'k',
      'X-Pignon-At': '1970-01-01T00:00:00.000Z',
    })
  })

  it('does not mark a read', async () => {
    const fetch = answer(200, '[]')
    await send({ path: '/v1/x' })
    expect(fetch.mock.calls[0]?.[1]?.headers).not.toHaveProperty('X-Pignon')
  })

  it('sends a picture as it is', async () => {
    const fetch = answer(204, null)
    const photo = new Blob(['x'], { type: 'image/jpeg' })
    expect(await send({ method: 'PUT', path: '/v1/x', body: photo })).toBeUndefined()
    expect(fetch.mock.calls[0]?.[1]?.body).toBe(photo)
    expect(fetch.mock.calls[0]?.[1]?.headers).toMatchObject({ 'Content-Type': 'image/jpeg' })
  })

  it.each([
    ['a code we know', 409, '{"code":"task.done.cancelled"}', 'The task was cancelled meanwhile.'],
    ['a code we do not know', 409, '{"code":"new.thing"}', 'This is not possible in its present state.'],
    ['a page instead of a problem', 500, '<h1>', 'Something broke on our side. It is noted. Try again in a moment.'],
    ['a portal that answers for us', 200, '<h1>', 'The server cannot be reached. Check the network and try again.'],
  ])('puts %s into words', async (_, status, body, want) => {
    answer(status, body)
    const problem = await send({ path: '/v1/x' }).catch(e => e)
    expect(wordsOf(problem, words)).toBe(want)
  })

  it('tells a dead network from a refusal', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
    const problem = await send({ path: '/v1/x' }).catch(e => e)
    expect(problem).toMatchObject({ status: 0, kind: 'network' })
  })

  it('finds the words of one field', () => {
    const problem = new Problem(422, 'input.invalid', {}, [{ path: 'address', code: 'address.outside' }])
    expect(fieldWords(problem, 'address', words)).toContain('outside the area')
    expect(fieldWords(problem, 'name', words)).toBeUndefined()
  })
})
