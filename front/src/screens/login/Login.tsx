import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { mayPasskey } from '../../api/passkey'
import { usePasskeySignIn } from '../../api/security'
import { Problem, wordsOf } from '../../api/send'
import { useSignIn } from '../../api/session'
import { useWords } from '../../i18n/WordsProvider'
import { Button } from '../../ui/Button'
import { Checkbox, TextField } from '../../ui/Field'
import { Message, OfflineBar } from '../../ui/Notice'
import './login.css'

/** Asks who is there, `reason` saying why. After signing in the app shows what was asked for. */
export function Login({ expired = false, reason }: { expired?: boolean; reason?: string }) {
  const words = useWords()
  const signIn = useSignIn()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [shown, setShown] = useState(false)

  const passkey = usePasskeySignIn()
  const wrong = signIn.error ?? passkey.error
  /** Whoever has a second factor is asked for it once the password was right, and stays asked. */
  const needed = signIn.error instanceof Problem && signIn.error.code.startsWith('session.code.')
  const [asked, ask] = useState(false)
  if (needed && !asked) ask(true)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    passkey.reset()
    if (!signIn.isPending) signIn.mutate({ login: login.trim(), password, ...(code && { code }) })
  }

  return (
    <>
      <OfflineBar />
      <main className="login">
        <img src="/front/icon.svg" alt="" width="64" height="64" />
        <div>
          <h1>{words.t('login.title')}</h1>
          <p className="soft">{words.t('app.tagline')}</p>
        </div>
        <Form onSubmit={submit}>
          {(reason || expired) && !wrong && <Message tone="info">{reason ?? words.t('login.expired')}</Message>}
          {wrong && <Message tone="danger">{wordsOf(wrong, words)}</Message>}
          <TextField
            label={words.t('login.login')}
            name="login"
            value={login}
            onChange={setLogin}
            isRequired
            autoComplete="username"
            spellCheck="false"
            autoFocus
          />
          <TextField
            label={words.t('login.password')}
            name="password"
            type={shown ? 'text' : 'password'}
            value={password}
            onChange={setPassword}
            isRequired
            autoComplete="current-password"
          />
          <Checkbox label={words.t('login.show')} checked={shown} onChange={setShown} />
          {asked && (
            <TextField
              label={words.t('login.code')}
              hint={words.t('login.code.hint')}
              name="code"
              value={code}
              onChange={setCode}
              autoComplete="one-time-code"
              autoFocus
            />
          )}
          <Button look="main" type="submit" wide isPending={signIn.isPending}>
            {words.t(signIn.isPending ? 'login.submitting' : 'login.submit')}
          </Button>
          {mayPasskey() && (
            <Button
              wide
              isPending={passkey.isPending}
              onPress={() => {
                signIn.reset()
                passkey.mutate()
              }}
            >
              {words.t('login.passkey')}
            </Button>
          )}
        </Form>
      </main>
    </>
  )
}
