import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { askAuthenticator, confirmAuthenticator, useSecurityChange } from '../../api/security'
import { fieldWords } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import { FormDialog } from '../../ui/Dialog'
import { TextField } from '../../ui/Field'
import { Failure, Loading } from '../../ui/Notice'

interface Props {
  onClose(): void
  onDone(out: { recovery?: string[] }): void
}

/** Shows the secret of an authenticator app as a picture and in letters, and takes its first code. */
export function AddAuthenticator({ onClose, onDone }: Props) {
  const words = useWords()
  const asked = useQuery({
    queryKey: ['authenticator'],
    queryFn: askAuthenticator,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
  const confirm = useSecurityChange(confirmAuthenticator)
  const [code, setCode] = useState('')
  return (
    <FormDialog
      className="stack"
      title={words.t('security.authenticator.add')}
      saving={confirm}
      onSave={() => confirm.mutate(code, { onSuccess: onDone })}
      onClose={onClose}
    >
      {asked.isPending && <Loading />}
      {asked.isError && <Failure error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && (
        <>
          <p>{words.t('security.authenticator.scan')}</p>
          <img
            className="qr"
            src={asked.data.picture}
            alt={words.t('security.authenticator.picture')}
            width="240"
            height="240"
          />
          <p>
            {words.t('security.authenticator.type')} <code className="secret">{asked.data.secret}</code>
          </p>
        </>
      )}
      <TextField
        label={words.t('security.authenticator.code')}
        value={code}
        onChange={setCode}
        error={fieldWords(confirm.error, 'code', words)}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={7}
      />
    </FormDialog>
  )
}
