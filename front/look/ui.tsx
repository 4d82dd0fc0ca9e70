import { useState } from 'react'
import { Problem } from '../src/api/send'
import { start } from '../src/entries/start'
import { Badge } from '../src/ui/Badge'
import { Button, IconButton } from '../src/ui/Button'
import { Confirm } from '../src/ui/Dialog'
import { Checkbox, Select, TextField } from '../src/ui/Field'
import { Empty, Failure, Message } from '../src/ui/Notice'
import { Page } from '../src/ui/Page'
import { Table } from '../src/ui/Table'
import { useToasts } from '../src/ui/ToastRegion'

const rows = [
  { name: 'Ada', stops: 7, state: <Badge tone="accent">En cours</Badge> },
  { name: 'Bruna', stops: 12, state: <Badge tone="warn">25 min de retard</Badge> },
  { name: 'Célestin', stops: 0, state: <Badge>Hors service</Badge> },
]

function Specimen() {
  const toasts = useToasts()
  const [asking, setAsking] = useState(location.hash === '#dialog')
  const [choice, setChoice] = useState<string | null>('1')
  const [on, setOn] = useState(true)
  return (
    <Page title="Répartition" home="/app/" aside={<Badge tone="accent">En direct</Badge>}>
      <div className="stack-specimen" style={{ display: 'grid', gap: '2rem' }}>
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem' }}>
          <Button look="main">Accepter</Button>
          <Button>Retarder</Button>
          <Button look="danger" onPress={() => setAsking(true)}>
            Refuser
          </Button>
          <Button
            look="quiet"
            onPress={() =>
              toasts.say('Tâche attribuée à Ada', { action: { label: 'Annuler l’action', run: () => {} } })
            }
          >
            Message
          </Button>
          <Button isDisabled>Impossible</Button>
          <IconButton label="Fermer">×</IconButton>
        </div>
        <div
          style={{
            display: 'grid',
            gap: '1rem',
            gridTemplateColumns: 'repeat(auto-fit, minmax(min(18rem, 100%), 1fr))',
          }}
        >
          <TextField label="Nom" hint="Comme sur la sonnette" defaultValue="Ada" />
          <TextField label="Téléphone" error="Ce numéro est trop court." defaultValue="06" />
          <Select
            label="Coursier"
            options={[
              { id: '1', label: 'Ada' },
              { id: '2', label: 'Bruna' },
            ]}
            value={choice}
            onChange={setChoice}
          />
          <TextField label="Note" lines={3} />
          <Checkbox label="En service" checked={on} onChange={setOn} />
        </div>
        <Message tone="info">Quelqu’un l’a changé entre-temps.</Message>
        <Message tone="danger">Ce nom et ce mot de passe ne vont pas ensemble.</Message>
        <Table
          caption="Coursiers"
          rows={rows}
          keyOf={r => r.name}
          columns={[
            { id: 'name', label: 'Coursier', cell: r => r.name },
            { id: 'stops', label: 'Arrêts', cell: r => r.stops, number: true },
            { id: 'state', label: 'État', cell: r => r.state },
          ]}
        />
        <Empty action={<Button>Rafraîchir</Button>}>Rien n’attend de coursier.</Empty>
        <Failure error={new Problem(503, '')} onRetry={() => {}} />
      </div>
      <Confirm
        title="Refuser la commande 42 ?"
        open={asking}
        onClose={() => setAsking(false)}
        verb="Refuser"
        danger
        onConfirm={() => setAsking(false)}
      >
        <TextField label="Pourquoi ? Le client le lira." lines={2} />
      </Confirm>
    </Page>
  )
}

void start(<Specimen />)
