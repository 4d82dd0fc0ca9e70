import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { wordsOf } from '../../api/send'
import { useSignIn } from '../../api/session'
import { useWords } from '../../i18n/WordsProvider'
import { Button } from '../../ui/Button'
import { Checkbox, TextField } from '../../ui/Field'
import { Message, OfflineBar } from '../../ui/Notice'
import './login.css'

/** Asks who is there. After signing in the app shows what was asked for. */
export function Login({ expired = false }: { expired?: boolean }) {
  const words = useWords()
  const signIn = useSignIn()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [shown, setShown] = useState(false)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!signIn.isPending) signIn.mutate({ login: login.trim(), password })
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
          {expired && !signIn.isError && <Message tone="info">{words.t('login.expired')}</Message>}
          {signIn.isError && <Message tone="danger">{wordsOf(signIn.error, words)}</Message>}
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
          <Button look="main" type="submit" wide isPending={signIn.isPending}>
            {words.t(signIn.isPending ? 'login.submitting' : 'login.submit')}
          </Button>
        </Form>
      </main>
    </>
  )
}
