/** Tokens of programs and links that were shared: made, told once, revoked. */
import { useState } from 'preact/hooks';
import { TOKEN_POWERS, type TokenPower, type TokenReply } from '../../shared/access-contract.ts';
import { askTokens, sendRevoke, sendToken } from '../api/ask-access.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { CodeBlock } from '../part/copy-button.tsx';
import { QuestionLink } from '../part/question-link.tsx';
import { QuietTable } from '../part/quiet-table.tsx';
import { SureButton } from '../part/sure-button.tsx';
import { TenantsField } from '../part/tenants-field.tsx';
import { parseQuestion } from '../state/question.ts';
import { question } from '../state/store.ts';
import { tenantsIn } from '../state/tenant-names.ts';
import { useLoad } from '../state/use-load.ts';
import { useSend } from '../state/use-send.ts';
import { Problem } from './problem.tsx';

const POWER_WORDS: Record<TokenPower, string> = {
  metrics: 'metrics: the page for scrapers alone',
  read: 'read: what a viewer sees',
  edit: 'edit: what an editor may',
  admin: 'admin: everything',
};

export function TokenCards() {
  const [count, setCount] = useState(0);
  const [told, setTold] = useState<string | null>(null);
  const load = useLoad(`tokens ${count}`, 0, askTokens);
  const { isBusy, problem, run } = useSend();
  const tokens = (load.data?.tokens ?? []).filter(({ kind }) => kind === 'token');
  const links = (load.data?.tokens ?? []).filter(({ kind }) => kind === 'link');
  const revoke = (id: string): void =>
    run(async (signal) => {
      await sendRevoke(id, signal);
      setCount(count + 1);
    });
  const frame = { isLoading: !load.data, problem: load.problem };
  return (
    <>
      <Card title="API tokens" unit="for programs" class="span-12 card-list" {...frame}>
        {tokens.length > 0 && (
          <TokenTable label="API tokens" list={tokens} isBusy={isBusy} onRevoke={revoke} />
        )}
        <Problem problem={problem} />
        {told !== null && (
          <div class="told-once">
            <CodeBlock text={told} label="the token" />
            <p class="muted">
              Told this once. Programs send it as <code>authorization: Bearer oct_...</code>
            </p>
          </div>
        )}
        <TokenForm
          isBusy={isBusy}
          onMake={(ask) =>
            run(async (signal) => {
              setTold((await sendToken(ask, signal)).secret);
              setCount(count + 1);
            })
          }
        />
      </Card>
      <Card
        title="Shared links"
        unit="open one view without sign-in"
        class="span-12 card-list"
        {...frame}
        empty={links.length === 0 ? 'None was made. Editors share a view from its top bar.' : null}
      >
        <TokenTable label="Shared links" list={links} isBusy={isBusy} onRevoke={revoke} />
      </Card>
    </>
  );
}

function TokenTable(props: {
  readonly label: string;
  readonly list: readonly TokenReply[];
  readonly isBusy: boolean;
  readonly onRevoke: (id: string) => void;
}) {
  const columns = ['Name', 'May', 'Sees', 'Made by', 'Ends', 'Last used', 'State', ''];
  return (
    <QuietTable label={props.label} columns={columns}>
      {props.list.map((token) => (
        <tr key={token.id}>
          <th scope="row" class="name-cell" title={`${token.name}, ${token.id}`}>
            {token.kind === 'link' ? (
              <QuestionLink to={parseQuestion(token.search)}>{token.name}</QuestionLink>
            ) : (
              token.name
            )}
          </th>
          <td>{token.power}</td>
          <td class="watches">{token.tenants?.join(', ') ?? 'all tenants'}</td>
          <td>{token.createdBy}</td>
          <td>{timeOf(token.expiresAt)}</td>
          <td>{token.usedAt === null ? 'never' : timeOf(token.usedAt)}</td>
          <td>{token.state}</td>
          <td>
            {token.state === 'valid' && (
              <SureButton
                word="Revoke"
                label={`Revoke ${token.name}`}
                disabled={props.isBusy}
                onSure={() => props.onRevoke(token.id)}
              />
            )}
          </td>
        </tr>
      ))}
    </QuietTable>
  );
}

function timeOf(iso: string): string {
  return formatIso(iso, question.value.timeZone, 'dayClock');
}

type Ask = Parameters<typeof sendToken>[0];

function TokenForm(props: { readonly isBusy: boolean; readonly onMake: (ask: Ask) => void }) {
  const [name, setName] = useState('');
  const [power, setPower] = useState<TokenPower>('read');
  const [tenants, setTenants] = useState('');
  const [days, setDays] = useState(90);
  const submit = (event: Event): void => {
    event.preventDefault();
    props.onMake({ name, power, tenants: power === 'read' ? tenantsIn(tenants) : null, days });
    setName('');
  };
  return (
    <form class="people-form" onSubmit={submit} aria-label="Make a token">
      <label>
        New token
        <input
          required
          autocomplete="off"
          placeholder="prometheus"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        May
        <select
          value={power}
          onChange={(event) => {
            setPower(TOKEN_POWERS.find((one) => one === event.currentTarget.value) ?? 'read');
          }}
        >
          {TOKEN_POWERS.map((one) => (
            <option value={one} key={one}>
              {POWER_WORDS[one]}
            </option>
          ))}
        </select>
      </label>
      <TenantsField text={tenants} isOpen={power === 'read'} onText={setTenants} />
      <label>
        Days
        <input
          type="number"
          min={1}
          max={366}
          required
          value={days}
          onInput={(event) => setDays(event.currentTarget.valueAsNumber)}
        />
      </label>
      <button type="submit" class="chip-button is-main" disabled={props.isBusy}>
        Make a token
      </button>
    </form>
  );
}
