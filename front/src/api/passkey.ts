import { Problem, send } from './send'

/** Signs in by a passkey of this device. */
export async function signInByPasskey(): Promise<void> {
  const asked = await send<{ publicKey: PublicKeyCredentialRequestOptionsJSON }>({
    method: 'POST',
    path: '/v1/session/passkey/options',
  })
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked.publicKey)
  const signed = await device(() => navigator.credentials.get({ publicKey }))
  await send<unknown>({ method: 'POST', path: '/v1/session/passkey', body: { credential: signed } })
}

/** Whether this browser, at this address, can have passkeys: they belong to a host name, never to an address of numbers. */
export function mayPasskey(): boolean {
  return 'PublicKeyCredential' in window && !/^[\d.]+$|:/.test(location.hostname)
}

/** Waits for the device; what its owner did not want, or it cannot do, is a problem like others. */
export async function device(ask: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = (await ask()) as PublicKeyCredential | null
    if (credential) return credential.toJSON()
  } catch (error) {
    if (error instanceof DOMException && error.name === 'InvalidStateError') throw new Problem(409, 'passkey.exists')
  }
  throw new Problem(401, 'passkey.not_given')
}
