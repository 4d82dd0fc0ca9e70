import { useState } from 'react'
import { mayPasskey } from '../../api/passkey'
import {
  addPasskey,
  newRecovery,
  type Passkey,
  removeAuthenticator,
  removePasskey,
  type Security as SecurityOf,
  useSecurity,
  useSecurityChange,
} from '../../api/security'
import { wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import { Button } from '../../ui/Button'
import { Confirm, Dialog, FormDialog } from '../../ui/Dialog'
import { TextField } from '../../ui/Field'
import { Failure, Loading, Message } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { Login } from '../login/Login'
import { AddAuthenticator } from './AddAuthenticator'
import './security.css'

/** What protects one's own account: passkeys, an authenticator app, recovery codes. It is changed just after signing in. */
export default function Security() {
  const words = useWords()
  const security = useSecurity()
  const [again, signInAgain] = useState(false)
  if (again && security.data && !security.data.fresh) return <Login reason={words.t('security.again')} />
  return (
    <Page title={words.t('security.title')} home="/app/" width="text">
      {security.isPending && <Loading />}
      {security.isError && <Failure error={security.error} onRetry={() => void security.refetch()} />}
      {security.data && <Parts security={security.data} onStale={() => signInAgain(true)} />}
    </Page>
  )
}

function Parts({ security, onStale }: { security: SecurityOf; onStale(): void }) {
  const words = useWords()
  const [codes, showCodes] = useState<string[]>([])
  const second = security.authenticator || security.passkeys.length > 0
  const took = (out: { recovery?: string[] }) => showCodes(out.recovery ?? [])
  return (
    <div className="security">
      {security.required && !second && <Message tone="warn">{words.t('security.required')}</Message>}
      <p className="soft">{words.t('security.text')}</p>
      {!security.fresh && (
        <div className="security-again">
          <p>{words.t('security.stale')}</p>
          <Button look="main" onPress={onStale}>
            {words.t('security.signIn')}
          </Button>
        </div>
      )}
      <Passkeys security={security} onDone={took} />
      <Authenticator security={security} onDone={took} />
      {second && <Recovery security={security} onDone={took} />}
      <Dialog title={words.t('security.codes.title')} open={codes.length > 0} onClose={() => showCodes([])}>
        <p>{words.t('security.codes.text')}</p>
        <ul className="recovery-codes">
          {codes.map(code => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <div className="dialog-buttons">
          <Button look="main" onPress={() => showCodes([])}>
            {words.t('security.codes.kept')}
          </Button>
        </div>
      </Dialog>
    </div>
  )
}

interface Part {
  security: SecurityOf
  onDone(out: { recovery?: string[] }): void
}

function Passkeys({ security, onDone }: Part) {
  const words = useWords()
  const [naming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const [doomed, doom] = useState<Passkey | null>(null)
  const add = useSecurityChange(addPasskey)
  const remove = useSecurityChange(removePasskey)
  const can = security.canPasskey && mayPasskey()
  const save = () =>
    add.mutate(name, {
      onSuccess: out => {
        setNaming(false)
        setName('')
        onDone(out)
      },
    })
  return (
    <section className="panel" aria-labelledby="passkeys">
      <h2 id="passkeys">{words.t('security.passkeys')}</h2>
      <p className="soft">{words.t(can ? 'security.passkeys.text' : 'security.passkeys.none')}</p>
      {security.passkeys.length > 0 && (
        <ul className="keys">
          {security.passkeys.map(key => (
            <li key={key.id}>
              <span className="key-name">
                <strong>{key.name}</strong>
                <span className="soft">
                  {key.usedAt
                    ? words.t('security.used', { when: words.day(new Date(key.usedAt), new Date()) })
                    : words.t('security.made', { when: words.day(new Date(key.made), new Date()) })}
                </span>
              </span>
              <Button
                look="quiet"
                isDisabled={!security.fresh}
                aria-label={words.t('security.remove.of', { name: key.name })}
                onPress={() => doom(key)}
              >
                {words.t('security.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {can && (
        <Button isDisabled={!security.fresh} onPress={() => setNaming(true)}>
          {words.t('security.passkeys.add')}
        </Button>
      )}
      {remove.isError && <Message tone="danger">{wordsOf(remove.error, words)}</Message>}
      {naming && (
        <FormDialog
          className="stack"
          title={words.t('security.passkeys.add')}
          saving={add}
          onSave={save}
          onClose={() => setNaming(false)}
        >
          <TextField
            label={words.t('security.passkeys.name')}
            hint={words.t('security.passkeys.hint')}
            value={name}
            onChange={setName}
            maxLength={60}
            autoFocus
          />
        </FormDialog>
      )}
      <Confirm
        title={words.t('security.remove.of', { name: doomed?.name ?? '' })}
        verb={words.t('security.remove')}
        danger
        open={doomed !== null}
        onClose={() => doom(null)}
        onConfirm={() => {
          if (doomed) remove.mutate(doomed.id)
          doom(null)
        }}
      >
        {words.t('security.passkeys.removeText')}
      </Confirm>
    </section>
  )
}

function Authenticator({ security, onDone }: Part) {
  const words = useWords()
  const [open, setOpen] = useState<'add' | 'remove' | null>(null)
  const remove = useSecurityChange<void>(removeAuthenticator)
  return (
    <section className="panel" aria-labelledby="authenticator">
      <h2 id="authenticator">{words.t('security.authenticator')}</h2>
      <p className="soft">
        {words.t(security.authenticator ? 'security.authenticator.on' : 'security.authenticator.text')}
      </p>
      <Button isDisabled={!security.fresh} onPress={() => setOpen(security.authenticator ? 'remove' : 'add')}>
        {words.t(security.authenticator ? 'security.authenticator.remove' : 'security.authenticator.add')}
      </Button>
      {remove.isError && <Message tone="danger">{wordsOf(remove.error, words)}</Message>}
      {open === 'add' && (
        <AddAuthenticator
          onClose={() => setOpen(null)}
          onDone={out => {
            setOpen(null)
            onDone(out)
          }}
        />
      )}
      <Confirm
        title={words.t('security.authenticator.remove')}
        verb={words.t('security.remove')}
        danger
        open={open === 'remove'}
        onClose={() => setOpen(null)}
        onConfirm={() => {
          remove.mutate()
          setOpen(null)
        }}
      >
        {words.t('security.authenticator.removeText')}
      </Confirm>
    </section>
  )
}

function Recovery({ security, onDone }: Part) {
  const words = useWords()
  const renew = useSecurityChange<void, { recovery?: string[] }>(newRecovery)
  return (
    <section className="panel" aria-labelledby="recovery">
      <h2 id="recovery">{words.t('security.recovery')}</h2>
      <p className="soft">{words.t('security.recovery.left', { n: security.recovery })}</p>
      <Button
        isDisabled={!security.fresh}
        isPending={renew.isPending}
        onPress={() => renew.mutate(undefined, { onSuccess: onDone })}
      >
        {words.t('security.recovery.renew')}
      </Button>
      {renew.isError && <Message tone="danger">{wordsOf(renew.error, words)}</Message>}
    </section>
  )
}
