import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { device, signInByPasskey } from './passkey'
import { send } from './send'
import { readSession, sessionKey } from './session'

export interface Passkey {
  id: number
  name: string
  made: string
  usedAt?: string
}

/** What protects somebody's account beside the password. */
export interface Security {
  authenticator: boolean
  passkeys: Passkey[]
  /** How many recovery codes are left. */
  recovery: number
  /** A role of theirs is held with a second factor alone. */
  required: boolean
  password: boolean
  /** They signed in lately enough to change this. */
  fresh: boolean
  canPasskey: boolean
}

export interface NewAuthenticator {
  secret: string
  address: string
  /** A data: address of the QR code. */
  picture: string
}

export const securityKey = ['security'] as const

/** What protects one's account. */
export function useSecurity() {
  return useQuery({
    queryKey: securityKey,
    queryFn: ({ signal }) => send<Security>({ path: '/v1/security', signal }),
  })
}

/** Codes to write down, of whoever just got a first second factor. */
interface Stronger {
  recovery?: string[]
}

/** Runs a change of what protects the account, then reads it and the session anew. */
export function useSecurityChange<In, Out = void>(change: (input: In) => Promise<Out>) {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: change,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: securityKey }),
        client.invalidateQueries({ queryKey: sessionKey }),
      ]),
  })
}

const root = '/v1/security'

export const askAuthenticator = () => send<NewAuthenticator>({ method: 'POST', path: `${root}/authenticator` })
export const confirmAuthenticator = (code: string) =>
  send<Stronger>({ method: 'PUT', path: `${root}/authenticator`, body: { code } })
export const removeAuthenticator = () => send<void>({ method: 'DELETE', path: `${root}/authenticator` })
export const removePasskey = (id: number) => send<void>({ method: 'DELETE', path: `${root}/passkeys/${id}` })
export const renamePasskey = ({ id, name }: { id: number; name: string }) =>
  send<void>({ method: 'PUT', path: `${root}/passkeys/${id}`, body: { name } })
export const newRecovery = () => send<Stronger>({ method: 'POST', path: `${root}/recovery-codes` })

/** Has the device make a passkey and keeps it. */
export async function addPasskey(name: string): Promise<Stronger> {
  const asked = await send<{ publicKey: PublicKeyCredentialCreationOptionsJSON }>({
    method: 'POST',
    path: `${root}/passkeys/options`,
  })
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked.publicKey)
  const made = await device(() => navigator.credentials.create({ publicKey }))
  return send<Stronger>({ method: 'POST', path: `${root}/passkeys`, body: { name, credential: made } })
}

/** Signs in by a passkey, then reads the session with what it allows. */
export function usePasskeySignIn() {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: signInByPasskey,
    onSuccess: async () => {
      await client.fetchQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: 0 })
      await client.invalidateQueries({ queryKey: securityKey })
    },
  })
}
